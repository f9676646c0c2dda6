//! Words of a text, and which of them another text has lost.

/// The words of `text`, the same whatever lines it is broken into: ligatures are taken apart, hyphens and marks that
/// are not seen are dropped, letters and digits go separate ways (a note's number follows its word directly), and every
/// ideograph is a word.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if is_hyphen(character) {
            while characters.peek().is_some_and(|next| *next == '\n' || *next == '\r') {
                characters.next();
            }
            continue;
        }
        if is_unseen(character) {
            continue;
        }
        let kind = kind(character);
        match kind {
            None => {}
            Some(kind) if Some(kind) == open && kind != Kind::Ideograph => {
                push(words.last_mut().expect("a word is open"), character)
            }
            Some(_) => {
                words.push(String::new());
                push(words.last_mut().expect("just pushed"), character);
            }
        }
        open = kind;
    }
    words
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letter,
    Digit,
    Ideograph,
}

fn kind(character: char) -> Option<Kind> {
    match character {
        '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
            Some(Kind::Ideograph)
        }
        _ if character.is_alphabetic() || is_mark(character) => Some(Kind::Letter),
        _ if character.is_numeric() => Some(Kind::Digit),
        _ => None,
    }
}

/// Signs that combine with the letter before them and are not letters to [`char::is_alphabetic`].
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{94D}' | '\u{BCD}')
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}')
}

/// Joiners, directional marks, tatweel and the signs over Arabic letters, which some tools print apart.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn push(word: &mut String, character: char) {
    match character {
        'ﬀ' => word.push_str("ff"),
        'ﬁ' => word.push_str("fi"),
        'ﬂ' => word.push_str("fl"),
        'ﬃ' => word.push_str("ffi"),
        'ﬄ' => word.push_str("ffl"),
        'ﬅ' | 'ﬆ' => word.push_str("st"),
        _ => word.push(character),
    }
}

/// Words of `expected` that a longest common subsequence with `found` leaves over, with their places: those that are
/// missing from `found` or stand there in another order.
pub fn lost(expected: &[String], found: &[String]) -> Vec<(usize, String)> {
    let start = expected.iter().zip(found).take_while(|(one, other)| one == other).count();
    let (rest, found) = (&expected[start..], &found[start..]);
    let width = found.len() + 1;
    // Whether the longest subsequence of the first `i` and `j` words leaves out word `i`, one bit for each pair.
    let mut skips = vec![0u64; ((rest.len() + 1) * width).div_ceil(64)];
    let mut row = vec![0u32; width];
    for i in 1..=rest.len() {
        let mut diagonal = 0;
        for j in 1..width {
            let above = row[j];
            if rest[i - 1] == found[j - 1] {
                row[j] = diagonal + 1;
            } else if above >= row[j - 1] {
                let bit = i * width + j;
                skips[bit / 64] |= 1 << (bit % 64);
            } else {
                row[j] = row[j - 1];
            }
            diagonal = above;
        }
    }
    let (mut i, mut j, mut lost) = (rest.len(), found.len(), Vec::new());
    while i > 0 {
        let bit = i * width + j;
        if j > 0 && rest[i - 1] == found[j - 1] {
            (i, j) = (i - 1, j - 1);
        } else if j == 0 || skips[bit / 64] >> (bit % 64) & 1 == 1 {
            i -= 1;
            lost.push((start + i, rest[i].clone()));
        } else {
            j -= 1;
        }
    }
    lost.reverse();
    lost
}

/// Share of the runs of three words in `expected` that stand as runs in `found`; 1 for a passage that is there whole.
pub fn coverage(expected: &[String], found: &[String]) -> f64 {
    let size = expected.len().clamp(1, 3);
    let there: std::collections::BTreeSet<&[String]> = found.windows(size).collect();
    let kept = expected.windows(size).filter(|run| there.contains(run)).count();
    let all = expected.windows(size).count();
    if all == 0 { 1.0 } else { kept as f64 / all as f64 }
}

#[test]
fn what_breaks_lines_does_not_change_words() {
    assert_eq!(words("an of\u{FB01}ce, twenty-\none cats\u{AD}\npaw"), words("an office: twenty-one catspaw"));
    assert_eq!(words("text1 and 東京"), ["text", "1", "and", "東", "京"]);
}

#[test]
fn a_lost_word_and_a_moved_one_are_found() {
    let expected = words("one two three four five six");
    assert!(lost(&expected, &words("0 one two x three four five six")).is_empty());
    assert_eq!(lost(&expected, &words("one two four five six")), [(2, "three".to_owned())]);
    assert_eq!(lost(&expected, &words("one two four five six three")).len(), 1);
    assert_eq!(coverage(&expected, &words("zero one two three four five six")), 1.0);
    assert!(coverage(&expected, &words("one two three five four six")) < 0.5);
}
