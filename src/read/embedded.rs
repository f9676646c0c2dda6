//! Credits and alternative texts from the files of pictures.
//!
//! The article has priority: its credit is never changed. A picture for which it has none gets one made of what the file
//! states; where both state a maker or a licence and disagree, a warning quotes both. The file's alternative text is
//! used where the article says nothing.

use super::credit;
use crate::article::walk_mut;
use crate::article::{
    Alt, Article, Asset, BlockKind, Credit, CreditLink, CreditOrigin, CreditRole, Embedded, Figure, Inline, License,
    Property, Target,
};
use crate::diag::{Diagnostic, Diagnostics};

/// Completes the figures of `article`.
pub(super) fn complete(article: &mut Article, diagnostics: &mut Diagnostics) {
    // Most pictures state nothing, and then the article need not be walked.
    if article.assets.iter().all(|asset| asset.embedded.is_empty()) {
        return;
    }
    let assets = std::mem::take(&mut article.assets);
    if let Some(cover) = &mut article.cover {
        figure(cover, CreditRole::Cover, &assets, diagnostics);
    }
    walk_mut::each(article, &mut |block| {
        if let BlockKind::Figure(found) = &mut block.kind {
            figure(found, CreditRole::Figure, &assets, diagnostics);
        }
    });
    article.assets = assets;
}

fn figure(figure: &mut Figure, role: CreditRole, assets: &[Asset], diagnostics: &mut Diagnostics) {
    for picture in &mut figure.pictures {
        let Ok(id) = picture.asset else { continue };
        if let (Alt::NotStated, Some(text)) = (&picture.alt, assets[id.0 as usize].embedded.get(Property::Alt)) {
            picture.alt = Alt::Text(text.to_owned());
        }
    }
    // With several pictures it would not be clear which of them a line is about.
    let [picture] = &figure.pictures[..] else { return };
    let Ok(id) = picture.asset else { return };
    let asset = &assets[id.0 as usize];
    match &figure.credit {
        None => figure.credit = stated(&asset.embedded, role),
        Some(credit) => {
            for (what, article, file) in conflicts(credit, &asset.embedded) {
                let message = format!(
                    "the article names {what} `{article}` for the picture {}, its file `{file}`; the article’s is used",
                    asset.name
                );
                diagnostics.push(
                    Diagnostic::warning("credit-conflict", message)
                        .at(figure.span)
                        .help("correct the one that is wrong"),
                );
            }
        }
    }
}

/// Returns what `credit` and the file state differently: what it is, the article's value, the file's value.
fn conflicts<'a>(credit: &'a Credit, file: &'a Embedded) -> Vec<(&'static str, &'a str, &'a str)> {
    let maker = maker(file).filter(|maker| {
        // `Jane Doe / Reuters` and `Jane Doe` agree, and so does a name elsewhere in the wording.
        let wording = crate::article::plain_text(&credit.verbatim);
        !maker.split("; ").all(|name| agree(&wording, name))
    });
    let addresses =
        [Property::LicenseUrl, Property::WebStatement].into_iter().filter_map(|property| file.get(property));
    let license = addresses.filter_map(|url| Some((url, credit::license_at(url)?))).next();
    let other = license.and_then(|(url, found)| {
        let stated = credit.license.as_ref()?;
        (stated.url.is_some() && stated.url != found.url).then_some((stated.name.as_str(), url))
    });
    let makers = credit.author.as_deref().zip(maker).map(|(article, file)| ("the maker", article, file));
    makers.into_iter().chain(other.map(|(article, file)| ("the licence", article, file))).collect()
}

/// Whether the words of `name` are in `wording`, whatever their case and order.
fn agree(wording: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let known = words(wording);
    words(name).iter().all(|word| known.contains(word))
}

fn maker(file: &Embedded) -> Option<&str> {
    file.get(Property::AttributionName).or_else(|| file.get(Property::Creator))
}

