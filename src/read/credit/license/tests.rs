use super::*;

/// A line of the table is a wording, the name in it, its address after the host, and its SPDX identifier.
#[test]
fn wordings_name_these_licences() {
    let cases: [(&str, &str, &str, &str); 32] = [
        ("CC BY-SA 4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("CC-BY-SA-3.0-de", "CC-BY-SA-3.0-de", "licenses/by-sa/3.0/de/", "CC-BY-SA-3.0-DE"),
        ("CC-BY-AT-2.0 von Wolf", "CC-BY-AT-2.0", "licenses/by/2.0/at/", ""),
        ("CC BY-SA 2.0 DE", "CC BY-SA 2.0 DE", "licenses/by-sa/2.0/de/", ""),
        ("CC BY 3.0 IGO", "CC BY 3.0 IGO", "licenses/by/3.0/igo/", "CC-BY-3.0-IGO"),
        ("CC BY 4.0 DE", "CC BY 4.0 DE", "licenses/by/4.0/", "CC-BY-4.0"),
        ("CC BY 2.0 de Ann Lee", "CC BY 2.0", "licenses/by/2.0/", "CC-BY-2.0"),
        ("cc by nc nd 2.5", "cc by nc nd 2.5", "licenses/by-nc-nd/2.5/", "CC-BY-NC-ND-2.5"),
        ("CC BY-SA", "CC BY-SA", "", ""),
        ("CC0", "CC0", "publicdomain/zero/1.0/", "CC0-1.0"),
        ("CC0 1.0 Universal", "CC0 1.0", "publicdomain/zero/1.0/", "CC0-1.0"),
        ("released under CC0-license.", "CC0", "publicdomain/zero/1.0/", "CC0-1.0"),
        ("CC 表示-継承 4.0", "CC 表示-継承 4.0", "licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("采用CC BY-SA 2.5授权", "CC BY-SA 2.5", "licenses/by-sa/2.5/", "CC-BY-SA-2.5"),
        ("CC BY 4.0 license", "CC BY 4.0", "licenses/by/4.0/", "CC-BY-4.0"),
        (
            "a Creative Commons Attribution-NonCommercial 4.0 International licence",
            "Creative Commons Attribution-NonCommercial 4.0 International licence",
            "licenses/by-nc/4.0/",
            "CC-BY-NC-4.0",
        ),
        ("Attribution 4.0 International", "Attribution 4.0 International", "licenses/by/4.0/", "CC-BY-4.0"),
        ("Creative Commons", "Creative Commons", "", ""),
        ("Creative Commons BY-NC-SA 4.0", "Creative Commons BY-NC-SA 4.0", "licenses/by-nc-sa/4.0/", "CC-BY-NC-SA-4.0"),
        (
            "Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen 3.0 DE",
            "Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen 3.0 DE",
            "licenses/by-sa/3.0/de/",
            "CC-BY-SA-3.0-DE",
        ),
        ("Creative Commons Zero", "Creative Commons Zero", "publicdomain/zero/1.0/", "CC0-1.0"),
        ("Public Domain Mark 1.0", "Public Domain Mark 1.0", "publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("attribution is hard", "", "", ""),
        ("the Summit License", "", "", ""),
        ("under the MIT Licenses", "", "", ""),
        ("Accra, success", "", "", ""),
        ("ODbL", "ODbL", "odbl", "ODbL-1.0"),
        ("GFDL", "GFDL", "", ""),
        ("GFDL 1.2", "GFDL 1.2", "fdl-1.2", "GFDL-1.2-only"),
        ("Open Government Licence v3.0", "Open Government Licence v3.0", "version/3/", "OGL-UK-3.0"),
        ("Unsplash License", "Unsplash License", "unsplash.com/license", ""),
        ("CC BY at the gate", "CC BY", "", ""),
    ];
    for (wording, name, url, spdx) in cases {
        let license = scan(wording).into_iter().next().map(|found| found.license).unwrap_or_default();
        assert_eq!(license.name, name, "{wording}");
        assert!(license.url.as_deref().unwrap_or_default().contains(url), "{wording}: {:?}", license.url);
        assert_eq!(license.url.is_some(), !url.is_empty(), "{wording}: {:?}", license.url);
        assert_eq!(license.spdx.as_deref().unwrap_or_default(), spdx, "{wording}");
    }
}

#[test]
fn addresses_are_licences_too() {
    for (url, name, spdx) in [
        ("https://creativecommons.org/licenses/by-sa/3.0/deed.en", "CC BY-SA 3.0", "CC-BY-SA-3.0"),
        ("http://creativecommons.org/licenses/by/2.0/?ref=openverse", "CC BY 2.0", "CC-BY-2.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/legalcode", "CC BY 3.0 DE", "CC-BY-3.0-DE"),
        ("//creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/deed.fr", "Public Domain Mark 1.0", "CC-PDM-1.0"),
        ("https://www.pexels.com/license/", "Pexels License", ""),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL", "ODbL-1.0"),
    ] {
        let license = license_at(url, None).unwrap();
        assert_eq!((license.name.as_str(), license.spdx.as_deref().unwrap_or_default()), (name, spdx), "{url}");
    }
    for url in ["https://creativecommons.org/", "https://example.org/licenses/by/4.0/", "https://unsplash.com/@a"] {
        assert_eq!(license_at(url, None), None, "{url}");
    }
}
