//! Other licences that have a name: GFDL, Open Government Licence, ODbL, those of stock sites.

use super::{Found, is_apart};
use crate::article::License;

/// A name, the address of the licence, and its SPDX identifier.
type Named = (&'static str, Option<&'static str>, Option<&'static str>);

const OGL3: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";
const OGL2: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/";
const ODBL: &str = "https://opendatacommons.org/licenses/odbl/1-0/";

/// The names in small letters; of two that begin alike the longer one comes first.
const NAMES: [Named; 46] = [
    ("public domain mark 1.0", Some("https://creativecommons.org/publicdomain/mark/1.0/"), Some("CC-PDM-1.0")),
    ("public domain mark", Some("https://creativecommons.org/publicdomain/mark/1.0/"), Some("CC-PDM-1.0")),
    ("gnu free documentation license 1.3", Some("https://www.gnu.org/licenses/fdl-1.3.html"), Some("GFDL-1.3-only")),
    ("gnu free documentation license 1.2", Some("https://www.gnu.org/licenses/fdl-1.2.html"), Some("GFDL-1.2-only")),
    ("gnu free documentation license", None, None),
    ("gfdl 1.3", Some("https://www.gnu.org/licenses/fdl-1.3.html"), Some("GFDL-1.3-only")),
    ("gfdl-1.3", Some("https://www.gnu.org/licenses/fdl-1.3.html"), Some("GFDL-1.3-only")),
    ("gfdl 1.2", Some("https://www.gnu.org/licenses/fdl-1.2.html"), Some("GFDL-1.2-only")),
    ("gfdl-1.2", Some("https://www.gnu.org/licenses/fdl-1.2.html"), Some("GFDL-1.2-only")),
    ("gfdl", None, None),
    ("gnu-fdl", None, None),
    ("open government licence v3.0", Some(OGL3), Some("OGL-UK-3.0")),
    ("open government licence 3.0", Some(OGL3), Some("OGL-UK-3.0")),
    ("open government license v3.0", Some(OGL3), Some("OGL-UK-3.0")),
    ("open government licence v2.0", Some(OGL2), Some("OGL-UK-2.0")),
    ("open government licence", None, None),
    ("open government license", None, None),
    ("ogl v3.0", Some(OGL3), Some("OGL-UK-3.0")),
    ("ogl v3", Some(OGL3), Some("OGL-UK-3.0")),
    ("ogl 3", Some(OGL3), Some("OGL-UK-3.0")),
    ("ogl 2", Some(OGL2), Some("OGL-UK-2.0")),
    ("ogl-uk-3.0", Some(OGL3), Some("OGL-UK-3.0")),
    ("open database license", Some(ODBL), Some("ODbL-1.0")),
    ("open data commons open database license", Some(ODBL), Some("ODbL-1.0")),
    ("odbl 1.0", Some(ODBL), Some("ODbL-1.0")),
    ("odbl-1.0", Some(ODBL), Some("ODbL-1.0")),
    ("odbl v1.0", Some(ODBL), Some("ODbL-1.0")),
    ("odbl", Some(ODBL), Some("ODbL-1.0")),
    ("pddl", Some("https://opendatacommons.org/licenses/pddl/1-0/"), Some("PDDL-1.0")),
    ("unsplash license", Some("https://unsplash.com/license"), None),
    ("unsplash licence", Some("https://unsplash.com/license"), None),
    ("unsplash-lizenz", Some("https://unsplash.com/license"), None),
    ("pexels license", Some("https://www.pexels.com/license/"), None),
    ("pexels licence", Some("https://www.pexels.com/license/"), None),
    ("pexels-lizenz", Some("https://www.pexels.com/license/"), None),
    ("pixabay license", Some("https://pixabay.com/service/license-summary/"), None),
    ("pixabay content license", Some("https://pixabay.com/service/license-summary/"), None),
    ("pixabay licence", Some("https://pixabay.com/service/license-summary/"), None),
    ("pixabay-lizenz", Some("https://pixabay.com/service/license-summary/"), None),
    ("free art license", Some("https://artlibre.org/licence/lal/en/"), None),
    ("licence art libre", Some("https://artlibre.org/"), None),
    ("mit or apache-2.0", None, Some("MIT OR Apache-2.0")),
    ("mit license", Some("https://opensource.org/license/mit"), Some("MIT")),
    ("apache license 2.0", Some("https://www.apache.org/licenses/LICENSE-2.0"), Some("Apache-2.0")),
    ("apache-2.0", Some("https://www.apache.org/licenses/LICENSE-2.0"), Some("Apache-2.0")),
    ("licence ouverte", Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence/"), None),
];

/// Finds the names in `text`.
pub(super) fn scan(text: &str, lower: &str) -> Vec<Found> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() && c < '\u{2e80}');
    let starts = lower.char_indices().scan(None, |before, (at, c)| Some((at, before.replace(c))));
    let starts = starts.filter(|(at, before)| STARTS[usize::from(lower.as_bytes()[*at])] && is_apart(*before));
    let found = starts.flat_map(|(at, _)| {
        let rest = &lower[at..];
        NAMES.iter().filter(move |(name, ..)| rest.strip_prefix(name).is_some_and(ends)).map(move |named| (at, named))
    });
    let license = |(at, (name, url, spdx)): (usize, &Named)| {
        let range = at..at + name.len();
        let name = text[range.clone()].to_owned();
        Found { license: License { name, url: url.map(str::to_owned), spdx: spdx.map(str::to_owned) }, range }
    };
    found.map(license).collect()
}

/// For each byte, whether a name begins with it.
const STARTS: [bool; 256] = {
    let (mut starts, mut at) = ([false; 256], 0);
    while at < NAMES.len() {
        starts[NAMES[at].0.as_bytes()[0] as usize] = true;
        at += 1;
    }
    starts
};
