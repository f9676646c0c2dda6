//! Authors and other contributors, in the many forms that front matter uses.

use super::keys::{FoundValue, PEOPLE};
use super::meta::{Reader, collapse, web_address};
use crate::article::{Contributor, Inline, Role, Style, Target, Visit, plain_text, walk_inlines};
use crate::data::tree::{Entry, Node, Value};
use crate::source::Span;

/// Reads all contributors of the article.
pub(super) fn read(reader: &mut Reader<'_>) {
    for (role, names) in PEOPLE {
        for found in reader.keys.all(names) {
            let people: Vec<Contributor> =
                found.node.items().iter().flat_map(|node| person(reader, node, role)).collect();
            if people.is_empty() {
                nameless(reader, &found);
                continue;
            }
            let names: Vec<&str> = people.iter().map(|who| who.name.as_str()).collect();
            let value = names.join("; ");
            reader.note(field(role), value, &found);
            for who in people {
                let known = |other: &Contributor| other.name == who.name && other.role == who.role;
                if !reader.meta.contributors.iter().any(known) {
                    reader.meta.contributors.push(who);
                }
            }
        }
    }
    about(reader);
}

/// Keeps the biography of somebody without a name.
fn nameless(reader: &mut Reader<'_>, found: &FoundValue<'_>) {
    let texts: Vec<&str> = found.node.items().iter().filter_map(|node| node.child_text(&ABOUT)).collect();
    if texts.is_empty() {
        return;
    }
    reader.note("about_authors", texts.iter().map(|text| collapse(text)).collect::<Vec<_>>().join(" "), found);
    for text in texts {
        let about = paragraph_about("", text, reader.inlines);
        reader.meta.about_authors.push(about);
    }
}

/// Reads what the front matter says about the authors, apart from them: a text, a list of texts in the order of the
/// authors, or a map from their names.
fn about(reader: &mut Reader<'_>) {
    for found in reader.keys.all(super::keys::ABOUT) {
        let texts: Vec<(Option<&str>, &str)> = match &found.node.value {
            Value::Map(entries) => {
                entries.iter().filter_map(|entry| Some((Some(entry.key.as_str()), entry.node.text()?))).collect()
            }
            _ => found.node.items().iter().filter_map(|node| Some((None, node.text()?))).collect(),
        };
        if texts.is_empty() {
            continue;
        }
        let value = texts.iter().map(|(_, text)| collapse(text)).collect::<Vec<_>>().join(" ");
        reader.note("about_authors", value, &found);
        let authors = || reader.meta.contributors.iter().filter(|who| who.role == Role::Author);
        let in_order = authors().count() == texts.len() && authors().all(|who| who.bio.is_none());
        for (index, (name, text)) in texts.into_iter().enumerate() {
            let called = |who: &&mut Contributor| {
                name.map_or(in_order, |name| who.name.eq_ignore_ascii_case(name)) && who.bio.is_none()
            };
            let mut people = reader.meta.contributors.iter_mut().filter(|who| who.role == Role::Author);
            let who = if name.is_some() { people.find(called) } else { people.nth(index).filter(called) };
            match who {
                Some(who) => who.bio = Some(text.to_owned()),
                None => {
                    let about = paragraph_about(name.unwrap_or_default(), text, reader.inlines);
                    reader.meta.about_authors.push(about);
                }
            }
        }
    }
}

/// Returns the biography `text`, which begins with the person's name if it does not mention it.
pub(in crate::read) fn paragraph_about(name: &str, text: &str, inlines: &dyn Fn(&str) -> Vec<Inline>) -> Vec<Inline> {
    let about = inlines(&collapse(text));
    let plain = plain_text(&about).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).collect();
    let is_there = |word: &str| word.chars().count() > 2 && words.contains(&word.to_lowercase().as_str());
    let mentioned = name.split(|c: char| !c.is_alphanumeric()).any(is_there) || plain.contains(&name.to_lowercase());
    if name.trim().is_empty() || about.is_empty() || mentioned {
        return about;
    }
    let name = Inline::Styled { style: Style::Strong, content: vec![Inline::Text(collapse(name))] };
    [name, Inline::Text(". ".into())].into_iter().chain(about).collect()
}

fn field(role: Role) -> &'static str {
    match role {
        Role::Author => "author",
        Role::Editor => "editor",
        Role::Translator => "translator",
        Role::Illustrator => "illustrator",
        Role::Photographer => "photographer",
        Role::Contributor => "contributor",
    }
}

/// Returns the person called `key` in a data file of a site, which may be YAML, TOML or JSON: a map by keys, a list of
/// maps with such a key, or the properties of the person alone.
pub(in crate::read) fn in_data(text: &str, ending: &str, key: &str) -> Option<Contributor> {
    if text.len() > LONGEST {
        return None;
    }
    let entries = match ending {
        "toml" => crate::data::toml::parse(text, 0).0,
        "json" if text.trim_start().starts_with('[') => {
            crate::data::json::parse(&format!("{{\"all\":{text}}}"), 0).ok()?
        }
        "json" => crate::data::json::parse(text.trim(), 0).ok()?,
        _ => match crate::data::yaml::parse(text, 0).ok()?.value {
            Value::Map(entries) => entries,
            list @ Value::List(_) => {
                let span = Span::default();
                vec![Entry::new("all", span, Node { value: list, span })]
            }
            _ => return None,
        },
    };
    called(&entries, key, 2).or_else(|| {
        let whole = Node { value: Value::Map(entries), span: Span::default() };
        whole.child(&NAMES).and_then(|_| described(&whole))
    })
}

