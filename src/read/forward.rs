//! Forwards questions about files to other files.

/// Implements the named methods of [`Files`](crate::read::Files) by those of the field `files`.
///
/// Files that stand before others answer a few questions themselves. What they do not name here has the default of the
/// trait, which is not always what the files behind would answer: so a new method of the trait belongs here, too.
macro_rules! forward_files {
    ($($method:ident),* $(,)?) => { $($crate::read::forward_files!(@ $method);)* };
    (@ folder) => {
        fn folder(&self) -> &str {
            self.files.folder()
        }
    };
    (@ read) => {
        fn read(&self, path: &str) -> Option<std::sync::Arc<[u8]>> {
            self.files.read(path)
        }
    };
    (@ reopen) => {
        fn reopen(&self, path: &str) -> Option<std::sync::Arc<dyn $crate::article::Reopen>> {
            self.files.reopen(path)
        }
    };
    (@ names) => {
        fn names(&self, path: &str) -> Vec<String> {
            self.files.names(path)
        }
    };
    (@ find) => {
        fn find(&self, path: &str, wanted: &$crate::read::Wanted<'_>) -> Option<String> {
            self.files.find(path, wanted)
        }
    };
    (@ anywhere) => {
        fn anywhere(&self, roots: &[&str], path: &str) -> Vec<String> {
            self.files.anywhere(roots, path)
        }
    };
    (@ picture) => {
        fn picture(&self, address: &str) -> Option<String> {
            self.files.picture(address)
        }
    };
    (@ cover_beside) => {
        fn cover_beside(&self, own: &str) -> Option<String> {
            self.files.cover_beside(own)
        }
    };
    (@ linked) => {
        fn linked(&self, from: &str, link: &str) -> Option<$crate::site::Linked> {
            self.files.linked(from, link)
        }
    };
    (@ placed) => {
        fn placed(&self, path: &str) -> Option<$crate::site::Linked> {
            self.files.placed(path)
        }
    };
    (@ shelf_mark) => {
        fn shelf_mark(&self, path: &str) -> Option<$crate::article::ShelfMark> {
            self.files.shelf_mark(path)
        }
    };
    (@ called) => {
        fn called(&self, from: &str, name: &str) -> Option<String> {
            self.files.called(from, name)
        }
    };
    (@ about) => {
        fn about(&self, path: &str) -> Option<$crate::read::About> {
            self.files.about(path)
        }
    };
    (@ missing_fragment) => {
        fn missing_fragment(&self, path: &str, fragment: &str) -> Option<$crate::site::MissingFragment> {
            self.files.missing_fragment(path, fragment)
        }
    };
    (@ site) => {
        fn site(&self, path: &str, key: $crate::site::SiteKey) -> Option<$crate::site::SiteValue> {
            self.files.site(path, key)
        }
    };
    (@ remote) => {
        fn remote(&self, address: &str) -> $crate::read::Remote {
            self.files.remote(address)
        }
    };
    (@ fetch_ahead) => {
        fn fetch_ahead(&self, addresses: &[String]) -> bool {
            self.files.fetch_ahead(addresses)
        }
    };
    (@ remote_version) => {
        fn remote_version(&self, address: &str) -> Option<String> {
            self.files.remote_version(address)
        }
    };
}

pub(crate) use forward_files;

#[cfg(test)]
pub(crate) mod testing {
    use std::borrow::Cow;
    use std::sync::{Arc, Mutex};

    use crate::article::{Reopen, ShelfMark};
    use crate::read::{About, Files, Remote, Wanted};
    use crate::site::{Linked, MissingFragment, SiteKey, SiteValue};

    /// Files that note which of their methods are called.
    #[derive(Default)]
    struct Noting(Mutex<Vec<&'static str>>);

    impl Noting {
        fn note<T: Default>(&self, method: &'static str) -> T {
            self.0.lock().unwrap().push(method);
            T::default()
        }
    }

    impl Files for Noting {
        fn folder(&self) -> &str {
            self.note("folder")
        }
        fn read(&self, _: &str) -> Option<Arc<[u8]>> {
            self.note("read")
        }
        fn reopen(&self, _: &str) -> Option<Arc<dyn Reopen>> {
            self.note("reopen")
        }
        fn names(&self, _: &str) -> Vec<String> {
            self.note("names")
        }
        fn find(&self, _: &str, _: &Wanted<'_>) -> Option<String> {
            self.note("find")
        }
        fn anywhere(&self, _: &[&str], _: &str) -> Vec<String> {
            self.note("anywhere")
        }
        fn picture(&self, _: &str) -> Option<String> {
            self.note("picture")
        }
        fn cover_beside(&self, _: &str) -> Option<String> {
            self.note("cover_beside")
        }
        fn linked(&self, _: &str, _: &str) -> Option<Linked> {
            self.note("linked")
        }
        fn placed(&self, _: &str) -> Option<Linked> {
            self.note("placed")
        }
        fn shelf_mark(&self, _: &str) -> Option<ShelfMark> {
            self.note("shelf_mark")
        }
        fn called(&self, _: &str, _: &str) -> Option<String> {
            self.note("called")
        }
        fn about(&self, _: &str) -> Option<About> {
            self.note("about")
        }
        fn missing_fragment(&self, _: &str, _: &str) -> Option<MissingFragment> {
            self.note("missing_fragment")
        }
        fn site(&self, _: &str, _: SiteKey) -> Option<SiteValue> {
            self.note("site")
        }
        fn remote(&self, _: &str) -> Remote {
            self.note::<()>("remote");
            Remote::Off
        }
        fn fetch_ahead(&self, _: &[String]) -> bool {
            self.note("fetch_ahead")
        }
        fn remote_version(&self, _: &str) -> Option<String> {
            self.note("remote_version")
        }
    }

    /// Returns the methods of [`Files`] that do not reach the files behind those that `before` puts before them.
    pub(crate) fn kept_back(before: impl for<'f> Fn(&'f dyn Files) -> Box<dyn Files + 'f>) -> Vec<&'static str> {
        let behind = Noting::default();
        let files = before(&behind);
        let mut kept = Vec::new();
        let mut ask = |method: &'static str, question: &dyn Fn()| {
            behind.0.lock().unwrap().clear();
            question();
            if *behind.0.lock().unwrap() != [method] {
                kept.push(method);
            }
        };
        ask("folder", &|| _ = files.folder());
        ask("read", &|| _ = files.read("a"));
        ask("reopen", &|| _ = files.reopen("a"));
        ask("names", &|| _ = files.names("a"));
        ask("find", &|| _ = files.find("a", &Wanted::Name(Cow::Borrowed("b"))));
        ask("anywhere", &|| _ = files.anywhere(&["a"], "b"));
        ask("picture", &|| _ = files.picture("a.png"));
        ask("cover_beside", &|| _ = files.cover_beside("a.md"));
        ask("linked", &|| _ = files.linked("a.md", "b.md"));
        ask("placed", &|| _ = files.placed("a.md"));
        ask("shelf_mark", &|| _ = files.shelf_mark("a.md"));
        ask("called", &|| _ = files.called("a.md", "b"));
        ask("about", &|| _ = files.about("a.md"));
        ask("missing_fragment", &|| _ = files.missing_fragment("a.md", "b"));
        ask("site", &|| _ = files.site("a.md", SiteKey::Base));
        ask("remote", &|| _ = files.remote("https://example.org/a.png"));
        ask("fetch_ahead", &|| _ = files.fetch_ahead(&[]));
        ask("remote_version", &|| _ = files.remote_version("https://example.org/a.png"));
        kept
    }
}
