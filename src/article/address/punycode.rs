//! Punycode (RFC 3492): just enough to tell whether a label of a domain name is well-formed.

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;

/// Decodes `code`, the part of a label after `xn--`.
pub(super) fn decode(code: &str) -> Option<String> {
    let (plain, deltas) = code.rsplit_once('-').unwrap_or(("", code));
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut value, mut at, mut bias) = (FIRST_CODE, 0u32, FIRST_BIAS);
    let mut digits = deltas.bytes();
    while digits.len() > 0 {
        let before = at;
        let (mut weight, mut step) = (1u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(LEAST, MOST);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            step += BASE;
        }
        let count = letters.len() as u32 + 1;
        bias = adapted(at - before, count, before == 0);
        value = value.checked_add(at / count)?;
        at %= count;
        letters.insert(at as usize, char::from_u32(value)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// Computes the bias after a delta (RFC 3492 §6.1).
fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        steps += BASE;
    }
    steps + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn labels_of_known_domains_decode() {
        assert_eq!(decode("4ca").as_deref(), Some("ä"));
        assert_eq!(decode("mnchen-3ya").as_deref(), Some("münchen"));
        assert_eq!(decode("r8jz45g").as_deref(), Some("例え"));
        assert_eq!(decode("a").as_deref(), Some("\u{80}"));
        assert_eq!(decode("9"), None, "it ends inside of a number");
    }
}
