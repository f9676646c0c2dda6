//! Metadata: the XMP packet (ISO 16684-1), and the Info dictionary with the same values.
//!
//! Properties outside of the schemas that PDF/A predefines are declared in an extension schema (ISO 19005-3 §6.6.2.3):
//! the identification of PDF/UA, and the parts of the cover's credit, for which no predefined schema has properties.

use std::fmt::Write as _;

use lopdf::{Dictionary, dictionary};

use super::object::{bytes, text};
use crate::article::{Article, Credit, Role, plain_text};
use crate::rights::escaped;

/// The program that made the file.
pub(super) const PRODUCER: &str = concat!("Offprint ", env!("CARGO_PKG_VERSION"));

/// Namespace of the properties for the cover's credit.
const CREDIT_NAMESPACE: &str = "urn:offprint:credit:1.0:";

/// Properties of a credit: name and description.
const CREDIT_PROPERTIES: [(&str, &str); 7] = [
    ("CoverCredit", "Credit line of the cover picture, verbatim"),
    ("CoverLabel", "Label of the cover picture"),
    ("CoverTitle", "Title or description of the cover picture"),
    ("CoverCreator", "Maker of the cover picture"),
    ("CoverSource", "Where the cover picture is from"),
    ("CoverLicense", "Licence of the cover picture"),
    ("CoverLicenseURL", "Address of the licence of the cover picture"),
];

/// Returns the Info dictionary; `modified` is in ISO 8601, in UTC.
pub(super) fn info(article: &Article, modified: Option<&str>) -> Dictionary {
    let [(_, title), others @ ..] = fields(article);
    let mut info = dictionary! {
        "Title" => text(&title),
        "Creator" => text("Offprint"),
        "Producer" => text(PRODUCER),
    };
    for (key, value) in others.iter().filter(|(_, value)| !value.is_empty()) {
        info.set(*key, text(value));
    }
    if let Some(date) = modified.and_then(pdf_date) {
        info.set("CreationDate", bytes(date.clone()));
        info.set("ModDate", bytes(date));
    }
    info
}

