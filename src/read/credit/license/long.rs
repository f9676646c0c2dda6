//! Long names: `Creative Commons Attribution-ShareAlike 4.0 International License`, and their translations.

use super::{Commons, Found, country, is_apart, tail, version, zero};

/// Finds the long names in `text`.
pub(super) fn scan(text: &str, lower: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut end = 0;
    let starts = ["creative commons", "creativecommons", "attribution-", "attribution "];
    let mut starts: Vec<usize> = starts.iter().flat_map(|name| lower.match_indices(name).map(|(at, _)| at)).collect();
    starts.sort_unstable();
    for at in starts {
        if at >= end && is_apart(text[..at].chars().next_back()) {
            found.extend(at_offset(text, lower, at));
            end = found.last().map_or(end, |found| found.range.end);
        }
    }
    found
}

/// Parts of the names; `""` only leads on.
const WORDS: [(&str, &str); 66] = [
    ("creative commons", ""),
    ("creativecommons", ""),
    ("attribution", "by"),
    ("noncommercial", "nc"),
    ("non-commercial", "nc"),
    ("non commercial", "nc"),
    ("noderivatives", "nd"),
    ("noderivs", "nd"),
    ("no derivatives", "nd"),
    ("no derivs", "nd"),
    ("no-derivatives", "nd"),
    ("sharealike", "sa"),
    ("share alike", "sa"),
    ("share-alike", "sa"),
    ("zero", "0"),
    ("cc0", "0"),
    ("by", "by"),
    ("nc", "nc"),
    ("nd", "nd"),
    ("sa", "sa"),
    ("namensnennung", "by"),
    ("weitergabe unter gleichen bedingungen", "sa"),
    ("nicht kommerziell", "nc"),
    ("nicht-kommerziell", "nc"),
    ("keine bearbeitungen", "nd"),
    ("keine bearbeitung", "nd"),
    ("paternité", "by"),
    ("pas d’utilisation commerciale", "nc"),
    ("pas d'utilisation commerciale", "nc"),
    ("pas de modification", "nd"),
    ("partage dans les mêmes conditions", "sa"),
    ("partage à l’identique", "sa"),
    ("partage à l'identique", "sa"),
    ("atribución", "by"),
    ("reconocimiento", "by"),
    ("nocomercial", "nc"),
    ("no comercial", "nc"),
    ("compartirigual", "sa"),
    ("compartir igual", "sa"),
    ("sinderivadas", "nd"),
    ("sinobraderivada", "nd"),
    ("sin derivadas", "nd"),
    ("atribuição", "by"),
    ("nãocomercial", "nc"),
    ("não comercial", "nc"),
    ("compartilhaigual", "sa"),
    ("partilha nos mesmos termos", "sa"),
    ("semderivações", "nd"),
    ("sem derivações", "nd"),
    ("attribuzione", "by"),
    ("non opere derivate", "nd"),
    ("condividi allo stesso modo", "sa"),
    ("naamsvermelding", "by"),
    ("nietcommercieel", "nc"),
    ("niet-commercieel", "nc"),
    ("gelijkdelen", "sa"),
    ("geenafgeleidewerken", "nd"),
    ("uznanie autorstwa", "by"),
    ("użycie niekomercyjne", "nc"),
    ("na tych samych warunkach", "sa"),
    ("bez utworów zależnych", "nd"),
    ("erkännande", "by"),
    ("dela lika", "sa"),
    ("uveďte původ", "by"),
    ("reconeixement", "by"),
    ("compartirigual", "sa"),
];

fn at_offset(text: &str, lower: &str, at: usize) -> Option<Found> {
    let mut end = at;
    let mut commons = Commons::default();
    let mut tool = false;
    loop {
        let rest = &lower[end..];
        let trimmed = rest.trim_start_matches([' ', '-', '–', '\u{a0}', '—', '/']);
        let word = |(word, _): &&(&str, &str)| {
            let after = trimmed.strip_prefix(word);
            after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        let Some((word, part)) = WORDS.iter().find(word) else { break };
        end += rest.len() - trimmed.len() + word.len();
        match *part {
            "0" => tool = true,
            "" => {}
            part => commons.elements.push(part),
        }
    }
    if end == at {
        return None;
    }
    let (end, number) = version(lower, end);
    // Without "Creative Commons" before it, the word needs a version: "attribution is hard".
    if !lower[at..].starts_with("creative") && number.is_none() {
        return None;
    }
    let tailed = end + tail(&lower[end..]);
    let (tailed, port) = if number.is_some() { country(lower, tailed) } else { (tailed, None) };
    commons.version = number;
    commons.jurisdiction = port.map(str::to_owned);
    let name = &text[at..tailed];
    let license = match (tool, commons.elements.first()) {
        (true, _) => zero(name),
        (false, Some(&"by")) => commons.named(name),
        _ => crate::article::License { name: name.trim().to_owned(), ..Default::default() },
    };
    // "under CC License Attribution 2.0": the words before the name lead to it.
    let before = lower[..at].trim_end();
    let lead = ["cc license", "cc licence", "cc"].into_iter().find_map(|lead| before.strip_suffix(lead));
    let start = lead.filter(|lead| is_apart(lead.chars().next_back())).map_or(at, str::len);
    Some(Found { range: start..tailed, license })
}
