//! Pictures that an article names by an address on the web, or that its site has there.
//!
//! An address on the article's own site is looked up in the archive first, where the site has its files from.
//!
//! Whether anything is fetched is decided by [`Files::remote`](crate::read::Files::remote). A relative address, whose
//! file is not in the archive, leads on from the address of the article's page where that is known.

use super::{Absent, Gallery, stem};
use crate::article::AssetId;
use crate::read::Remote;
use crate::read::absolute::absolute;

/// Advice about a picture that could not be fetched.
const COPY: &str = "put a copy beside the article and name that; its alternative text and address are kept";

impl Gallery<'_> {
    /// Returns the picture at `address`, which leads out of the archive.
    pub(super) fn remote(&mut self, address: &str) -> Result<AssetId, Absent> {
        let whole = match (address.starts_with("//"), self.page.as_deref()) {
            (true, Some(page)) => absolute(page, address).unwrap_or_else(|| format!("https:{address}")),
            (true, None) => format!("https:{address}"),
            (false, _) => address.to_owned(),
        };
        let own = self.page.as_deref().and_then(|page| own_path(page, &whole));
        if let Some(found) = own.and_then(|path| self.local(path)) {
            return found;
        }
        match self.fetched(&whole) {
            Some(found) => found.map_err(|why| Absent { why: format!("was not fetched: {why}"), ..Absent::remote() }),
            None => Err(Absent {
                code: "missing-picture",
                why: "is on the web, and nothing is fetched".to_owned(),
                help: "put a copy beside the article and name that, or have it fetched with --fetch",
            }),
        }
    }

    /// Returns the picture at `address` on the article's site, since it is not in the archive.
    pub(super) fn on_site(&mut self, address: &str) -> Result<AssetId, Absent> {
        let whole = self.page.as_deref().and_then(|page| absolute(page, address));
        let found = whole.as_deref().and_then(|whole| self.fetched(whole));
        match (found, whole) {
            (Some(found), Some(whole)) => found.map_err(|why| Absent {
                why: format!("is not in the archive, and was not fetched from `{whole}`: {why}"),
                ..Absent::remote()
            }),
            _ => Err(Absent {
                code: "missing-picture",
                why: "is not in the archive".to_owned(),
                help: "check its name, or give the archive's folder as root",
            }),
        }
    }

    /// Returns the picture at the absolute `address`, or as a clause why there is none; `None` if nothing is fetched.
    fn fetched(&mut self, address: &str) -> Option<Result<AssetId, String>> {
        if let Some(known) = self.by_path.get(address) {
            return Some(known.map_err(|why| format!("what the server sent {why}")));
        }
        let picture = match self.files.remote(address) {
            Remote::Off => return None,
            Remote::Failed(why) => return Some(Err(why)),
            Remote::Found(picture) => picture,
        };
        let found = self.add(picture.bytes, &name(address), picture.file);
        self.by_path.insert(address.to_owned(), found);
        Some(found.map_err(|why| format!("what the server sent {why}")))
    }
}

impl Absent {
    fn remote() -> Self {
        Self { code: "picture-not-fetched", why: String::new(), help: COPY }
    }
}

/// Returns the path in `address`, from its first slash on, if it is on the same host as `page`.
fn own_path<'a>(page: &str, address: &'a str) -> Option<&'a str> {
    let split = |url: &str| {
        let start = url.find("://")? + 3;
        let end = url[start..].find('/').map_or(url.len(), |end| start + end);
        Some((start, end))
    };
    let host =
        |url: &str, (start, end): (usize, usize)| url[start..end].trim_start_matches("www.").to_ascii_lowercase();
    let (of_page, of_address) = (split(page)?, split(address)?);
    let path = &address[of_address.1..];
    (host(page, of_page) == host(address, of_address) && path.len() > 1).then_some(path)
}

