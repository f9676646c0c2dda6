//! Names in scripts without capitals: function words, words of scenes, surnames and length decide.

use super::super::lexicon::{Langs, Role, Roles, lexicon};
use super::{Name, is_body, roles};

/// Judges words in other scripts without capitals: Arabic, Hebrew, those of India, Thai, Georgian.
pub(super) fn uncased(words: &[&str], langs: Langs) -> Name {
    if words.iter().any(|word| is_body(word)) && words.len() <= 6 {
        return Name::Body;
    }
    let found: Vec<Roles> = words.iter().map(|word| roles(word, langs)).collect();
    if found.iter().any(|roles| roles.any(&[Role::Stop, Role::Scene]) && !roles.has(Role::Particle)) {
        return Name::Description;
    }
    // Words without blanks between them are a sentence.
    let thai = |word: &str| word.starts_with(|c| ('\u{e00}'..'\u{e80}').contains(&c));
    let long = |word: &&str| word.chars().count() > if thai(word) { 12 } else { 20 };
    let long = words.iter().any(long);
    match words.len() {
        _ if long => Name::Description,
        // "صورة: قاربان": people have two names, known sources are known.
        1 if words[0].chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)) => Name::Doubtful,
        1 => Name::Single,
        // "غروب الشمس": the second word has the article, the first has not.
        2 if words[1].starts_with("ال") && !words[0].starts_with("ال") && words[1].chars().count() > 4 => {
            Name::Single
        }
        // "الجسر القديم": a noun and its adjective; also names, but a label alone does not tell.
        2 if words.iter().all(|word| word.starts_with("ال")) && words[0] != "السيد" => Name::Doubtful,
        // "افتتاح الجسر الجديد": a noun, then another one and its adjective, both with the article.
        3..=4 if !words[0].starts_with("ال") && !words[0].starts_with("عبد") && has_adjective(&words[1..]) => {
            Name::Description
        }
        2..=4 => Name::Person,
        5..=6 => Name::Doubtful,
        _ => Name::Description,
    }
}

/// Whether two words beside each other have the Arabic article.
fn has_adjective(words: &[&str]) -> bool {
    words.array_windows().any(|[noun, adjective]| noun.starts_with("ال") && adjective.starts_with("ال"))
}

/// Judges Chinese and Japanese, without blanks.
pub(super) fn east_asian(text: &str, langs: Langs) -> Name {
    let length = text.chars().count();
    let scene = SCENES.iter().any(|scene| text.contains(scene));
    let body = text.char_indices().skip(1).any(|(at, last)| {
        let short = text[at..].len() == last.len_utf8();
        let known = || lexicon().get(&text[at..]).is_some_and(|entry| entry.roles.has(Role::Body));
        // "泵站布局" is no office.
        length >= 3 && !(short && scene) && known()
    });
    if body {
        return Name::Body;
    }
    if roles(text, langs).has(Role::Me) {
        return Name::Single;
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        return Name::Code;
    }
    let kana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{309f}')).count();
    let particles =
        ["的", "の", "在", "に", "を", "は", "へ", "が", "与", "和", "從", "从", "到", "如何", "怎样", "中的"];
    if particles.iter().any(|particle| text.contains(particle)) || length > 8 && !text.contains(['・', '·']) {
        return Name::Description;
    }
    let katakana = text.chars().all(|c| matches!(c, '\u{30a0}'..='\u{30ff}') || !c.is_alphabetic());
    match length {
        _ if katakana && length <= 16 => {
            if scene {
                Name::Doubtful
            } else {
                Name::Person
            }
        }
        2..=4 if !scene && starts_with_surname(text) => Name::Person,
        _ if scene => Name::Description,
        _ if kana > 0 && kana < length && length <= 6 => Name::Single,
        // "长城", "系统架构": without a surname it may as well be what is shown.
        1..=5 => Name::Doubtful,
        _ => Name::Doubtful,
    }
}

/// Words of scenes that Chinese and Japanese captions are made of.
const SCENES: [&str; 52] = [
    "长城",
    "長城",
    "故宫",
    "故宮",
    "东京塔",
    "東京タワー",
    "日落",
    "日出",
    "夕日",
    "朝日",
    "夕焼",
    "夕阳",
    "夕陽",
    "落日",
    "海湾",
    "港口",
    "大桥",
    "大橋",
    "教堂",
    "教会",
    "城堡",
    "街道",
    "广场",
    "廣場",
    "车站",
    "車站",
    "湖畔",
    "河流",
    "山峰",
    "山顶",
    "山頂",
    "岛屿",
    "海滩",
    "海岸",
    "风景",
    "風景",
    "景色",
    "界面",
    "路线",
    "路線",
    "现场",
    "現場",
    "布局",
    "构造",
    "構造",
    "夜景",
    "全景",
    "远景",
    "桜",
    "富士山",
    "工作",
    "看板",
];

fn starts_with_surname(text: &str) -> bool {
    const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾萧蕭\
        田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙\
        龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔向汤湯佐鈴木伊藤渡山本中村小加吉川森橋高前岡松井清野後藤長近坂遠青福西太三岩上和原内宮横河菅久今平島谷市杉大丸片安荒須飯永関水北星桜矢早柴秋堀菊新辻荻斎阿池\
        浜浅柳若奥木土津服望武保細堤梅桑松鶴戸竹滝玉千関根野口深佐々栗黒工熊倉草岸";
    text.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

/// Judges Korean.
pub(super) fn korean(words: &[&str], langs: Langs) -> Name {
    const SURNAMES: &str =
        "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추";
    let last = words[words.len() - 1];
    if words.iter().any(|word| lexicon().get(word).is_some_and(|entry| entry.roles.has(Role::Body)))
        || ["박물관", "도서관", "미술관", "신문", "일보", "뉴스", "통신", "연구소", "대학교", "협회", "시청"]
            .iter()
            .any(|body| last.ends_with(body))
    {
        return Name::Body;
    }
    if words
        .iter()
        .any(|word| roles(word, langs).has(Role::Scene) || word.ends_with(['의', '를', '을', '에', '는', '은']))
    {
        return Name::Description;
    }
    let name = words[0].chars().count();
    match words.len() {
        1 | 2 if (2..=4).contains(&name) && words[0].chars().next().is_some_and(|first| SURNAMES.contains(first)) => {
            Name::Person
        }
        1 if name <= 8 => Name::Single,
        2 | 3 => Name::Doubtful,
        _ => Name::Description,
    }
}
