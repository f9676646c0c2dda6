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
