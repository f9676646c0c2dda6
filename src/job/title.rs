//! The file name of a book.

/// Maximum length of a file name made from a title, in bytes; file systems allow 255 including the extension.
const LONGEST: usize = 120;

/// Makes a file name from a book's title, without characters that file systems forbid, and without dots and spaces at
/// its ends.
pub fn file_name(title: &str) -> String {
    let forbidden = |letter: char| letter.is_control() || "/\\:*?\"<>|".contains(letter);
    let mut name: String = title.chars().map(|letter| if forbidden(letter) { ' ' } else { letter }).collect();
    if name.len() > LONGEST {
        name.truncate(name.floor_char_boundary(LONGEST));
        // Half a word tells nothing; a word that is longer than most names is kept.
        let whole = name.rfind(char::is_whitespace).filter(|&end| end > LONGEST / 2);
        name.truncate(whole.unwrap_or(name.len()));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches(['.', ' ', '-']);
    if name.is_empty() { "book".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_name_that_every_system_takes() {
        assert_eq!(file_name("Rivers: a reader / 2"), "Rivers a reader 2");
        assert_eq!(file_name("../../etc/passwd"), "etc passwd");
        assert_eq!(file_name(" ... "), "book");
        assert!(file_name(&"word ".repeat(40)).ends_with("word word"));
        assert!(file_name(&"ä".repeat(300)).len() <= LONGEST);
    }
}