/// Returns a name for the picture at `address`: the last part of its path.
fn name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    percent_encoding::percent_decode_str(stem(path.trim_end_matches('/'))).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::article::Article;
    use crate::diag::Diagnostics;
    use crate::read::{Files, NoFiles, Options, Remote, RemotePicture, read};
    use crate::source::Source;

    /// A web of pictures by address.
    struct Web(Vec<(&'static str, Vec<u8>)>);

    impl Files for Web {
        fn folder(&self) -> &str {
            ""
        }
        fn read(&self, _: &str) -> Option<Arc<[u8]>> {
            None
        }
        fn names(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
        fn remote(&self, address: &str) -> Remote {
            let found = self.0.iter().find(|(known, _)| *known == address);
            found.map_or_else(
                || Remote::Failed(format!("{address} is gone")),
                |(_, bytes)| Remote::Found(RemotePicture { bytes: bytes.as_slice().into(), file: None }),
            )
        }
    }

    fn png(width: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(width, 300).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn read_with(text: &str, files: &dyn Files) -> (Article, Diagnostics) {
        let mut said = Diagnostics::new();
        let article = read(&Source::new("a.md", text), &Options::default(), files, &mut said).unwrap();
        (article, said)
    }

    fn web() -> Web {
        Web(vec![
            ("https://e.org/pics/My%20cat.png?w=9", png(400)),
            ("https://site.org/img/a.png", png(401)),
            ("https://site.org/posts/b/c.png", png(402)),
            ("https://e.org/page", b"no picture".to_vec()),
        ])
    }

    #[test]
    fn a_picture_on_the_web_is_one_like_others() {
        let (article, said) = read_with("![A cat](https://e.org/pics/My%20cat.png?w=9)\n\nText.\n", &web());
        assert_eq!((article.assets[0].name.as_str(), article.assets[0].width), ("my-cat", 400));
        assert!(said.iter().all(|said| !said.code.contains("picture")), "{said:?}");
    }

    #[test]
    fn a_cover_may_be_on_the_web_too() {
        for line in
            ["cover: https://e.org/pics/My%20cat.png?w=9", "image: {url: 'https://e.org/pics/My%20cat.png?w=9'}"]
        {
            let (article, said) = read_with(&format!("---\ntitle: x\n{line}\n---\nText.\n"), &web());
            assert!(article.cover.is_some_and(|cover| cover.pictures[0].asset.is_ok()), "{line}: {said:?}");
        }
    }

    #[test]
    fn relative_addresses_lead_on_from_the_page_if_that_is_known() {
        let text = "---\ncanonical_url: https://site.org/posts/b/\n---\n![A](/img/a.png) ![C](c.png) ![G](gone.png)\n";
        let (article, said) = read_with(text, &web());
        assert_eq!(article.assets.iter().map(|asset| asset.width).collect::<Vec<_>>(), [401, 402]);
        let said: Vec<_> = said.iter().filter(|said| said.code.contains("picture")).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0]
                .message
                .contains("is not in the archive, and was not fetched from `https://site.org/posts/b/gone.png`")
        );
        // Without the page, there is nothing to fetch.
        let (_, said) = read_with("![A](/img/a.png)\n", &web());
        assert!(said.iter().any(|said| said.code == "missing-picture"), "{said:?}");
    }

    #[test]
    fn a_picture_of_the_own_site_is_looked_up_in_the_archive_first() {
        let files = [("static/img/own.png".to_owned(), png(403).as_slice().into())].into();
        let files = crate::read::Memory { folder: "posts".to_owned(), files };
        let page = "---\ncanonical_url: https://site.org/posts/b/\n---\n";
        for address in ["https://site.org/img/own.png", "http://www.site.org/img/own.png?v=2", "//Site.org/img/own.png"]
        {
            let (article, said) = read_with(&format!("{page}![A]({address})\n"), &files);
            assert_eq!(
                article.assets.iter().map(|asset| asset.width).collect::<Vec<_>>(),
                [403],
                "{address}: {said:?}"
            );
        }
        for address in ["https://other.org/img/own.png", "https://site.org/", "https://site.org.evil.org/img/own.png"] {
            let (article, _) = read_with(&format!("{page}![A]({address})\n"), &files);
            assert!(article.assets.is_empty(), "{address}");
        }
    }

    #[test]
    fn a_picture_that_was_not_fetched_is_a_warning_and_a_link() {
        let (article, said) =
            read_with("One ![A dog](https://e.org/dog.png) barks.\n\n![P](https://e.org/page)\n", &web());
        let found: Vec<_> = said.iter().filter(|said| said.code == "picture-not-fetched").collect();
        assert_eq!(found.len(), 2, "{said:?}");
        assert!(found[0].message.contains("`https://e.org/dog.png` was not fetched: https://e.org/dog.png is gone"));
        assert!(found[0].span.is_some() && format!("{article:?}").contains("url: Some(\"https://e.org/dog.png\")"));
    }

    #[test]
    fn nothing_is_fetched_unless_files_do_it() {
        let (article, said) = read_with("![A](https://e.org/a.png)\n\n[x](https://e.org)\n", &NoFiles);
        assert!(said.iter().any(|said| said.code == "missing-picture" && said.message.contains("nothing is fetched")));
        assert!(article.assets.is_empty());
    }
}
