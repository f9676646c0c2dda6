//! Forms of configuration that sites in the wild have, a table a generator: their files, articles with front matter, and
//! the page that the generator's documentation or source gives each. All rows of a table are tried before one fails.

mod docusaurus;
mod eleventy;
mod hugo;
mod jekyll;
mod links;
mod mkdocs;
mod others;

use super::*;

/// A site in the form that `name` describes.
struct Form<'a> {
    name: &'a str,
    files: &'a [(&'a str, &'a str)],
    /// Path, front matter and page of articles; `none` is no page.
    pages: &'a [(&'a str, &'a str, &'a str)],
    /// What the site says about the article at a path.
    says: &'a [(SiteKey, &'a str, &'a str)],
}

/// Fails with all rows that are not as expected.
#[track_caller]
fn hold(forms: &[Form<'_>]) {
    let mut wrong = Vec::new();
    for form in forms {
        let files = archive(form.files);
        for (path, front, expected) in form.pages {
            let head = head_of(format!("---\n{front}\n---\n\nText.\n").as_bytes());
            let page = Atlas::default().page(&files, path, &head);
            let page = page.as_deref().unwrap_or("none");
            if page != *expected {
                wrong.push(format!("{}: {path} with `{front}`: {page}, not {expected}", form.name));
            }
        }
        for (key, path, expected) in form.says {
            let said = Atlas::default().value(&files, path, *key).map(|said| said.value);
            let said = said.as_deref().unwrap_or("none");
            if said != *expected {
                wrong.push(format!("{}: {key} of {path}: {said}, not {expected}", form.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
