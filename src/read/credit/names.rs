//! Judges whether words are a name, and of what kind.
//!
//! Names need no capital and no list: what counts is their form. In scripts with capitals, the words of a name begin
//! with one, but for particles (`van der`) and the small words inside names of institutions (`of`, `for`); a single word in
//! small letters is the name of an account. A description has other small words, articles before small letters, words
//! of scenes. In scripts without capitals, length and function words decide.

mod uncased;

use super::fold::fold;
use super::lexicon::{EVERY_LANG, Langs, Role, Roles, lexicon};
use uncased::{east_asian, korean, uncased};

/// What words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A person.
    Person,
    /// An institution.
    Body,
    /// An account, or a domain.
    Handle,
    /// A single word with a capital, or initials.
    Single,
    /// Words in small letters that may be the name of an account.
    Lower,
    /// Words with capitals, and small words between them.
    Title,
    /// Open: may be a name, may be what is shown.
    Doubtful,
    /// Letters and digits of an inventory.
    Code,
    /// No name.
    Description,
}

impl Name {
    /// Returns the evidence that it gives.
    pub(super) fn points(self) -> i32 {
        match self {
            Name::Person | Name::Body | Name::Handle => 2,
            Name::Single => 1,
            Name::Lower | Name::Title | Name::Code => 0,
            Name::Doubtful => -1,
            Name::Description => -4,
        }
    }
}

/// Maximum number of words in a name.
const LONGEST: usize = 9;

/// Judges `text`, whose label is a word of `langs`.
pub(super) fn judge(text: &str, langs: Langs) -> Name {
    let words: Vec<&str> = text.split_whitespace().map(trim).filter(|word| !word.is_empty()).collect();
    // "Strel et al."
    let words = match words.as_slice() {
        [named @ .., "et", "al." | "al"] if !named.is_empty() => named.to_vec(),
        _ => words,
    };
    let Some(first) = words.first() else { return Name::Description };
    if words.len() > LONGEST || text.contains(['>', '<', '{', '}', '=', '?', '!']) {
        return Name::Description;
    }
    if words.len() == 1 && (first.starts_with('@') || is_domain(first))
        || words.iter().any(|word| word.starts_with('@'))
    {
        return Name::Handle;
    }
    match first.chars().chain(text.chars()).find(|c| c.is_alphabetic()) {
        Some(c) if is_han(c) => east_asian(&words.concat(), langs),
        Some(c) if is_hangul(c) => korean(&words, langs),
        Some(c) if has_case(c) => cased(&words, langs),
        Some(_) => uncased(&words, langs),
        None => Name::Code,
    }
}

fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| "\"“”„«»‹›()[],;:".contains(c))
}

/// Whether `word` is a domain such as `flickr.com`.
pub(super) fn is_domain(word: &str) -> bool {
    let labels: Vec<&str> = word.split('.').collect();
    let [first, .., last] = labels.as_slice() else { return false };
    let letters = |label: &str| label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    labels.iter().all(|label| label.len() > 1 && letters(label))
        && (2..=13).contains(&last.len())
        && last.chars().all(|c| c.is_ascii_lowercase())
        && first.len() > 1
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether the script of `c` has capitals. Georgian has some, but does not use them so.
fn has_case(c: char) -> bool {
    (c.is_lowercase() || c.is_uppercase()) && !matches!(c, '\u{10d0}'..='\u{10ff}')
}

fn roles(word: &str, langs: Langs) -> Roles {
    lexicon().get(&fold(word)).map(|entry| entry.roles_in(langs)).unwrap_or_default()
}

/// Whether `word` is letters that stand for an institution: `NPS`, `STScI`, `WWF-Elm`.
pub(super) fn is_letters(word: &str) -> bool {
    let head = word.split('-').next().unwrap_or_default();
    let capitals = head.chars().filter(|c| c.is_uppercase()).count();
    (3..=8).contains(&head.len())
        && head.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && head.starts_with(|c: char| c.is_ascii_uppercase())
        && capitals * 2 > head.len()
}

/// Whether `word` is one for an institution.
pub(super) fn is_body(word: &str) -> bool {
    let folded = fold(word);
    let infix = [
        "museo", "muzeum", "arkisto", "kirjasto", "museum", "museet", "archiv", "arkiv", "arhiv", "biblio", "institut",
        "verein", "stiftung",
    ];
    lexicon().get(&folded).is_some_and(|entry| entry.roles.has(Role::Body))
        || lexicon().has_stem(&folded, Role::Body, u64::MAX)
        || infix.iter().any(|part| folded.contains(part))
        || lexicon().get(&folded).is_some_and(|entry| entry.roles.has(Role::Public))
}

/// What a word is in a script with capitals.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Capital,
    Lower,
    Number,
    Joint,
}

