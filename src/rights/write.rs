//! Makes the packets of our outputs: the rights of a picture as the article and the picture's file state them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::xmp::NAMES;
use crate::article::{Credit, CreditOrigin, Embedded, Property, plain_text};

/// What an output states about a picture: each property once, in the order of [`Property`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Statement {
    values: Vec<(Property, String)>,
}

impl Statement {
    /// Merges the article's credit of a picture, which has priority, with what the picture's file states.
    pub(crate) fn of(credit: Option<&Credit>, embedded: Option<&Embedded>) -> Self {
        let mut values = BTreeMap::new();
        for (property, stated) in embedded.into_iter().flat_map(|embedded| &embedded.stated) {
            values.insert(*property, stated.value.clone());
        }
        // A credit that was made from the file states nothing that the file does not.
        if let Some(credit) = credit.filter(|credit| credit.origin != CreditOrigin::Picture) {
            values.extend(stated(credit));
        }
        Self { values: values.into_iter().collect() }
    }

    /// Whether nothing is stated.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Iterates over the properties and their values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Property, &str)> {
        self.values.iter().map(|(property, value)| (*property, value.as_str()))
    }
}

/// Returns the parts of `credit` as properties.
fn stated(credit: &Credit) -> Vec<(Property, String)> {
    let license = credit.license.as_ref();
    let wording = plain_text(&credit.verbatim);
    let parts = [
        (Property::Title, credit.title.clone()),
        (Property::Creator, credit.author.clone()),
        (Property::CreditLine, Some(wording)),
        (Property::Source, credit.source.clone()),
        (Property::Terms, license.map(|license| license.name.clone())),
        (Property::LicenseUrl, license.and_then(|license| license.url.clone())),
        (Property::WebStatement, license.and_then(|license| license.url.clone())),
        (Property::AttributionName, credit.author.clone().filter(|_| license.is_some())),
        (Property::AttributionUrl, credit.author_url.clone().filter(|_| license.is_some())),
    ];
    let given = |(property, value): (Property, Option<String>)| {
        let value = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))?;
        (!value.is_empty()).then_some((property, value))
    };
    parts.into_iter().filter_map(given).collect()
}

/// The form of a value in XMP.
enum Form {
    Text,
    Address,
    Alternatives,
    Sequence,
    Licensors,
}

fn form(property: Property) -> Form {
    match property {
        Property::Title
        | Property::Description
        | Property::Alt
        | Property::LongDescription
        | Property::Notice
        | Property::Terms => Form::Alternatives,
        Property::Creator => Form::Sequence,
        Property::LicenseUrl => Form::Address,
        Property::LicensorUrl => Form::Licensors,
        _ => Form::Text,
    }
}

/// Whether PDF/A-3 knows `property`; others need a description of their schema (ISO 19005-3 §6.6.2.3).
fn is_predefined(property: Property) -> bool {
    matches!(
        property,
        Property::Title
            | Property::Description
            | Property::Creator
            | Property::CreditLine
            | Property::Source
            | Property::Notice
            | Property::Terms
            | Property::WebStatement
    )
}

/// Writes `statement` as XMP for the file of a picture.
pub(crate) fn xmp(statement: &Statement) -> String {
    let mut out = begun();
    description(&mut out, statement);
    ended(out)
}

/// Writes `statement` as XMP for a picture in a PDF/A; empty if nothing is left to state. The licensor is left out: it is
/// a structure, whose type would have to be described as well.
pub(crate) fn xmp_in_pdf(statement: &Statement) -> String {
    let values = statement.values.iter().filter(|(property, _)| *property != Property::LicensorUrl);
    let statement = Statement { values: values.cloned().collect() };
    if statement.is_empty() {
        return String::new();
    }
    let mut out = begun();
    description(&mut out, &statement);
    schemas(&mut out, &statement);
    ended(out)
}

fn begun() -> String {
    String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
    )
}