/// Returns the entries of the Info dictionary about the article; empty values are left out.
pub(super) fn fields(article: &Article) -> [(&'static str, String); 4] {
    let meta = &article.meta;
    let authors: Vec<&str> = meta.authors().collect();
    [
        ("Title", title(article)),
        ("Author", authors.join("; ")),
        ("Subject", description(article)),
        ("Keywords", meta.tags.join(", ")),
    ]
}

/// Returns the XMP packet; `modified` is in ISO 8601, in UTC.
pub(super) fn xmp(article: &Article, modified: Option<&str>) -> String {
    let mut packet = Packet { out: String::with_capacity(4096) };
    packet.out.push_str("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
    packet.out.push_str(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
    );
    let _ = writeln!(
        packet.out,
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
         xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" xmlns:credit=\"{CREDIT_NAMESPACE}\">"
    );
    packet.dublin_core(article);
    packet.rights(article);
    packet.file(article, modified);
    let credit = article.cover.as_ref().and_then(|cover| cover.credit.as_ref());
    if let Some(credit) = credit {
        packet.credit(credit);
    }
    packet.out.push_str("</rdf:Description>\n");
    packet.extension_schemas(credit.is_some());
    packet.out.push_str("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    packet.out
}

/// Returns the title, which PDF/UA requires.
fn title(article: &Article) -> String {
    let title = article.meta.title_text();
    if title.trim().is_empty() { "Untitled".to_owned() } else { title }
}

fn description(article: &Article) -> String {
    article.meta.description.clone().unwrap_or_else(|| plain_text(&article.meta.subtitle))
}

/// Returns the statement of rights: as written, else composed of its parts.
fn statement(article: &Article) -> Option<String> {
    let rights = &article.meta.rights;
    let parts = || {
        let sign = (rights.holder.is_some() || rights.year.is_some()).then_some("©");
        let license = rights.license.as_ref().map(|license| license.name.as_str());
        let parts = [sign, rights.year.as_deref(), rights.holder.as_deref(), license];
        Vec::from_iter(parts.into_iter().flatten()).join(" ")
    };
    Some(rights.statement.clone().unwrap_or_else(parts)).filter(|statement| !statement.is_empty())
}

/// Converts `iso` (`2024-05-01T00:00:00Z`) to PDF's format for dates (ISO 32000-1 §7.9.4); `None` for any other form.
fn pdf_date(iso: &str) -> Option<String> {
    const FORM: &[u8; 20] = b"0000-00-00T00:00:00Z";
    let fits = |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    let formed = iso.len() == FORM.len() && iso.bytes().zip(FORM).all(fits);
    formed.then(|| format!("D:{}Z", iso.chars().filter(char::is_ascii_digit).collect::<String>()))
}

/// A packet that is being written.
struct Packet {
    out: String,
}

impl Packet {
    fn dublin_core(&mut self, article: &Article) {
        let meta = &article.meta;
        self.simple("dc:format", "application/pdf");
        self.alternatives("dc:title", &title(article));
        self.array("dc:creator", "Seq", meta.authors());
        let others = meta.contributors.iter().filter(|who| who.role != Role::Author);
        self.array("dc:contributor", "Bag", others.map(|who| who.name.as_str()));
        let description = description(article);
        if !description.is_empty() {
            self.alternatives("dc:description", &description);
        }
        self.array("dc:subject", "Bag", meta.tags.iter().map(String::as_str));
        self.array("dc:publisher", "Bag", meta.publisher.as_deref());
        self.array("dc:date", "Seq", meta.date.as_ref().map(|date| date.iso.as_str()).filter(|iso| is_date(iso)));
        self.array("dc:language", "Bag", Some(meta.lang.0.as_str()).filter(|lang| *lang != "und"));
        if let Some(identifier) = meta.identifiers.first() {
            self.simple("dc:identifier", format!("{} {}", identifier.scheme, identifier.value).trim_start());
        }
        if let Some(url) = &meta.source_url {
            self.simple("dc:source", url);
        }
    }

    fn rights(&mut self, article: &Article) {
        let rights = &article.meta.rights;
        let Some(statement) = statement(article) else { return };
        self.alternatives("dc:rights", &statement);
        self.simple("xmpRights:Marked", "True");
        self.array("xmpRights:Owner", "Bag", rights.holder.as_deref());
        if let Some(license) = &rights.license {
            self.alternatives("xmpRights:UsageTerms", &license.name);
        }
        if let Some(url) = rights.license.as_ref().and_then(|license| license.url.as_deref()) {
            self.simple("xmpRights:WebStatement", url);
        }
    }

    fn file(&mut self, article: &Article, modified: Option<&str>) {
        self.simple("xmp:CreatorTool", "Offprint");
        if let Some(date) = modified.filter(|date| pdf_date(date).is_some()) {
            ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"].iter().for_each(|key| self.simple(key, date));
        }
        self.simple("pdf:Producer", PRODUCER);
        if !article.meta.tags.is_empty() {
            self.simple("pdf:Keywords", &article.meta.tags.join(", "));
        }
        self.simple("pdfaid:part", "3");
        self.simple("pdfaid:conformance", "A");
        self.simple("pdfuaid:part", "1");
    }

    fn credit(&mut self, credit: &Credit) {
        let verbatim = Some(plain_text(&credit.verbatim)).filter(|text| !text.is_empty());
        let license = credit.license.as_ref();
        let values = [
            verbatim,
            credit.label.clone(),
            credit.title.clone(),
            credit.author.clone(),
            credit.source.clone(),
            license.map(|license| license.name.clone()),
            license.and_then(|license| license.url.clone()),
        ];
        for ((name, _), value) in CREDIT_PROPERTIES.iter().zip(values) {
            if let Some(value) = value {
                self.simple(&format!("credit:{name}"), &value);
            }
        }
    }

    fn extension_schemas(&mut self, credit: bool) {
        self.out.push_str(
            "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
             xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
             xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n<pdfaExtension:schemas><rdf:Bag>\n",
        );
        let ua = ("part", "Integer", "Part of ISO 14289 that the file conforms to");
        self.schema("PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", &[ua]);
        if credit {
            let properties = CREDIT_PROPERTIES.map(|(name, about)| (name, "Text", about));
            self.schema("Credit of the cover picture", CREDIT_NAMESPACE, "credit", &properties);
        }
        self.out.push_str("</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
    }

    fn schema(&mut self, schema: &str, namespace: &str, prefix: &str, properties: &[(&str, &str, &str)]) {
        let _ = writeln!(
            self.out,
            "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{schema}</pdfaSchema:schema>\
             <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\
             <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
        );
        for (name, kind, about) in properties {
            let _ = writeln!(
                self.out,
                "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
                 <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
                 <pdfaProperty:category>external</pdfaProperty:category>\
                 <pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
            );
        }
        self.out.push_str("</rdf:Seq></pdfaSchema:property></rdf:li>\n");
    }

    fn simple(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "<{key}>{}</{key}>", escaped(value));
    }

    fn alternatives(&mut self, key: &str, value: &str) {
        let value = escaped(value);
        let _ = writeln!(self.out, "<{key}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{key}>");
    }

    fn array<'v>(&mut self, key: &str, kind: &str, values: impl IntoIterator<Item = &'v str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        let _ = write!(self.out, "<{key}><rdf:{kind}>");
        values.for_each(|value| _ = write!(self.out, "<rdf:li>{}</rdf:li>", escaped(value)));
        let _ = writeln!(self.out, "</rdf:{kind}></{key}>");
    }
}

/// Whether `iso` has a form that XMP allows (ISO 16684-1 §8.2.1.1): a year, optionally with month, day and time.
fn is_date(iso: &str) -> bool {
    iso.len() >= 4 && iso.bytes().all(|byte| byte.is_ascii_digit() || b"-:TZ+.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Figure, Inline, License};

    #[test]
    fn text_is_escaped_and_the_credit_is_declared() {
        let mut article = Article::default();
        article.meta.title = vec![Inline::Text("Cats & <dogs>\u{1}".into())];
        let license =
            License { name: "CC BY 4.0".into(), url: Some("https://example.org/by".into()), ..License::default() };
        let credit = Credit { author: Some("A. Maker".into()), license: Some(license), ..Credit::default() };
        article.cover = Some(Figure { credit: Some(credit), ..Figure::default() });
        let packet = xmp(&article, None);
        assert!(packet.contains("Cats &amp; &lt;dogs&gt;</rdf:li>"));
        assert!(packet.contains("<credit:CoverCreator>A. Maker</credit:CoverCreator>"));
        assert!(packet.contains("<pdfaProperty:name>CoverLicenseURL</pdfaProperty:name>"));
        assert!(!packet.contains("xmp:CreateDate"));
    }

    #[test]
    fn only_whole_dates_in_utc_are_written() {
        assert_eq!(pdf_date("2024-05-01T12:34:56Z").as_deref(), Some("D:20240501123456Z"));
        assert_eq!(pdf_date("2024-05-01"), None);
        assert_eq!(pdf_date("2024-05-01T12:34:5éZ"), None);
    }
}