fn form(word: &str, langs: Langs) -> Form {
    if matches!(word, "&" | "+" | "/") {
        return Form::Joint;
    }
    let Some(letter) = word.chars().find(|c| c.is_alphanumeric()) else { return Form::Joint };
    if letter.is_numeric() && !word.contains(char::is_alphabetic) {
        return Form::Number;
    }
    // `iStock`, `d’Ormesson`, `4lex`: a capital inside counts for a word of several letters.
    let capital = word.chars().any(char::is_uppercase);
    match capital || letter.is_numeric() {
        true => Form::Capital,
        false if roles(word, u64::MAX).any(&[Role::Particle]) => Form::Joint,
        false if roles(word, langs).has(Role::Small) => Form::Joint,
        false => Form::Lower,
    }
}

/// Whether a question begins with `word`: "How the mill works". `WHO` is none.
pub(super) fn is_question(word: &str) -> bool {
    const QUESTIONS: [&str; 26] = [
        "how",
        "what",
        "why",
        "who",
        "when",
        "where",
        "which",
        "whose",
        "wie",
        "warum",
        "wieso",
        "welche",
        "wann",
        "comment",
        "pourquoi",
        "quand",
        "cómo",
        "qué",
        "cuándo",
        "perché",
        "quando",
        "hoe",
        "waarom",
        "как",
        "почему",
        "dlaczego",
    ];
    word.chars().skip(1).all(char::is_lowercase) && QUESTIONS.contains(&fold(word).as_str())
}

fn cased(words: &[&str], langs: Langs) -> Name {
    if words.len() > 1 && is_question(words[0]) {
        return Name::Description;
    }
    let forms: Vec<Form> = words.iter().map(|word| form(word, langs)).collect();
    let count = |wanted| forms.iter().filter(|form| **form == wanted).count();
    let (capitals, lowers) = (count(Form::Capital), count(Form::Lower));
    let body = words.iter().any(|word| is_body(word) || word.len() > 3 && word.contains('/'));
    let article = roles(words[0], langs).has(Role::Article) && words.len() > 1;
    // "3 points".
    if capitals == 0 && forms[0] == Form::Number && words.len() > 1 {
        return Name::Description;
    }
    if capitals == 0 {
        return small(words, langs, article, body);
    }
    // "The three routes", "Le port de Brest": an article, then small letters.
    // "archiv Spolku hodinářů": one small word more beside the word for the institution at its start or end.
    let framed = words.len() <= 5 && (is_body(words[0]) || is_body(words[words.len() - 1]));
    let plain = words.iter().zip(&forms).filter(|(word, form)| **form == Form::Lower && !is_body(word)).count();
    // "the artist and Elm Gallery" are two.
    let me = words.len() > 3 && lexicon().get(&fold(&words[..2].join(" "))).is_some_and(|two| two.roles.has(Role::Me));
    if me && body {
        return Name::Body;
    }
    if article && forms.get(1).is_some_and(|form| *form == Form::Lower) && !is_body(words[1]) {
        return Name::Description;
    }
    if plain > usize::from(framed) || lowers > 0 && words.len() > 5 {
        return Name::Description;
    }
    if forms[0] == Form::Joint && !body && !words[0].starts_with(char::is_uppercase) && !article {
        // "of the mill" is none; "de la Cruz" alone, hardly.
        return Name::Description;
    }
    // Without a label the language is not known, and each word is one of a scene somewhere.
    let scene = |word: &str| langs != EVERY_LANG && roles(word, langs).has(Role::Scene) && !is_initial(word);
    let stops = words.iter().filter(|word| word.starts_with(char::is_lowercase)).any(|word| {
        let roles = roles(word, langs);
        roles.has(Role::Stop) && !roles.any(&[Role::Particle, Role::Small])
    });
    if stops {
        return Name::Description;
    }
    // "Logo of the project".
    if body && scene(words[0]) && count(Form::Joint) > 0 && capitals == 1 {
        return Name::Description;
    }
    // The last word is what it is: "Museum Garden", "Hero Section Layout".
    let last = words[words.len() - 1];
    if body && words.len() > 1 && count(Form::Joint) == 0 && scene(last) && !is_body(last) {
        return Name::Doubtful;
    }
    if body {
        return Name::Body;
    }
    // "The Blue Marble" is a picture rather than its maker.
    if words.len() > 2 && matches!(words[0], "The" | "A" | "An") {
        return Name::Doubtful;
    }
    // In the middle of a name such words are surnames: "Anna Bridge Cole".
    if scene(words[0]) || words.len() > 1 && scene(words[words.len() - 1]) || is_place_starter(words[0]) {
        return Name::Doubtful;
    }
    judge_capitals(words, &forms, lowers + count(Form::Joint), article)
}

fn judge_capitals(words: &[&str], forms: &[Form], joints: usize, article: bool) -> Name {
    let numbers = forms.iter().filter(|form| **form == Form::Number).count();
    let last_is_year = words.last().is_some_and(|word| is_year(word));
    if numbers > usize::from(last_is_year) {
        return if words.len() <= 2 { Name::Code } else { Name::Doubtful };
    }
    let code = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits > 1 && !word.contains(char::is_lowercase) && word.starts_with(char::is_uppercase)
    };
    if words.len() == 1 {
        let word = words[0];
        let account = word.contains(['_', '.']) && !is_initial(word) || word.contains(|c: char| c.is_ascii_digit());
        return if code(word) {
            Name::Code
        } else if account {
            Name::Handle
        } else {
            Name::Single
        };
    }
    let particles = words.iter().zip(forms).filter(|(_, form)| **form == Form::Joint);
    let all_particles = particles.clone().all(|(word, _)| roles(word, u64::MAX).has(Role::Particle) || *word == "&");
    match () {
        () if article && joints > 1 => Name::Title,
        () if all_particles && words.len() <= 7 => Name::Person,
        () => Name::Title,
    }
}

