//! The list as an SPDX 2.3 document (ISO/IEC 5962; spdx.github.io/spdx-spec/v2.3): each picture is a file.

use std::collections::BTreeMap;

use offprint::ledger::{Entry, Value};
use serde_json::{Value as Json, json};

use super::{Listed, rows};

/// Time of creation where none is given: the document must state one, and the clock would make each document differ.
const NO_TIME: &str = "1980-01-01T00:00:00Z";

/// Returns the document. A picture that is used several times is listed once; one without a file is left out.
pub(super) fn document(listed: &[Listed], modified: Option<&str>) -> Json {
    let mut pictures: BTreeMap<&str, &Entry> = BTreeMap::new();
    for (_, entry) in rows(listed).filter(|(_, entry)| entry.sha1.is_some()) {
        let known = pictures.entry(&entry.picture).or_insert(entry);
        // The use with a licence says more than one without.
        if known.license.is_none() && entry.license.is_some() {
            *known = entry;
        }
    }
    let mut licenses = Licenses::default();
    let files: Vec<Json> =
        pictures.values().enumerate().map(|(index, entry)| file(index, entry, &mut licenses)).collect();
    let sums: String = pictures.values().filter_map(|entry| entry.sha1.as_deref()).collect();
    let identifier = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, sums.as_bytes());
    // A document must say what it describes, be it nothing.
    let described: Vec<Json> = match &files[..] {
        [] => vec![json!("NONE")],
        files => files.iter().map(|file| file["SPDXID"].clone()).collect(),
    };
    let describes = |id: Json| json!({ "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": id });
    let relationships: Vec<Json> = described.into_iter().map(describes).collect();
    json!({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "Pictures",
        "documentNamespace": format!("urn:uuid:{identifier}"),
        "creationInfo": {
            "created": modified.unwrap_or(NO_TIME),
            "creators": [concat!("Tool: Offprint-", env!("CARGO_PKG_VERSION"))],
        },
        "files": files,
        "hasExtractedLicensingInfos": licenses.listed(),
        "relationships": relationships,
    })
}

fn file(index: usize, entry: &Entry, licenses: &mut Licenses) -> Json {
    let text = |value: &Option<Value>| value.as_ref().map(|value| value.text.clone());
    let license = licenses.id(entry);
    let mut file = json!({
        "SPDXID": format!("SPDXRef-Picture-{}", index + 1),
        "fileName": format!("./{}", entry.picture.trim_start_matches(['.', '/'])),
        "fileTypes": ["IMAGE"],
        "checksums": [{ "algorithm": "SHA1", "checksumValue": entry.sha1 }],
        "licenseConcluded": "NOASSERTION",
        "licenseInfoInFiles": [license],
        "copyrightText": text(&entry.notice).unwrap_or_else(|| "NOASSERTION".to_owned()),
    });
    if let Some(author) = text(&entry.author) {
        file["fileContributors"] = json!([author]);
    }
    if let Some(credit) = text(&entry.credit) {
        file["attributionTexts"] = json!([credit]);
    }
    file
}

/// Licences that the SPDX licence list does not have: their wordings, in the order of their first use.
#[derive(Default)]
struct Licenses {
    wordings: Vec<(String, Option<String>)>,
}

impl Licenses {
    /// Returns the identifier of the licence of `entry`, or of its wording.
    fn id(&mut self, entry: &Entry) -> String {
        if let Some(spdx) = &entry.spdx {
            return spdx.clone();
        }
        let Some(license) = &entry.license else { return "NOASSERTION".to_owned() };
        let at = self.wordings.iter().position(|(wording, _)| *wording == license.text).unwrap_or_else(|| {
            self.wordings.push((license.text.clone(), entry.license_url.clone()));
            self.wordings.len() - 1
        });
        reference(at)
    }

    fn listed(&self) -> Vec<Json> {
        let listed = self.wordings.iter().enumerate().map(|(at, (wording, url))| {
            let mut license = json!({ "licenseId": reference(at), "name": wording, "extractedText": wording });
            if let Some(url) = url {
                license["seeAlsos"] = json!([url]);
            }
            license
        });
        listed.collect()
    }
}

fn reference(at: usize) -> String {
    format!("LicenseRef-Picture-{}", at + 1)
}