/// Makes a credit of what the file states; `None` if it states neither a maker nor a holder of rights.
fn stated(file: &Embedded, role: CreditRole) -> Option<Credit> {
    let author = maker(file);
    let source = file.get(Property::CreditLine).or_else(|| file.get(Property::Source));
    let names = names(author, source).or_else(|| file.get(Property::Notice).map(str::to_owned))?;
    let license = license(file);
    let mut verbatim = vec![Inline::Text(names)];
    let mut links = Vec::new();
    if let Some(license) = &license {
        verbatim.push(Inline::Text(", ".to_owned()));
        let content = vec![Inline::Text(license.name.clone())];
        verbatim.push(match &license.url {
            Some(url) => {
                links.push(CreditLink { text: license.name.clone(), url: url.clone() });
                Inline::Link { target: Target::Url(url.clone()), title: None, content }
            }
            None => Inline::Text(license.name.clone()),
        });
    }
    let title = file.get(Property::Title).filter(|title| is_title(title)).map(str::to_owned);
    let (author, source) = (author.map(str::to_owned), source.map(str::to_owned));
    Some(Credit {
        role,
        origin: CreditOrigin::Picture,
        title,
        author,
        source,
        license,
        links,
        verbatim,
        reasons: vec!["the picture’s file says so".to_owned()],
        ..Credit::default()
    })
}

/// Joins maker and source as agencies do: `Ida Moss / Harbour Press`; only one of them, if it holds the other.
fn names(author: Option<&str>, source: Option<&str>) -> Option<String> {
    match (author, source) {
        (Some(author), Some(source)) if agree(source, author) => Some(source.to_owned()),
        (Some(author), Some(source)) if agree(author, source) => Some(author.to_owned()),
        (Some(author), Some(source)) => Some(format!("{author} / {source}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// Returns the licence: by its address, else by terms that name one.
fn license(file: &Embedded) -> Option<License> {
    let places = [Property::LicenseUrl, Property::WebStatement, Property::Terms, Property::Notice];
    let named = |text| credit::license_at(text).or_else(|| credit::find_license(text));
    places.into_iter().filter_map(|property| file.get(property)).find_map(named)
}

/// Whether `title` is more than the name of a file or a number, such as `DSC_0012` or `img-2031.jpg`.
fn is_title(title: &str) -> bool {
    let file = title.rsplit_once('.').is_some_and(|(_, extension)| (2..=4).contains(&extension.len()));
    let words = title.split_whitespace().count();
    words > 1 || (!file && !title.chars().any(|c| c.is_ascii_digit() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Packet, Stated, plain_text};

    fn file(values: &[(Property, &str)]) -> Embedded {
        let stated = |(property, value): &(Property, &str)| {
            (*property, Stated { value: (*value).to_owned(), packet: Packet::Xmp })
        };
        Embedded { stated: values.iter().map(stated).collect() }
    }

    fn wording(values: &[(Property, &str)]) -> Option<String> {
        stated(&file(values), CreditRole::Figure).map(|credit| plain_text(&credit.verbatim))
    }

    #[test]
    fn a_credit_is_made_of_what_the_file_states() {
        use Property::{Creator, CreditLine, LicenseUrl, Notice, Title};
        type Case = (&'static [(Property, &'static str)], Option<&'static str>);
        let cases: [Case; 6] = [
            (&[(Creator, "Ida Moss"), (CreditLine, "Harbour Press")], Some("Ida Moss / Harbour Press")),
            (&[(Creator, "Ida Moss"), (CreditLine, "Ida Moss/Harbour Press")], Some("Ida Moss/Harbour Press")),
            (&[(Notice, "© 2020 Ida Moss")], Some("© 2020 Ida Moss")),
            (
                &[(Creator, "Ida Moss"), (LicenseUrl, "https://creativecommons.org/licenses/by-sa/4.0/")],
                Some("Ida Moss, CC BY-SA 4.0"),
            ),
            (&[(Title, "A quay")], None),
            (&[], None),
        ];
        for (values, wanted) in cases {
            assert_eq!(wording(values).as_deref(), wanted, "{values:?}");
        }
    }

    #[test]
    fn only_what_disagrees_is_a_conflict() {
        let credit = Credit {
            author: Some("Ida Moss".into()),
            verbatim: vec![Inline::Text("Photo: Ida Moss / Harbour Press".into())],
            ..Credit::default()
        };
        let names = |maker: &str| conflicts(&credit, &file(&[(Property::Creator, maker)])).len();
        assert_eq!(["ida moss", "Moss, Ida", "Harbour Press"].map(names), [0, 0, 0]);
        assert_eq!(["Leo Park", "Ida Mossman"].map(names), [1, 1]);
    }

    #[test]
    fn names_of_files_are_no_titles() {
        assert!(is_title("A quay at dusk") && is_title("Quay"));
        assert!(!["DSC_0012", "img-2031.jpg", "quay.png", "IMG2031"].into_iter().any(is_title));
    }
}