fn ended(mut out: String) -> String {
    out.push_str("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    out
}

fn description(out: &mut String, statement: &Statement) {
    let mut prefixes: Vec<(&str, &str)> = statement.iter().map(|(property, _)| prefix(property)).collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    out.push_str("<rdf:Description rdf:about=\"\"");
    for (prefix, namespace) in prefixes {
        let _ = write!(out, " xmlns:{prefix}=\"{namespace}\"");
    }
    out.push_str(">\n");
    for (property, value) in statement.iter() {
        element(out, property, value);
    }
    out.push_str("</rdf:Description>\n");
}

/// Describes the schemas that PDF/A does not know, as far as `statement` uses them (ISO 19005-3 §6.6.2.3.3).
fn schemas(out: &mut String, statement: &Statement) {
    let mut schemas: BTreeMap<(&str, &str), Vec<Property>> = BTreeMap::new();
    for (property, _) in statement.iter().filter(|(property, _)| !is_predefined(*property)) {
        schemas.entry(prefix(property)).or_default().push(property);
    }
    if schemas.is_empty() {
        return;
    }
    out.push_str(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
         xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"><pdfaExtension:schemas><rdf:Bag>\n",
    );
    for ((prefix, namespace), properties) in schemas {
        let title = if prefix == "cc" { "Creative Commons rights expression" } else { "IPTC Core" };
        let _ = write!(
            out,
            "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
             <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}\
             </pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
        );
        for property in properties {
            let (kind, about) = described(property);
            let _ = write!(
                out,
                "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{}</pdfaProperty:name>\
                 <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
                 <pdfaProperty:category>external</pdfaProperty:category>\
                 <pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>",
                local_name(property)
            );
        }
        out.push_str("</rdf:Seq></pdfaSchema:property></rdf:li>\n");
    }
    out.push_str("</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n");
}

/// Returns the type of a property that PDF/A does not know, and what it says.
fn described(property: Property) -> (&'static str, &'static str) {
    match property {
        Property::Alt => ("Lang Alt", "Text alternative of the picture"),
        Property::LongDescription => ("Lang Alt", "Long description of the picture"),
        Property::LicenseUrl => ("URI", "Address of the licence"),
        Property::AttributionUrl => ("URI", "Address that an attribution links"),
        _ => ("Text", "Name that an attribution states"),
    }
}

fn element(out: &mut String, property: Property, value: &str) {
    let name = name(property);
    let text = escaped(value);
    let _ = match form(property) {
        Form::Text => writeln!(out, "<{name}>{text}</{name}>"),
        Form::Address => writeln!(out, "<{name} rdf:resource=\"{}\"/>", text.replace('"', "&quot;")),
        Form::Alternatives => {
            writeln!(out, "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></{name}>")
        }
        Form::Sequence => {
            let items: String = value.split("; ").map(|item| format!("<rdf:li>{}</rdf:li>", escaped(item))).collect();
            writeln!(out, "<{name}><rdf:Seq>{items}</rdf:Seq></{name}>")
        }
        Form::Licensors => writeln!(
            out,
            "<{name}><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorURL>{text}</plus:LicensorURL></rdf:li>\
             </rdf:Seq></{name}>"
        ),
    };
}

/// Escapes `text` for XML and drops characters that XML 1.0 does not allow.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{9}' | '\u{A}' | '\u{D}' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(char),
        }
    }
    out
}

/// Prefix and namespace of `property`.
fn prefix(property: Property) -> (&'static str, &'static str) {
    let namespace = NAMES.iter().find(|(known, ..)| *known == property).map_or("", |(_, namespace, _)| namespace);
    let prefix = match namespace {
        "http://purl.org/dc/elements/1.1/" => "dc",
        "http://ns.adobe.com/photoshop/1.0/" => "photoshop",
        "http://ns.adobe.com/xap/1.0/rights/" => "xmpRights",
        "http://creativecommons.org/ns#" => "cc",
        "http://ns.useplus.org/ldf/xmp/1.0/" => "plus",
        _ => "Iptc4xmpCore",
    };
    (prefix, namespace)
}

/// The name of `property` with its prefix.
fn name(property: Property) -> String {
    format!("{}:{}", prefix(property).0, local_name(property))
}

fn local_name(property: Property) -> &'static str {
    NAMES.iter().find(|(known, ..)| *known == property).map_or("", |(.., name)| name)
}

/// Writes `statement` as image resources of Photoshop that hold IIM.
pub(crate) fn iim(statement: &Statement) -> Vec<u8> {
    let block = super::iim::write(statement.iter());
    let mut out = b"8BIM\x04\x04\0\0".to_vec();
    out.extend((block.len() as u32).to_be_bytes());
    out.extend(&block);
    out.resize(out.len().next_multiple_of(2), 0);
    out
}