/// Properties that hold what is said about a person.
const ABOUT: [&str; 6] = ["bio", "biography", "about", "shortbio", "description", "blurb"];
/// Maximum size of a data file.
const LONGEST: usize = 1 << 20;
/// Properties that hold the name of a person.
const NAMES: [&str; 6] = ["name", "fullname", "displayname", "nome", "nom", "nombre"];

fn called(entries: &[Entry], key: &str, depth: usize) -> Option<Contributor> {
    let same = |text: &str| text.eq_ignore_ascii_case(key);
    if let Some(entry) = entries.iter().find(|entry| same(&entry.key)) {
        let plain = || Some(Contributor { name: collapse(entry.node.text()?), ..Contributor::default() });
        return described(&entry.node).or_else(plain);
    }
    let names = ["id", "slug", "key", "uid", "username", "handle", "login", "nick", "shortname", "short"];
    for entry in entries {
        let node = &entry.node;
        if let Value::List(items) = &node.value
            && let Some(item) =
                items.iter().find(|item| names.iter().any(|name| item.child_text(&[*name]).is_some_and(same)))
        {
            return described(item);
        }
        if depth > 0
            && let Some(found) = called(node.entries(), key, depth - 1)
        {
            return Some(found);
        }
    }
    None
}

/// Returns the person with the properties in `node`.
fn described(node: &Node) -> Option<Contributor> {
    let name = node.child_text(&NAMES).map(collapse).or_else(|| parts_of_name(node))?;
    Some(with_details(Contributor { name, ..Contributor::default() }, node))
}

/// Returns the people in one value: usually one, or several if a string contains semicolons. `A, B` is not divided,
/// since a comma also precedes a degree.
fn person(reader: &Reader<'_>, node: &Node, role: Role) -> Vec<Contributor> {
    match &node.value {
        Value::Map(entries) => {
            let name =
                node.child_text(&["name", "text", "displayname", "fullname", "title", "literal"]).map(str::to_owned);
            let name = name.or_else(|| parts_of_name(node));
            let name = name.or_else(|| node.child(&["name"]).and_then(|entry| parts_of_name(&entry.node)));
            if let Some(name) = name {
                let role = node.child_text(&["role"]).map_or(role, |given| role_of(given, role));
                return from_text(reader, &name, role).into_iter().map(|who| with_details(who, node)).collect();
            }
            // A map by names, such as `Jane Doe: Institute`.
            match entries.as_slice() {
                [only] if only.node.text().is_some() && only.key.contains(' ') => {
                    let affiliation = only.node.text().map(str::to_owned);
                    vec![Contributor { name: collapse(&only.key), role, affiliation, ..Contributor::default() }]
                }
                _ => Vec::new(),
            }
        }
        _ => node.text().map(|text| from_text(reader, text, role)).unwrap_or_default(),
    }
}

fn parts_of_name(node: &Node) -> Option<String> {
    let parts = [["given", "first", "firstname", "givenname"], ["family", "last", "lastname", "familyname"]];
    let parts: Vec<&str> = parts.iter().filter_map(|names| node.child_text(names)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn with_details(mut who: Contributor, node: &Node) -> Contributor {
    let url = node.child_text(&["url", "link", "website", "homepage", "web", "uri", "href"]).and_then(web_address);
    who.url = url.or(who.url);
    let names = ["affiliation", "affiliations", "organization", "organisation", "institute", "institution", "company"];
    who.bio = node.child_text(&ABOUT).map(str::to_owned);
    who.affiliation = node.child(&names).and_then(|entry| {
        let first = entry.node.items().first()?;
        first.text().or_else(|| first.child_text(&["name"])).map(str::to_owned)
    });
    who
}

fn role_of(given: &str, default: Role) -> Role {
    match given.to_lowercase().as_str() {
        "author" | "aut" | "writer" => Role::Author,
        "editor" | "edt" => Role::Editor,
        "translator" | "trl" => Role::Translator,
        "illustrator" | "ill" | "artist" => Role::Illustrator,
        "photographer" | "pht" => Role::Photographer,
        "contributor" | "ctb" => Role::Contributor,
        _ => default,
    }
}

/// Parses `Name`, `Name <address>`, `Name https://…`, `[Name](https://…)`, and several of them separated by
/// semicolons.
fn from_text(reader: &Reader<'_>, text: &str, role: Role) -> Vec<Contributor> {
    let several = !text.contains(['&', '<', '[']);
    let parts: Vec<&str> = if several { text.split(';').collect() } else { vec![text] };
    parts.into_iter().filter_map(|part| one(reader, part.trim(), role)).collect()
}

fn one(reader: &Reader<'_>, text: &str, role: Role) -> Option<Contributor> {
    let who = |name: &str, url| {
        let name = collapse(name.trim_matches([' ', ',']));
        (!name.is_empty()).then_some(Contributor { name, role, url, ..Contributor::default() })
    };
    if let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'))
        && !name.trim().is_empty()
        && !name.contains('<')
        && (address.contains('@') || web_address(address).is_some())
    {
        return who(name, web_address(address));
    }
    if !text.contains('[')
        && let Some((name, url)) = text.rsplit_once([' ', '('])
        && let Some(url) = web_address(url.trim_end_matches(')'))
    {
        return who(name.trim_end_matches('('), Some(url));
    }
    if !text.contains(['<', '[', '&']) {
        return who(text, None);
    }
    let content = reader.rich(text);
    let mut url = None;
    walk_inlines(&content, &mut |visit| {
        if let Visit::Inline(Inline::Link { target: Target::Url(target), .. }) = visit {
            url.get_or_insert_with(|| target.clone());
        }
    });
    who(&plain_text(&content), url)
}
