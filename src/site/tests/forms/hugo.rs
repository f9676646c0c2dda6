//! Hugo's configuration.

use super::*;

#[test]
fn hugo() {
    hold(&[
        Form {
            name: "patterns by kind and section",
            files: &[(
                "hugo.toml",
                "[permalinks.page]\nposts = '/articles/:year/:month/:slug/'\n[permalinks.section]\nposts = '/articles/'\n",
            )],
            pages: &[
                ("content/posts/x.md", "title: The Mill\ndate: 2024-02-07", "/articles/2024/02/the-mill/"),
                ("content/posts/_index.md", "", "/articles/"),
                ("content/posts/sub/x.md", "slug: S\ndate: 2024-02-07", "/articles/2024/02/s/"),
                ("content/posts/x.md", "title: T", "none"),
            ],
            says: &[],
        },
        Form {
            name: "patterns of one language",
            files: &[(
                "hugo.yaml",
                "defaultContentLanguage: en\nlanguages:\n  en:\n    permalinks:\n      posts: /blog/:slug/\n  de:\n    permalinks:\n      page:\n        posts: /artikel/:slug/\n",
            )],
            pages: &[
                ("content/posts/x.md", "slug: s", "/blog/s/"),
                ("content/posts/x.de.md", "slug: s", "/de/artikel/s/"),
            ],
            says: &[],
        },
        Form {
            name: "a list of patterns with targets",
            files: &[(
                "hugo.toml",
                "[[permalinks]]\npattern = '/b/:slug/'\n[permalinks.target]\npath = '{/books,/books/**}'\nkind = 'page'\n[[permalinks]]\npattern = '/:section/p/:slug/'\n",
            )],
            pages: &[("content/books/x.md", "slug: s", "/b/s/"), ("content/films/x.md", "slug: s", "/films/p/s/")],
            says: &[],
        },
        Form {
            name: "what a section hands down",
            files: &[
                ("hugo.toml", "baseURL = 'https://e.org'\n"),
                ("content/blog/_index.md", "---\ncascade:\n  url: /:sections[last]/w/:slug\n---\n"),
                (
                    "content/docs/_index.md",
                    "+++\n[[cascade]]\nurl = '/d/:contentbasename/'\n[cascade.target]\npath = '{/docs/v1/**}'\n[[cascade]]\n[cascade.params]\nlicense = 'CC0'\nauthor = 'Ann'\n+++\n",
                ),
            ],
            pages: &[
                ("content/blog/x.md", "title: The Mill", "/blog/w/the-mill/"),
                ("content/docs/v1/x.md", "", "/d/x/"),
                ("content/docs/v2/x.md", "", "/docs/v2/x/"),
                ("content/docs/v1/x.md", "url: /own/", "/own/"),
            ],
            says: &[
                (SiteKey::License, "content/docs/v2/x.md", "CC0"),
                (SiteKey::Author, "content/docs/v2/x.md", "Ann"),
                (SiteKey::Author, "content/blog/x.md", "none"),
            ],
        },
        Form {
            name: "a cascade with a target in the older spelling, and the first that fits counts",
            files: &[
                ("hugo.toml", ""),
                (
                    "content/news/_index.md",
                    "---\ncascade:\n- _target:\n    path: /news/2020/**\n  author: Old\n- _target:\n    kind: page\n  author: New\n  lang: fr\n---\n",
                ),
            ],
            pages: &[],
            says: &[
                (SiteKey::Author, "content/news/2020/x.md", "Old"),
                (SiteKey::Author, "content/news/2021/x.md", "New"),
                (SiteKey::Language, "content/news/2020/x.md", "fr"),
            ],
        },
        Form {
            name: "a cascade of the whole site",
            files: &[(
                "hugo.toml",
                "[[cascade]]\nauthor = 'Bo'\n[cascade.target]\npath = '/posts/**'\n[[cascade]]\n[cascade.params]\nlicense = 'CC BY 4.0'\n",
            )],
            pages: &[],
            says: &[
                (SiteKey::Author, "content/posts/x.md", "Bo"),
                (SiteKey::Author, "content/about.md", "none"),
                (SiteKey::License, "content/about.md", "CC BY 4.0"),
            ],
        },
        Form {
            name: "a host a language",
            files: &[(
                "hugo.toml",
                "defaultContentLanguage = 'en'\n[languages.en]\nbaseURL = 'https://e.org/'\ncontentDir = 'content/english'\n[languages.fr]\nbaseURL = 'https://fr.e.org/'\ncontentDir = 'content/french'\ntitle = 'Le T'\n",
            )],
            pages: &[("content/english/posts/x.md", "", "/posts/x/"), ("content/french/posts/x.md", "", "/posts/x/")],
            says: &[
                (SiteKey::Base, "content/english/posts/x.md", "https://e.org"),
                (SiteKey::Base, "content/french/posts/x.md", "https://fr.e.org"),
                (SiteKey::Title, "content/french/posts/x.md", "Le T"),
            ],
        },
        Form {
            name: "the default language in a folder, codes with regions",
            files: &[(
                "config.toml",
                "baseURL = 'https://e.org'\ndefaultContentLanguage = 'en'\ndefaultContentLanguageInSubdir = true\n[languages.en]\n[languages.pt-BR]\n[languages.zh-cn]\ncontentDir = 'content/zh'\n",
            )],
            pages: &[
                ("content/posts/x.md", "", "/en/posts/x/"),
                ("content/posts/x.pt-br.md", "", "/pt-br/posts/x/"),
                ("content/posts/y/index.pt-BR.md", "", "/pt-br/posts/y/"),
                ("content/zh/posts/x.md", "", "/zh-cn/posts/x/"),
                ("content/posts/x.md", "url: about", "/en/about/"),
                ("content/posts/x.md", "url: /about", "/about/"),
            ],
            says: &[(SiteKey::Language, "content/zh/posts/x.md", "zh-cn")],
        },
        Form {
            name: "ugly addresses of one section",
            files: &[("hugo.toml", "[uglyURLs]\nnotes = true\n")],
            pages: &[("content/notes/x.md", "", "/notes/x.html"), ("content/posts/x.md", "", "/posts/x/")],
            says: &[],
        },
        Form {
            name: "case and accents",
            files: &[("hugo.toml", "disablePathToLower = true\nremovePathAccents = true\n")],
            pages: &[
                ("content/Posts/Été à Nice.md", "", "/Posts/Ete-a-Nice/"),
                ("content/Posts/x.md", "slug: Über", "/Posts/Uber/"),
            ],
            says: &[],
        },
        Form {
            name: "dates in names",
            files: &[(
                "hugo.toml",
                "[frontmatter]\ndate = [':filename', ':default']\n[permalinks]\nposts = '/:2006/:01/:slug/'\n",
            )],
            pages: &[
                ("content/posts/2024-02-07-mill.md", "title: Other", "/2024/02/mill/"),
                ("content/posts/2024-02-07-mill.md", "title: Other\nslug: own\ndate: 2020-01-01", "/2024/02/own/"),
                ("content/notes/2024-02-07-mill.md", "", "/notes/mill/"),
            ],
            says: &[],
        },
        Form {
            name: "mounts",
            files: &[(
                "hugo.toml",
                "defaultContentLanguage = 'en'\n[languages.en]\n[languages.de]\n[[module.mounts]]\nsource = 'docs'\ntarget = 'content/manual'\n[[module.mounts]]\nsource = 'content/english'\ntarget = 'content'\nlang = 'en'\n[[module.mounts]]\nsource = 'content/deutsch'\ntarget = 'content'\nlang = 'de'\n[[module.mounts]]\nsource = 'assets'\ntarget = 'assets'\n",
            )],
            pages: &[
                ("docs/a/b.md", "", "/manual/a/b/"),
                ("content/english/posts/x.md", "", "/posts/x/"),
                ("content/deutsch/posts/x.md", "", "/de/posts/x/"),
            ],
            says: &[(SiteKey::Language, "content/deutsch/posts/x.md", "de")],
        },
        Form {
            name: "settings for publishing win",
            files: &[
                ("config/_default/hugo.toml", "baseURL = 'http://localhost:1313/'\ntitle = 'T'\n"),
                ("config/_default/languages.yaml", "en: {title: E}\nnl: {title: N}\n"),
                ("config/_default/permalinks.yml", "posts: /:year/:slug/\n"),
                ("config/production/config.toml", "baseURL = 'https://e.org/'\n"),
            ],
            pages: &[
                ("content/posts/x.md", "slug: s\ndate: 2024-02-07", "/2024/s/"),
                ("content/posts/x.nl.md", "slug: s\ndate: 2024-02-07", "/nl/2024/s/"),
            ],
            says: &[
                (SiteKey::Base, "content/posts/x.md", "https://e.org"),
                (SiteKey::Title, "content/posts/x.nl.md", "N"),
            ],
        },
        Form {
            name: "sections and file names in patterns",
            files: &[(
                "hugo.toml",
                "[permalinks]\nblog = '/:sections[1:]/:slugorcontentbasename'\ndocs = ':sectionslugs/:contentbasename/'\n'/' = '/p/:filename/'\nwiki = '/w/:sections[:last]/:title/'\n",
            )],
            pages: &[
                ("content/blog/a/b/x.md", "title: T", "/a/b/x/"),
                ("content/docs/A B/x.md", "", "/docs/a-b/x/"),
                ("content/x.md", "", "/p/x/"),
                ("content/wiki/a/b/x.md", "title: T", "/w/wiki/a/t/"),
            ],
            says: &[],
        },
        Form {
            name: "pages that are never made",
            files: &[("hugo.toml", "")],
            pages: &[
                ("content/posts/v1.2/notes.md", "", "/posts/v1.2/notes/"),
                ("content/posts/v1.2.md", "", "/posts/v1.2/"),
                ("content/posts/x.md", "url: /feed.xml", "/feed.xml"),
                ("content/posts/x.html", "", "/posts/x/"),
            ],
            says: &[],
        },
    ]);
}
