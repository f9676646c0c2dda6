//! Forms of links between articles, and the article that the generator's documentation says each means.

use super::*;

/// An archive, and links: the article that has the link, the link, the path of the article that it means, or `none`.
type Archive<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [(&'a str, &'a str, &'a str)]);

#[test]
fn links_of_each_generator_lead_to_the_article_that_is_meant() {
    let archives: [Archive<'_>; 9] = [
        (
            "a vault",
            &[
                (".obsidian/app.json", "{}"),
                ("Folder/Note.md", "---\naliases: [The Other Name, second]\n---\n"),
                ("Folder/Sub/Note.md", ""),
                ("Deep/Unique Thing.md", ""),
                ("v1.2 notes.md", ""),
                ("Été.md", ""),
            ],
            &[
                ("Folder/a.md", "Folder/Note#Heading", "Folder/Note.md"),
                ("Folder/a.md", "Folder/Sub/Note#^block", "Folder/Sub/Note.md"),
                ("Folder/a.md", "Sub/Note", "Folder/Sub/Note.md"),
                ("a.md", "Unique Thing", "Deep/Unique Thing.md"),
                ("a.md", "unique thing", "Deep/Unique Thing.md"),
                ("a.md", "Unique%20Thing.md", "Deep/Unique Thing.md"),
                ("a.md", "The Other Name", "Folder/Note.md"),
                ("a.md", "second", "Folder/Note.md"),
                ("a.md", "v1.2 notes", "v1.2 notes.md"),
                ("a.md", "E\u{301}te\u{301}", "Été.md"),
                ("Folder/a.md", "../Deep/Unique Thing", "Deep/Unique Thing.md"),
                ("Folder/a.md", "/Deep/Unique Thing.md", "Deep/Unique Thing.md"),
                ("a.md", "Deep/Unique Thing.md#Part", "Deep/Unique Thing.md"),
                ("a.md", "Gone", "none"),
                ("a.md", "Folder/Gone", "none"),
            ],
        ),
        (
            "Hugo with languages",
            &[
                (
                    "hugo.toml",
                    "baseURL = 'https://e.org/'\ndefaultContentLanguage = 'en'\n[languages.en]\n[languages.fr]\n",
                ),
                ("content/posts/mill.md", ""),
                ("content/posts/mill.fr.md", ""),
                ("content/posts/boat/index.md", ""),
                ("content/posts/boat/index.fr.md", ""),
                ("content/docs/a.md", ""),
                ("content/docs/a.fr.md", ""),
            ],
            &[
                ("content/docs/a.md", "/posts/mill", "content/posts/mill.md"),
                ("content/docs/a.md", "/posts/mill.md#part", "content/posts/mill.md"),
                ("content/docs/a.fr.md", "/fr/posts/mill/", "content/posts/mill.fr.md"),
                ("content/docs/a.fr.md", "mill", "content/posts/mill.fr.md"),
                ("content/docs/a.md", "posts/boat", "content/posts/boat/index.md"),
                ("content/docs/a.md", "posts/boat/index.md", "content/posts/boat/index.md"),
                ("content/docs/a.md", "https://e.org/fr/posts/boat/?x=1#y", "content/posts/boat/index.fr.md"),
                ("content/docs/a.md", "//e.org/posts/boat", "content/posts/boat/index.md"),
                ("content/docs/a.md", "../../posts/boat/", "content/posts/boat/index.md"),
                ("content/posts/mill.md", "../boat", "content/posts/boat/index.md"),
                ("content/docs/a.md", "https://sub.e.org/posts/boat/", "none"),
            ],
        ),
        (
            "Jekyll",
            &[
                (
                    "_config.yml",
                    "url: https://e.org\nbaseurl: /b\npermalink: /:categories/:title.html\ncollections: {docs: {output: true}}\n",
                ),
                ("_posts/2024-02-07-the-mill.md", "---\ncategories: news\nredirect_from:\n  - /old/mill/\n---\n"),
                ("_posts/2024-02-08-boat.markdown", ""),
                ("_docs/install.md", ""),
                ("about.md", ""),
            ],
            &[
                ("about.md", "2024-02-07-the-mill", "_posts/2024-02-07-the-mill.md"),
                ("about.md", "_posts/2024-02-07-the-mill.md", "_posts/2024-02-07-the-mill.md"),
                ("about.md", "/b/news/the-mill.html#part", "_posts/2024-02-07-the-mill.md"),
                ("about.md", "/news/the-mill", "_posts/2024-02-07-the-mill.md"),
                ("about.md", "https://e.org/b/boat.html", "_posts/2024-02-08-boat.markdown"),
                ("about.md", "/old/mill", "_posts/2024-02-07-the-mill.md"),
                ("about.md", "docs/install.html", "_docs/install.md"),
                ("_docs/install.md", "../about.html", "about.md"),
                ("about.md", "/b/feed.xml", "none"),
            ],
        ),
        (
            "Zola",
            &[
                ("zola.toml", "base_url = 'https://e.org'\n"),
                ("content/blog/2024-02-07-mill.md", ""),
                ("content/docs/_index.md", ""),
                ("content/docs/a/index.md", ""),
            ],
            &[
                ("content/docs/a/index.md", "@/blog/2024-02-07-mill.md#part", "content/blog/2024-02-07-mill.md"),
                ("content/docs/a/index.md", "/blog/mill/", "content/blog/2024-02-07-mill.md"),
                ("content/docs/a/index.md", "@/docs/_index.md", "content/docs/_index.md"),
                ("content/blog/2024-02-07-mill.md", "../../docs/a", "content/docs/a/index.md"),
                ("content/blog/2024-02-07-mill.md", "@/docs/gone.md", "none"),
            ],
        ),
        (
            "Docusaurus",
            &[
                ("docusaurus.config.js", "export default { url: 'https://e.org', baseUrl: '/b/' }"),
                ("docs/01-intro.md", ""),
                ("docs/guides/02-set-up.mdx", "---\nslug: /setup\n---\n"),
                ("blog/2024-02-07-mill/index.md", ""),
            ],
            &[
                ("docs/01-intro.md", "./guides/02-set-up.mdx", "docs/guides/02-set-up.mdx"),
                ("docs/01-intro.md", "guides/02-set-up.mdx#part", "docs/guides/02-set-up.mdx"),
                ("docs/01-intro.md", "/b/docs/setup", "docs/guides/02-set-up.mdx"),
                ("docs/01-intro.md", "@site/blog/2024-02-07-mill/index.md", "blog/2024-02-07-mill/index.md"),
                ("docs/guides/02-set-up.mdx", "../01-intro.md", "docs/01-intro.md"),
                ("docs/01-intro.md", "/b/blog/2024/02/07/mill", "blog/2024-02-07-mill/index.md"),
            ],
        ),
        (
            "Docusaurus with documents beside its folder",
            &[
                (
                    "website/docusaurus.config.js",
                    "export default { url: 'https://e.org', baseUrl: '/', presets: [['classic', { docs: { path: '../docs' } }]] }",
                ),
                ("docs/a.md", ""),
                ("docs/b.md", ""),
                ("website/blog/2024-02-07-mill.md", ""),
            ],
            &[
                ("docs/a.md", "/docs/b", "docs/b.md"),
                ("docs/a.md", "b.md", "docs/b.md"),
                ("docs/a.md", "/blog/2024/02/07/mill", "website/blog/2024-02-07-mill.md"),
                ("website/blog/2024-02-07-mill.md", "/docs/b", "docs/b.md"),
            ],
        ),
        (
            "MkDocs with languages",
            &[
                (
                    "mkdocs.yml",
                    "site_url: https://e.org/d/\nplugins:\n  - i18n:\n      docs_structure: suffix\n      languages:\n        - {locale: en, default: true}\n        - {locale: fr}\n",
                ),
                ("docs/guide/a.md", ""),
                ("docs/guide/a.fr.md", ""),
                ("docs/index.md", ""),
                ("docs/index.fr.md", ""),
            ],
            &[
                ("docs/index.md", "guide/a.md", "docs/guide/a.md"),
                ("docs/index.fr.md", "guide/a.md", "docs/guide/a.fr.md"),
                ("docs/index.md", "guide/a/", "docs/guide/a.md"),
                ("docs/guide/a.md", "../../fr/", "docs/index.fr.md"),
                ("docs/guide/a.md", "/d/guide/a/", "docs/guide/a.md"),
            ],
        ),
        (
            "Pelican",
            &[
                ("pelicanconf.py", "SITEURL = 'https://e.org'\nPATH = 'content'\n"),
                ("content/posts/mill.md", "---\ntitle: The Mill\n---\n"),
                ("content/pages/about.md", "---\ntitle: About\n---\n"),
            ],
            &[
                ("content/pages/about.md", "{filename}/posts/mill.md", "content/posts/mill.md"),
                ("content/pages/about.md", "{filename}../posts/mill.md#part", "content/posts/mill.md"),
                ("content/pages/about.md", "|filename|/posts/mill.md", "content/posts/mill.md"),
                ("content/posts/mill.md", "/pages/about.html", "content/pages/about.md"),
                ("content/pages/about.md", "/the-mill.html", "content/posts/mill.md"),
            ],
        ),
        (
            "Quarto, VitePress and Astro write paths of files",
            &[
                ("_quarto.yml", "website: {site-url: 'https://e.org'}\n"),
                ("posts/mill/index.qmd", ""),
                ("notes/b.qmd", ""),
            ],
            &[
                ("notes/b.qmd", "../posts/mill/index.qmd#sec-x", "posts/mill/index.qmd"),
                ("notes/b.qmd", "../posts/mill/", "posts/mill/index.qmd"),
                ("posts/mill/index.qmd", "/notes/b.html", "notes/b.qmd"),
                ("posts/mill/index.qmd", "../../notes/b.qmd", "notes/b.qmd"),
            ],
        ),
    ];
    let mut wrong = Vec::new();
    for (name, files, links) in archives {
        let files = archive(files);
        for (from, link, expected) in links {
            let found = files.linked(from, link).map(|linked| linked.path);
            let found = found.as_deref().unwrap_or("none");
            if found != *expected {
                wrong.push(format!("{name}: {link} in {from}: {found}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} links are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
