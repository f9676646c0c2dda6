//! Recognises languages in Latin script by their most frequent words: articles, prepositions, pronouns.
//!
//! These words are a quarter to a half of any prose, whatever its topic, and quotations in other languages seldom
//! outnumber them. Letter statistics, which names and code mislead, are used only if words do not decide.

use std::sync::LazyLock;

/// Minimum share of a text's words for a language.
const SHARE: f32 = 0.09;
/// Minimum factor by which it must exceed the next language.
const MARGIN: f32 = 1.25;
/// Minimum number of its words.
const FEWEST: u16 = 5;
/// If two languages are balanced, the language of this many bytes at the start is the author's.
const OPENING: usize = 1200;
/// Maximum length of words in the table, in bytes.
const LONGEST: usize = 12;

/// The most frequent words of each language; shared words are listed for each.
const WORDS: [(&str, &str); 28] = [
    (
        "en",
        "the of and to in a is that it was for on are as with they at be this have from or by not but what we can \
         which you their has will an were",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat \
         dass sie wird bei einer wir wie oder",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou cette on \
         nous vous mais d l c n",
    ),
    (
        "es",
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este si sin \
         sobre entre",
    ),
    (
        "pt",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando \
         muito são é",
    ),
    (
        "it",
        "di e il la che in un a per è una sono del le si da con non i della al dei più nel come ma anche alla gli lo \
         delle questo",
    ),
    (
        "nl",
        "de van het een en in is dat op te zijn met voor niet aan er die om ook als bij door maar naar wordt uit nog \
         werd hij dit over",
    ),
    ("af", "die van en in is het nie wat om te vir met dat op hy aan ons sy as was daar deur ook by na hulle kan"),
    (
        "sv",
        "och i att det som en på är av för med den till inte har de ett om var jag men så kan från vi vid eller när",
    ),
    (
        "da",
        "og i at det en af er på til med der for den de som ikke et har jeg var men kan fra vi ved også eller efter om",
    ),
    (
        "nb",
        "og i det er en på til som av for med at den de ikke et har å var men kan fra vi ved også jeg eller etter om",
    ),
    ("fi", "ja on ei että se oli ovat mutta kuin hän myös joka sen ole tai niin mukaan sekä jos kun vain ollut"),
    ("et", "ja on et ei see ka oli kui aga mis ta oma või ning kes selle olid välja nagu siis"),
    ("hu", "a az és hogy nem is egy van meg ez de volt el csak vagy mint azt már ki még pedig után lehet"),
    ("pl", "w i na z się nie do to że jest o a jak po od za co przez dla ale są oraz który jego czy przy tym może"),
    ("cs", "a se v na je že to s z do o i pro ve za by jako po který jsou ale jeho podle od nebo jsem tak k si"),
    ("sk", "a sa v na je že to s z do o aj pre vo za by ako po ktorý sú ale jeho podľa od alebo tak k si nie"),
    ("sl", "in je v na se da za so ki z tudi s pa po ne kot bi o ni iz še bil od ali pri"),
    ("hr", "i u je na se da za su od s što koji kao ne bi o iz to ali će koje bio te nije sam"),
    ("ro", "de și în a la cu că nu o este care pe din un pentru mai sunt se fi au prin ca sau după această"),
    ("tr", "ve bir bu da de için ile olarak çok daha olan gibi kadar en o sonra ne her değil var ancak"),
    ("eo", "la kaj de en estas ke al por kiu kiuj kun ne li ĝi ili sed pri tiu ĉi el oni mi estis ankaŭ pli povas per"),
    ("ca", "de la i que el en a els per amb un les una del és no es al va són com més ha o seu pel aquest dels"),
    (
        "id",
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena adalah oleh ada mereka atau bisa",
    ),
    ("vi", "và của là có không được một những trong cho người các đã với này khi đó để từ ra"),
    ("tl", "ang ng sa na mga at ay ko siya ito para hindi ni si isang kung kanyang mo ako"),
    ("lt", "ir kad į iš su yra buvo tai ne o apie per kaip bet jo po už nuo taip dėl arba"),
    ("lv", "un ir ka no uz par ar bija tas kas arī bet lai pie vai nav kā viņš pēc tika"),
];

/// Every word with a bit for each language that has it; sorted.
static TABLE: LazyLock<Vec<(&'static str, u32)>> = LazyLock::new(|| {
    let all = WORDS.iter().enumerate().flat_map(|(at, (_, words))| words.split(' ').map(move |word| (word, 1 << at)));
    let mut all: Vec<(&str, u32)> = all.filter(|(word, _)| !word.is_empty()).collect();
    all.sort_unstable();
    all.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 |= if same { later.1 } else { 0 };
        same
    });
    all
});

/// Returns the language of `text`, if one clearly leads in the whole text or in its opening.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    let opening = &text[..text.floor_char_boundary(OPENING)];
    clear(text).or_else(|| if opening.len() < text.len() { clear(opening) } else { None })
}

/// Returns the language that clearly leads in `text`.
fn clear(text: &str) -> Option<&'static str> {
    let mut counts = [0u16; WORDS.len()];
    let mut total = 0u16;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        total = total.saturating_add(1);
        let mut languages = languages_of(word);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
        if total == u16::MAX {
            break;
        }
    }
    let (mut best, mut second) = ((0, 0), 0);
    for (at, &count) in counts.iter().enumerate() {
        if count > best.1 {
            second = best.1;
            best = (at, count);
        } else {
            second = second.max(count);
        }
    }
    let (at, count) = best;
    let enough = count >= FEWEST && f32::from(count) >= SHARE * f32::from(total);
    (enough && f32::from(count) >= MARGIN * f32::from(second)).then(|| WORDS[at].0)
}

/// Iterates over the languages whose frequent words are known.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(code, _)| *code)
}

/// Whether `word` is frequent in the language `code`.
pub(super) fn is_frequent(word: &str, code: &str) -> bool {
    WORDS.iter().position(|(known, _)| *known == code).is_some_and(|at| languages_of(word) & (1 << at) != 0)
}

/// Returns the languages in which `word` is frequent.
fn languages_of(word: &str) -> u32 {
    if word.len() > LONGEST {
        return 0;
    }
    let find = |word: &str| TABLE.binary_search_by(|(known, _)| (*known).cmp(word)).map_or(0, |at| TABLE[at].1);
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { find(word) } else { find(&word.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_quotation_decide() {
        let text = "The harbour master wrote: “La ŝipo venis kaj iris.” It is what they say of every ship that is late, \
            and that there was a storm.";
        assert_eq!(detect(text), Some("en"));
    }

    #[test]
    fn between_two_languages_the_opening_decides() {
        let own = "La ŝipo venis en la havenon kaj oni ne sciis, kial ĝi estis tie, ĉar neniu pri tio skribis al ni. ";
        let other =
            "El barco llegó al puerto y nadie supo por qué, ya que no se había escrito sobre ello a los del puerto. ";
        assert_eq!(detect(&format!("{}{}", own.repeat(15), other.repeat(14))), Some("eo"));
    }

    #[test]
    fn close_relatives_are_told_apart_or_left_open() {
        assert_eq!(detect("Die boot is laat en ons weet nie wat dit vir die hawe sal beteken nie."), Some("af"));
        assert_eq!(detect("De boot is laat en wij weten niet wat dat voor de haven zal betekenen."), Some("nl"));
        assert_eq!(detect("O navio não chegou e os homens do porto não sabem o que se passa com ele."), Some("pt"));
        assert_eq!(detect("Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor."), None);
    }
}