/// Judges words without any capital.
fn small(words: &[&str], langs: Langs, article: bool, body: bool) -> Name {
    let roles: Vec<Roles> = words.iter().map(|word| roles(word, langs)).collect();
    let function = |roles: &Roles| roles.any(&[Role::Stop, Role::Scene, Role::Article]);
    if roles[0].has(Role::Me) || words.len() <= 3 && roles.last().is_some_and(|roles| roles.has(Role::Me)) {
        return Name::Single;
    }
    if body && words.len() <= 2 && !roles.iter().any(|roles| roles.has(Role::Stop))
        || article && body && words.len() == 2
    {
        return Name::Body;
    }
    // `j. e. m.`
    if words.iter().all(|word| is_initial(word)) {
        return Name::Single;
    }
    // `danielle & the sea`, `my daughter`
    if words.len() <= 5 && words.contains(&"&") || words.len() <= 3 && words[0] == "my" {
        return Name::Lower;
    }
    if article || roles.iter().any(function) {
        return Name::Description;
    }
    match words {
        [word] if word.contains(['.', '_', '-']) || word.contains(|c: char| c.is_ascii_digit()) => Name::Handle,
        [_] => Name::Single,
        [_, _] | [_, _, _] => Name::Lower,
        _ => Name::Description,
    }
}

/// Whether `word` is an initial: `J.`, `e.`
fn is_initial(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() == 1 || word.ends_with('.') && word.chars().count() <= 3
}

/// Whether `word` is a year or a range of years.
pub(super) fn is_year(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    (digits == 4 || digits == 8 || digits == 6) && word.chars().all(|c| c.is_ascii_digit() || "-–/.,'’".contains(c))
}

/// Whether names of places often begin with `word`; people's rarely do.
fn is_place_starter(word: &str) -> bool {
    const STARTERS: [&str; 60] = [
        "le", "la", "les", "el", "il", "die", "new", "neu", "nueva", "nuevo", "nova", "novo", "nouvelle", "san",
        "santa", "santo", "são", "sankt", "saint", "sainte", "st.", "st", "los", "las", "buenos", "bad", "port",
        "porto", "puerto", "fort", "mount", "mt.", "monte", "mont", "rio", "río", "cape", "cap", "kap", "cabo", "lake",
        "lago", "lac", "nossa", "nuestra", "notre", "north", "south", "east", "west", "northern", "southern",
        "eastern", "western", "old", "great", "addis", "tel", "hong", "kuala",
    ];
    // "ST PHOTO" begins with letters of a newspaper.
    let letters = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    !letters && STARTERS.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line: what the words are, and texts that are so.
    #[test]
    fn words_are_judged_by_their_form() {
        let cases: [(Name, &[&str]); 8] = [
            (
                Name::Person,
                &[
                    "Jane Doe",
                    "Willem van der Aa III",
                    "R. M. Younge",
                    "KAMAL SAHIN",
                    "Ana Reis & Tom Ode",
                    "林秋",
                    "김하늘",
                    "سلمى ناصر",
                    "Ада Мельник",
                    "Kovács Ildikó",
                    "ნინო ბერიძე",
                ],
            ),
            (
                Name::Body,
                &[
                    "the National Archives",
                    "archiv Spolku hodinářů",
                    "Sjöhistoriska arkivet",
                    "港湾博物館",
                    "항만박물관",
                    "متحف الميناء",
                    "Elm Bridge Museum",
                    "archivo particular",
                ],
            ),
            (Name::Handle, &["@dug88", "maud.lin", "rawpixie.com", "big-ashbee", "4lex", "DragonImages9", "mavo_nook"]),
            (Name::Single, &["Ola", "jeantr", "INSEE", "j. e. m.", "픽사베이"]),
            (Name::Title, &["Our World in Data", "Doctors of the World"]),
            (Name::Doubtful, &["Golden Gate Bridge", "Buenos Aires", "Nossa Senhora"]),
            (Name::Lower, &["danielle & the sea", "nell barrow"]),
            (
                Name::Description,
                &[
                    "The three routes to the summit",
                    "A cat asleep on a keyboard",
                    "Sunset over the bay",
                    "how the darkroom works",
                    "the river's spring at dawn",
                    "Solnedgång över viken",
                    "海湾日落",
                    "湾に沈む夕日",
                    "만 위의 노을",
                    "غروب الشمس فوق الخليج",
                    "Settings > Privacy",
                    "Annual catch",
                    "登山的三条路线",
                ],
            ),
        ];
        for (name, texts) in cases {
            for text in texts {
                assert_eq!(judge(text, u64::MAX >> 1), name, "{text}");
            }
        }
    }
}
