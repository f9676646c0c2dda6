//! Jekyll's `_config.yml`.

use super::*;

#[test]
fn jekyll() {
    hold(&[
        Form {
            name: "a pattern in the front matter",
            files: &[("_config.yml", "title: T\n")],
            pages: &[
                (
                    "_posts/2023-07-11-mill.md",
                    "permalink: /:categories/:year/:title\ncategories: serie",
                    "/serie/2023/mill",
                ),
                (
                    "_posts/2023-07-11-mill.md",
                    "permalink: /:categories/:year/:title:output_ext\ncategories: [a, B]",
                    "/a/b/2023/mill.html",
                ),
                ("_posts/2023-07-11-mill.md", "permalink: my-url", "/my-url"),
                ("_posts/2023-07-11-mill.md", "permalink: :title.html", "/mill.html"),
            ],
            says: &[],
        },
        Form {
            name: "a pattern for all, without categories",
            files: &[("_config.yml", "permalink: /:categories/:year/:title:output_ext\n")],
            pages: &[
                ("_posts/2023-07-11-mill.md", "", "/2023/mill.html"),
                ("_posts/2023-07-11-mill.md", "categories: Down Stream", "/down/stream/2023/mill.html"),
                ("_posts/2023-07-11-mill.md", "category: Down Stream", "/down%20stream/2023/mill.html"),
                ("news/_posts/2023-07-11-mill.md", "categories: [News, boats]", "/news/boats/2023/mill.html"),
                ("_posts/old/2023-07-11-mill.md", "", "/2023/mill.html"),
                ("about.md", "", "/about.html"),
                ("docs/index.md", "", "/docs/"),
            ],
            says: &[],
        },
        Form {
            name: "slugified categories and parts of dates",
            files: &[("_config.yml", "permalink: /:slugified_categories/:short_year-:i_month-:i_day/:slug.html\n")],
            pages: &[("_posts/2023-07-01-The_Mill!.md", "category: Down Stream", "/down-stream/23-7-1/the-mill.html")],
            says: &[],
        },
        Form {
            name: "defaults by scope: a deeper path wins over a shorter one, then one with a type",
            files: &[(
                "_config.yml",
                "permalink: pretty\ndefaults:\n  - scope:\n      path: \"\"\n    values:\n      permalink: /all/:basename/\n  \
                 - scope:\n      path: \"\"\n      type: \"posts\"\n    values:\n      permalink: /blog/:title/\n      categories: [x]\n  \
                 - scope: {path: \"_posts/fr\", type: posts}\n    values: {permalink: \"/fr/:title/\", lang: fr}\n  \
                 - scope: {path: \"_posts/*/drafty\"}\n    values: {permalink: \"/d/:title/\"}\n  \
                 - scope: {path: \"notes/**/old\"}\n    values: {permalink: \"/old/:basename/\"}\n",
            )],
            pages: &[
                ("_posts/2023-07-11-mill.md", "", "/blog/mill/"),
                ("_posts/fr/2023-07-11-mill.md", "", "/fr/mill/"),
                ("_posts/de/drafty/2023-07-11-mill.md", "", "/d/mill/"),
                ("notes/a/b/old/x.md", "", "/old/x/"),
                ("_posts/fr/2023-07-11-mill.md", "permalink: /own/", "/own/"),
                ("about.md", "", "/all/about/"),
            ],
            says: &[(SiteKey::Language, "_posts/fr/2023-07-11-mill.md", "fr")],
        },
        Form {
            name: "collections with patterns, in a folder of their own",
            files: &[(
                "_config.yml",
                "collections_dir: collections\ncollections:\n  guides:\n    output: true\n    permalink: /:collection/:name\n  \
                 docs:\n    output: true\n    permalink: /manual/:path/\n  people:\n    output: true\n    permalink: /team/:title:output_ext\n  \
                 tips:\n    output: true\n  posts:\n    permalink: /b/:year/:title/\n",
            )],
            pages: &[
                ("collections/_guides/Getting Started.md", "", "/guides/getting-started"),
                ("collections/_docs/a/b.md", "", "/manual/a/b/"),
                ("collections/_docs/a/2020-01-02-b.md", "", "/manual/a/2020-01-02-b/"),
                ("collections/_people/ann.md", "slug: ann-lee", "/team/ann-lee.html"),
                ("collections/_tips/x/y.md", "", "/tips/x/y.html"),
                ("collections/_posts/2023-07-11-mill.md", "", "/b/2023/mill/"),
            ],
            says: &[],
        },
        Form {
            name: "a list of collections, a source folder, and pages in a folder that is included",
            files: &[("_config.yml", "source: ./src\ninclude: [_pages, .htaccess]\ncollections: [notes]\n")],
            pages: &[
                ("src/_pages/about.md", "", "/_pages/about.html"),
                ("src/_pages/about.md", "permalink: /about/", "/about/"),
                ("src/_notes/a.md", "", "none"),
                ("src/_posts/2023-07-11-mill.md", "", "/2023/07/11/mill.html"),
            ],
            says: &[],
        },
        Form {
            name: "polyglot",
            files: &[(
                "_config.yml",
                "url: https://e.org\nlanguages: [\"en\", \"fr\"]\ndefault_lang: en\nlang_from_path: true\npermalink: /:title/\n",
            )],
            pages: &[
                ("_posts/2023-07-11-mill.md", "lang: en", "/mill/"),
                ("_posts/2023-07-11-mill.md", "lang: fr", "/fr/mill/"),
                ("_posts/fr/2023-07-11-mill.md", "", "/fr/mill/"),
                ("fr/about.md", "permalink: /about/", "/fr/about/"),
            ],
            says: &[(SiteKey::Language, "_posts/fr/2023-07-11-mill.md", "fr")],
        },
        Form {
            name: "the address in the file for publishing",
            files: &[
                ("_config.yml", "url: \"http://localhost:4000\" # while writing\nbaseurl: ''\n"),
                ("_config.production.yml", "url: https://e.org\nbaseurl: /b\n"),
            ],
            pages: &[],
            says: &[(SiteKey::Base, "_posts/2023-07-11-mill.md", "https://e.org/b")],
        },
        Form {
            name: "the address in the file that GitHub Pages has",
            files: &[("_config.yml", "title: T\nbaseurl: \"\"\n"), ("CNAME", "www.e.org\n")],
            pages: &[],
            says: &[(SiteKey::Base, "_posts/2023-07-11-mill.md", "https://www.e.org")],
        },
        Form {
            name: "no ending, and unusual names",
            files: &[("_config.yml", "permalink: /:year/:month/:title\n")],
            pages: &[
                ("_posts/2023-7-1-Big Mill's Day.md", "", "/2023/07/Big-Mill's-Day"),
                ("_posts/2023-07-01-mill.md", "date: 2022-12-31 23:00:00 +0100", "/2022/12/mill"),
                ("_posts/no-date.md", "", "none"),
                ("about.md", "", "/about"),
                ("a/b.md", "", "/a/b"),
            ],
            says: &[],
        },
        Form {
            name: "categories of a scope, as a text",
            files: &[(
                "_config.yml",
                "defaults:\n- scope: {path: '', type: 'posts'}\n  values: {category: news}\npermalink: /:categories/:title/\n",
            )],
            pages: &[
                ("_posts/2023-07-01-mill.md", "", "/news/mill/"),
                ("_posts/2023-07-01-mill.md", "category: own", "/own/mill/"),
            ],
            says: &[],
        },
    ]);
}
