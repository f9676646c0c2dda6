//! MkDocs' `mkdocs.yml`, with Material's blog and languages.

use super::*;

#[test]
fn mkdocs() {
    hold(&[
        Form {
            name: "values from the environment",
            files: &[(
                "mkdocs.yml",
                "site_name: !ENV [NAME, 'T']\nsite_url: !ENV [SITE_URL, 'https://e.org/d/']\ndocs_dir: ./manual\n",
            )],
            pages: &[("manual/a/b.md", "", "/a/b/"), ("manual/README.md", "", "/")],
            says: &[(SiteKey::Base, "manual/a.md", "https://e.org/d"), (SiteKey::Title, "manual/a.md", "T")],
        },
        Form {
            name: "the blog's own folder, dates and slugs",
            files: &[(
                "mkdocs.yml",
                "site_url: https://e.org\nplugins:\n  - search\n  - blog:\n      blog_dir: news\n      post_dir: \"{blog}/articles\"\n      post_url_date_format: yyyy/MM\n      post_url_format: \"{date}/{slug}\"\n",
            )],
            pages: &[
                ("docs/news/articles/x.md", "title: The Mill\ndate: 2024-02-07", "/news/2024/02/the-mill/"),
                (
                    "docs/news/articles/2024/x.md",
                    "slug: s\ndate:\n  created: 2024-02-07\n  updated: 2024-03-01",
                    "/news/2024/02/s/",
                ),
                ("docs/news/posts/x.md", "title: T\ndate: 2024-02-07", "/news/posts/x/"),
            ],
            says: &[],
        },
        Form {
            name: "a blog at the top",
            files: &[(
                "mkdocs.yml",
                "plugins:\n  blog:\n    blog_dir: .\n    post_url_format: \"{categories}/{file}\"\n    post_url_date_format: yyyy-MM-dd\n",
            )],
            pages: &[("docs/posts/x.md", "title: T\ndate: 2024-02-07\ncategories: [Down Stream]", "/down-stream/x/")],
            says: &[],
        },
        Form {
            name: "two blogs",
            files: &[(
                "mkdocs.yml",
                "plugins:\n  - blog:\n      blog_dir: blog\n      post_url_format: '{slug}'\n  - material/blog:\n      blog_dir: log\n      post_url_format: '{date}/{slug}'\n",
            )],
            pages: &[
                ("docs/blog/posts/x.md", "title: T\ndate: 2024-02-07", "/blog/t/"),
                ("docs/log/posts/x.md", "title: T\ndate: 2024-02-07", "/log/2024/02/07/t/"),
            ],
            says: &[],
        },
        Form {
            name: "languages by suffix",
            files: &[(
                "mkdocs.yml",
                "plugins:\n  - i18n:\n      docs_structure: suffix\n      languages:\n        - locale: en\n          default: true\n        - locale: fr\n          name: Français\n",
            )],
            pages: &[
                ("docs/a/b.md", "", "/a/b/"),
                ("docs/a/b.en.md", "", "/a/b/"),
                ("docs/a/b.fr.md", "", "/fr/a/b/"),
                ("docs/index.fr.md", "", "/fr/"),
                ("docs/a/v1.2.md", "", "/a/v1.2/"),
            ],
            says: &[(SiteKey::Language, "docs/a/b.fr.md", "fr")],
        },
        Form {
            name: "languages by folder",
            files: &[(
                "mkdocs.yml",
                "plugins:\n  - i18n:\n      docs_structure: folder\n      languages:\n        - locale: en\n          default: true\n          build: true\n        - locale: pt-BR\n",
            )],
            pages: &[
                ("docs/en/a/b.md", "", "/a/b/"),
                ("docs/pt-BR/a/b.md", "", "/pt-BR/a/b/"),
                ("docs/en/index.md", "", "/"),
            ],
            says: &[(SiteKey::Language, "docs/pt-BR/a/b.md", "pt-BR")],
        },
        Form {
            name: "files instead of folders, and a base to inherit from",
            files: &[
                ("mkdocs.yml", "INHERIT: ./mkdocs.base.yml\nuse_directory_urls: !ENV [DIRS, false]\n"),
                ("mkdocs.base.yml", "site_url: https://e.org\nsite_name: T\nsite_author: Ann\n"),
            ],
            pages: &[("docs/a/b.md", "", "/a/b.html"), ("docs/a/index.md", "", "/a/index.html")],
            says: &[(SiteKey::Base, "docs/a/b.md", "https://e.org"), (SiteKey::Author, "docs/a/b.md", "Ann")],
        },
    ]);
}
