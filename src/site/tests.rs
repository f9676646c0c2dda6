//! Tables of paths and front matter with the addresses that the generators' documentation gives them.

mod forms;

use std::collections::BTreeMap;

use super::*;
use crate::read::{Files, Memory, head_of};

/// The files of a site without articles.
fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().into());
    let memory = Memory { folder: String::new(), files: files.iter().map(file).collect::<BTreeMap<_, _>>() };
    Site::of(&memory, "").expect("a site")
}

#[track_caller]
fn pages(site: &Site, cases: &[(&str, &str, &str)]) {
    for (path, front, page) in cases {
        let head = head_of(format!("---\n{front}\n---\n\nText.\n").as_bytes());
        assert_eq!(site.rules.page(path, &head).as_deref().unwrap_or("none"), *page, "{path} with {front}");
    }
}

#[track_caller]
fn says(site: &Site, key: SiteKey, value: &str) {
    assert_eq!(site.value(key, "x.md").map(|value| value.value).as_deref(), Some(value), "{key}");
}

#[test]
fn hugo() {
    let plain = site(&[("hugo.toml", "baseURL = 'https://e.org/blog/'\ntitle = 'T'\n[params]\nauthor = 'Ann'\n")]);
    assert_eq!(plain.generator, Generator::Hugo);
    says(&plain, SiteKey::Base, "https://e.org/blog");
    says(&plain, SiteKey::Author, "Ann");
    pages(
        &plain,
        &[
            ("content/posts/my-post/index.md", "", "/posts/my-post/"),
            ("content/posts/My Post.md", "", "/posts/my-post/"),
            ("content/posts/2024-02-17-mill.md", "", "/posts/2024-02-17-mill/"),
            ("content/about.md", "", "/about/"),
            ("content/_index.md", "", "/"),
            ("content/posts/_index.md", "", "/posts/"),
            ("content/posts/a.md", "slug: Other One", "/posts/other-one/"),
            ("content/posts/a/index.md", "slug: b", "/posts/b/"),
            ("content/posts/a.md", "url: /x/y", "/x/y/"),
            ("content/posts/a.md", "url: /x/y.html", "/x/y.html"),
            ("static/a.md", "", "none"),
        ],
    );
    let dated = site(&[(
        "config.yaml",
        "baseURL: https://e.org\ndefaultContentLanguage: en\nlanguages:\n  en: {weight: 1}\n  fr: {contentDir: content/fr}\n  de: {}\npermalinks:\n  posts: /:year/:month/:day/:slug/\n  news: /:sections[last]/:contentbasename\n  page: {notes: '/n/:title'}\n",
    )]);
    pages(
        &dated,
        &[
            ("content/posts/x.md", "title: The Mill\ndate: 2024-02-07", "/2024/02/07/the-mill/"),
            ("content/posts/x.md", "title: T\nslug: s\ndate: 2024-02-07T10:00:00Z", "/2024/02/07/s/"),
            ("content/news/a/b/x.md", "", "/b/x/"),
            ("content/notes/x.md", "title: Été", "/n/été/"),
            ("content/fr/docs/x.md", "", "/fr/docs/x/"),
            ("content/docs/x.de.md", "", "/de/docs/x/"),
            ("content/docs/x.es.md", "", "/docs/x.es/"),
        ],
    );
    assert_eq!(dated.rules.language("content/docs/x.de.md").as_deref(), Some("de"));
    let ugly = site(&[
        ("config/_default/hugo.toml", "uglyURLs = true"),
        ("config/_default/languages.toml", "[en]\ntitle = 'E'"),
    ]);
    pages(&ugly, &[("content/posts/a.md", "", "/posts/a.html")]);
    says(&ugly, SiteKey::Title, "E");
}

#[test]
fn jekyll() {
    let plain = site(&[("_config.yml", "url: https://e.org\nbaseurl: /b\nauthor:\n  name: Ann\n")]);
    says(&plain, SiteKey::Base, "https://e.org/b");
    says(&plain, SiteKey::Author, "Ann");
    pages(
        &plain,
        &[
            ("_posts/2024-02-17-my-Post.md", "", "/2024/02/17/my-Post.html"),
            ("news/_posts/2024-02-17-x.md", "categories: [A b, C]", "/news/a%20b/c/2024/02/17/x.html"),
            ("_posts/2024-02-17-x.md", "categories: a b", "/a/b/2024/02/17/x.html"),
            ("_posts/2024-02-17-x.md", "date: 2023-01-05 10:00", "/2023/01/05/x.html"),
            ("_posts/2024-02-17-x.md", "slug: y", "/2024/02/17/y.html"),
            ("_posts/2024-02-17-x.md", "permalink: /:year/:title", "/2024/x"),
            ("about.md", "", "/about.html"),
            ("docs/index.md", "", "/docs/"),
            ("docs/a.md", "permalink: /a/", "/a/"),
            ("_posts/undated.md", "", "none"),
        ],
    );
    for (style, page) in [
        ("pretty", "/2024/02/17/x/"),
        ("ordinal", "/2024/048/x.html"),
        ("weekdate", "/2024/W07/Sat/x.html"),
        ("none", "/x.html"),
        ("/blog/:i_month/:title", "/blog/2/x"),
    ] {
        let site = site(&[("_config.yml", &format!("permalink: {style}"))]);
        pages(&site, &[("_posts/2024-02-17-x.md", "", page)]);
    }
    let collected = site(&[(
        "_config.yml",
        "permalink: pretty\ncollections:\n  articles: {output: true, permalink: '/:path/'}\n  notes: {output: true}\n  data: {output: false}\n\
         defaults:\n  - scope: {path: '', type: posts}\n    values: {permalink: '/p/:title/'}\n  - scope: {path: 'fr'}\n    values: {lang: fr}\n",
    )]);
    pages(
        &collected,
        &[
            ("_articles/de/legal.md", "", "/de/legal/"),
            ("_notes/a.md", "", "/notes/a/"),
            ("_data/a.md", "", "none"),
            ("_posts/2024-02-17-x.md", "", "/p/x/"),
            ("about.md", "", "/about/"),
        ],
    );
    assert_eq!(collected.rules.language("fr/a.md").as_deref(), Some("fr"));
}

#[test]
fn zola() {
    let plain = site(&[("config.toml", "base_url = 'https://e.org'\ndefault_language = 'en'\n[languages.fr]\n")]);
    assert_eq!(plain.generator, Generator::Zola);
    pages(
        &plain,
        &[
            ("content/blog/2018-10-10-hello.md", "", "/blog/hello/"),
            ("content/blog/2018-10-10_Été & co/index.md", "", "/blog/ete-co/"),
            ("content/x.fr.md", "", "/fr/x/"),
            ("content/x.md", "path: 2024/01/y", "/2024/01/y/"),
            ("content/blog/x.md", "slug: z", "/blog/z/"),
            ("content/blog/_index.md", "", "/blog/"),
        ],
    );
    let kept =
        site(&[("config.toml", "base_url = 'https://e.org'\n[slugify]\npaths = 'off'\npaths_keep_dates = true\n")]);
    pages(&kept, &[("content/blog/2018-10-10-Été.md", "", "/blog/2018-10-10-Été/")]);
}

#[test]
fn eleventy() {
    let files = [
        (
            "eleventy.config.js",
            "module.exports = function (config) {\n  return { dir: { input: 'src' }, pathPrefix: '/b/' };\n};",
        ),
        ("src/_data/site.json", "{\"url\": \"https://e.org\", \"title\": \"T\", \"author\": {\"name\": \"Ann\"}}"),
        ("src/posts/posts.json", "{\"permalink\": \"/blog/{{ page.fileSlug }}/\", \"lang\": \"de\"}"),
    ];
    let site = site(&files);
    assert_eq!(site.generator, Generator::Eleventy);
    says(&site, SiteKey::Author, "Ann");
    pages(
        &site,
        &[
            ("src/posts/2024-02-17-a.md", "", "/blog/a/"),
            ("src/notes/a.md", "", "/notes/a/"),
            ("src/notes/a/a.md", "", "/notes/a/"),
            ("src/notes/a/index.md", "", "/notes/a/"),
            ("src/notes/2024-02-17-a.md", "", "/notes/2024-02-17-a/"),
            ("src/notes/a.md", "permalink: /x/{{ title | slugify }}/index.html\ntitle: Über uns", "/x/uber-uns/"),
            ("src/notes/a.md", "permalink: false", "none"),
        ],
    );
    assert_eq!(site.rules.language("src/posts/a.md").as_deref(), Some("de"));
}

#[test]
fn docusaurus() {
    let config = "export default {\n  title: 'T', url: 'https://e.org', baseUrl: '/b/',\n  i18n: { defaultLocale: 'en', locales: ['en', 'fr'] },\n\
                  presets: [['classic', { docs: { routeBasePath: 'learn' }, blog: {} }]],\n};";
    let site = site(&[("docusaurus.config.ts", config)]);
    says(&site, SiteKey::Base, "https://e.org/b");
    pages(
        &site,
        &[
            ("blog/2024-02-17-x.md", "", "/blog/2024/02/17/x"),
            ("blog/2024-02-17-x/index.md", "", "/blog/2024/02/17/x"),
            ("blog/2024/02/17/x.mdx", "", "/blog/2024/02/17/x"),
            ("blog/2024-02-17-x.md", "slug: y", "/blog/y"),
            ("blog/x.md", "", "/blog/x"),
            ("docs/01-a/02-b.md", "", "/learn/a/b"),
            ("docs/a/index.md", "", "/learn/a/"),
            ("docs/a/b.md", "slug: /c", "/learn/c"),
            ("docs/a/b.md", "slug: c", "/learn/a/c"),
            ("docs/a/b.md", "id: d", "/learn/a/d"),
            ("docs/7.0-x.md", "", "/learn/7.0-x"),
            ("src/pages/about.md", "", "/about"),
            ("i18n/fr/docusaurus-plugin-content-docs/current/a/b.md", "", "/fr/learn/a/b"),
            ("i18n/fr/docusaurus-plugin-content-blog/2024-02-17-x.md", "", "/fr/blog/2024/02/17/x"),
        ],
    );
}

#[test]
fn mkdocs() {
    let config = "site_name: T\nsite_url: https://e.org/d/\nmarkdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\nplugins:\n  - search\n  - blog\n";
    let site_of = site(&[("mkdocs.yml", config)]);
    assert!(site_of.faults.is_empty(), "{:?}", site_of.faults);
    says(&site_of, SiteKey::Base, "https://e.org/d");
    says(&site_of, SiteKey::Title, "T");
    pages(
        &site_of,
        &[
            ("docs/a/b.md", "", "/a/b/"),
            ("docs/index.md", "", "/"),
            ("docs/a/README.md", "", "/a/"),
            ("docs/blog/posts/x.md", "title: The Größe\ndate: 2024-02-17", "/blog/2024/02/17/the-größe/"),
            ("docs/blog/posts/x.md", "slug: s\ndate: 2024-02-17", "/blog/2024/02/17/s/"),
        ],
    );
    let ugly = site(&[("mkdocs.yml", "use_directory_urls: false\ndocs_dir: doc\n")]);
    pages(&ugly, &[("doc/a.md", "", "/a.html"), ("doc/a/index.md", "", "/a/index.html")]);
}

#[test]
fn generators_that_follow_paths() {
    let quarto =
        site(&[("_quarto.yml", "project: {type: website}\nwebsite:\n  title: T\n  site-url: https://e.org\n")]);
    says(&quarto, SiteKey::Base, "https://e.org");
    pages(
        &quarto,
        &[
            ("posts/x/index.qmd", "", "/posts/x/"),
            ("a.qmd", "", "/a.html"),
            ("a.qmd", "output-file: b.html", "/b.html"),
        ],
    );
    let astro = site(&[(
        "astro.config.mjs",
        "export default defineConfig({ site: 'https://e.org', base: '/b', integrations: [mdx()] });",
    )]);
    says(&astro, SiteKey::Base, "https://e.org/b");
    pages(
        &astro,
        &[
            ("src/content/blog/My Post.md", "", "/blog/my-post/"),
            ("src/content/blog/a/index.mdx", "slug: z", "/blog/z/"),
            ("src/pages/about.md", "", "/about/"),
        ],
    );
    let vitepress =
        site(&[(".vitepress/config.mts", "export default defineConfig({ title: 'T', lang: 'fr', cleanUrls: true })")]);
    pages(&vitepress, &[("a/b.md", "", "/a/b"), ("index.md", "", "/"), ("a/index.md", "", "/a/")]);
    let quartz = site(&[
        (
            "quartz.config.ts",
            "const config: QuartzConfig = { configuration: { baseUrl: 'e.org/v', pageTitle: 'T' } }\nexport default config",
        ),
        ("content/a.md", ""),
    ]);
    says(&quartz, SiteKey::Base, "https://e.org/v");
    pages(
        &quartz,
        &[
            ("content/My Folder/My Note.md", "", "/My-Folder/My-Note"),
            ("content/index.md", "", "/"),
            ("content/a/index.md", "", "/a/"),
        ],
    );
    let gatsby = site(&[(
        "gatsby-config.js",
        "module.exports = { siteMetadata: { title: `T`, siteUrl: `https://e.org/`, author: { name: `Ann` } } }",
    )]);
    says(&gatsby, SiteKey::Author, "Ann");
    pages(&gatsby, &[("content/blog/hello/index.md", "", "/hello/")]);
}

#[test]
fn hexo_and_pelican() {
    let hexo = site(&[("_config.yml", "title: T\nurl: https://e.org\nroot: /\n"), ("source/_posts/x.md", "")]);
    assert_eq!(hexo.generator, Generator::Hexo);
    pages(
        &hexo,
        &[
            ("source/_posts/x.md", "date: 2024-02-17 10:00", "/2024/02/17/x/"),
            ("source/_posts/x.md", "permalink: a/b", "/a/b.html"),
            ("source/about/index.md", "", "/about/"),
        ],
    );
    let pelican = site(&[
        ("pelicanconf.py", "AUTHOR = 'Ann'\nSITENAME = 'T'\nSITEURL = ''\nPATH = 'content'\n"),
        ("publishconf.py", "from pelicanconf import *\nSITEURL = 'https://e.org'\n"),
    ]);
    says(&pelican, SiteKey::Base, "https://e.org");
    pages(
        &pelican,
        &[
            ("content/x.md", "title: Ünder the mill", "/under-the-mill.html"),
            ("content/x.md", "title: T\nslug: s", "/s.html"),
            ("content/x.md", "title: T\nlang: fr", "/t-fr.html"),
            ("content/pages/x.md", "title: About", "/pages/about.html"),
        ],
    );
    let dated = site(&[("pelicanconf.py", "ARTICLE_URL = 'posts/{date:%Y}/{date:%m}/{slug}/'\n")]);
    pages(&dated, &[("content/x.md", "title: T\ndate: 2024-02-17", "/posts/2024/02/t/")]);
}

#[test]
fn broken_configuration_is_read_as_far_as_possible() {
    let site = site(&[("_config.yml", "title: T\nurl: https://e.org\nbad: [1, 2\nauthor: Ann\n")]);
    says(&site, SiteKey::Base, "https://e.org");
    assert_eq!(site.faults.len(), 1);
    assert!(site.faults[0].file == "_config.yml" && site.faults[0].line >= 3, "{:?}", site.faults);
}

/// An archive with articles, seen from the one at `from`.
fn archive(files: &[(&str, &str)]) -> Memory {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().into());
    Memory { folder: String::new(), files: files.iter().map(file).collect() }
}

#[test]
fn links_lead_to_the_articles_that_the_site_serves_there() {
    let files = archive(&[
        ("hugo.toml", "baseURL = 'https://e.org/b/'\n[permalinks]\nposts = '/:year/:slug/'\n"),
        ("content/posts/mill.md", "---\ntitle: The Mill\ndate: 2024-01-02\naliases: [/old/mill.html]\n---\n"),
        ("content/posts/boat/index.md", "---\ntitle: Boat\ndate: 2023-01-02\nslug: ship\noldSlug: sea/boat\n---\n"),
        ("content/docs/a.md", ""),
        ("content/docs/b.md", ""),
    ]);
    let cases = [
        ("content/docs/a.md", "b.md", "content/docs/b.md"),
        ("content/docs/a.md", "../b/", "content/docs/b.md"),
        ("content/docs/a.md", "/docs/b", "content/docs/b.md"),
        ("content/docs/a.md", "/b/docs/b/", "content/docs/b.md"),
        ("content/docs/a.md", "http://www.e.org/b/docs/b/index.html", "content/docs/b.md"),
        ("content/docs/a.md", "/2024/the-mill/", "content/posts/mill.md"),
        ("content/docs/a.md", "/2024/The-Mill.html", "content/posts/mill.md"),
        ("content/docs/a.md", "/old/mill.html", "content/posts/mill.md"),
        ("content/docs/a.md", "mill.md", "content/posts/mill.md"),
        ("content/docs/a.md", "posts/mill", "content/posts/mill.md"),
        ("content/docs/a.md", "/posts/mill/", "content/posts/mill.md"),
        ("content/docs/a.md", "/2023/ship/", "content/posts/boat/index.md"),
        ("content/docs/a.md", "/2022/ship/", "content/posts/boat/index.md"),
        ("content/docs/a.md", "/fr/posts/sea/boat/", "content/posts/boat/index.md"),
        ("content/posts/mill.md", "../../2023/ship/", "content/posts/boat/index.md"),
        ("content/docs/a.md", "/tags/ship/", "none"),
        ("content/docs/a.md", "https://other.org/docs/b/", "none"),
        ("content/docs/a.md", "/docs/gone/", "none"),
    ];
    for (from, link, path) in cases {
        let found = files.linked(from, link).map(|linked| linked.path);
        assert_eq!(found.as_deref().unwrap_or("none"), path, "{link} in {from}");
    }
    let linked = files.linked("content/docs/a.md", "mill.md").expect("an article");
    assert_eq!(linked.address(None).as_deref(), Some("https://e.org/b/2024/the-mill/"));
    assert_eq!(linked.address(Some("https://x.net/")).as_deref(), Some("https://x.net/2024/the-mill/"));
}

#[test]
fn an_own_page_wins_over_the_alias_of_another_and_languages_stay_apart() {
    let files = archive(&[
        ("hugo.toml", "baseURL = 'https://e.org'\ndefaultContentLanguage = 'en'\n[languages.en]\n[languages.de]\n"),
        ("content/docs/a.md", "---\naliases: [/docs/b/]\n---\n"),
        ("content/docs/b.md", ""),
        ("content/docs/b.de.md", ""),
        ("content/docs/a.de.md", ""),
    ]);
    let found = |from: &str, link: &str| files.linked(from, link).map(|linked| linked.path);
    assert_eq!(found("content/docs/a.md", "/docs/b/").as_deref(), Some("content/docs/b.md"));
    // Also where the link is not written as the page is.
    assert_eq!(found("content/docs/a.md", "/docs/B.html").as_deref(), Some("content/docs/b.md"));
    assert_eq!(found("content/docs/a.de.md", "/de/docs/b/").as_deref(), Some("content/docs/b.de.md"));
    assert_eq!(found("content/docs/a.de.md", "../b/").as_deref(), Some("content/docs/b.de.md"));
}

#[test]
fn folders_say_things_about_the_articles_below_them() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, SiteKey, &'a str);
    let cases: [Case<'_>; 9] = [
        (
            &[("_quarto.yml", "lang: en\nauthor: Site\n"), ("posts/_metadata.yml", "author:\n  - name: Jane Doe\n")],
            "posts/x/a.qmd",
            SiteKey::Author,
            "Jane Doe, posts/_metadata.yml author 1",
        ),
        (
            &[
                ("_quarto.yml", "lang: en\n"),
                ("a/_metadata.yml", "lang: de\n"),
                ("a/b/_metadata.yml", "license: CC BY\n"),
            ],
            "a/b/c.qmd",
            SiteKey::Language,
            "de, a/_metadata.yml lang 1",
        ),
        (
            &[("_quarto.yml", "lang: en\n"), ("a/_metadata.yml", "lang: de\n")],
            "b/c.qmd",
            SiteKey::Language,
            "en, _quarto.yml lang 1",
        ),
        (
            &[("eleventy.config.js", "export default {}"), ("posts/posts.json", "{\n \"author\": \"Ann\"}")],
            "posts/a.md",
            SiteKey::Author,
            "Ann, posts/posts.json author 2",
        ),
        (
            &[
                ("eleventy.config.js", "export default {}"),
                ("posts/posts.11tydata.json", "{\"author\": {\"name\": \"Bo\"}}"),
            ],
            "posts/a.md",
            SiteKey::Author,
            "Bo, posts/posts.11tydata.json author 1",
        ),
        (
            &[
                ("hugo.toml", "title = 'x'\n[params]\nauthor = 'Site'\n"),
                ("content/news/_index.md", "---\ntitle: N\ncascade:\n  author: Cy\n---\n"),
            ],
            "content/news/a.md",
            SiteKey::Author,
            "Cy, content/news/_index.md cascade.author 4",
        ),
        (
            &[("hugo.toml", "title = 'x'\n"), ("content/_index.md", "+++\n[cascade]\ncopyright = 'CC0'\n+++\n")],
            "content/news/a.md",
            SiteKey::Rights,
            "CC0, content/_index.md cascade.copyright 3",
        ),
        (
            &[
                ("hugo.toml", "title = 'x'\n"),
                ("content/_index.md", "+++\n[cascade]\nauthor = 'No'\n[cascade._target]\nkind = 'page'\n+++\n"),
            ],
            "content/a.md",
            SiteKey::Author,
            "No, content/_index.md cascade.author 3",
        ),
        (
            &[
                ("hugo.toml", "title = 'x'\n"),
                ("content/_index.md", "+++\n[cascade]\nauthor = 'No'\n[cascade._target]\nkind = 'section'\n+++\n"),
            ],
            "content/a.md",
            SiteKey::Author,
            "none",
        ),
    ];
    for (files, path, key, expected) in cases {
        let found = crate::read::Files::site(&archive(files), path, key);
        let told =
            found.map(|found| format!("{}, {} {} {}", found.value, found.file, found.key, found.line.unwrap_or(0)));
        assert_eq!(told.as_deref().unwrap_or("none"), expected, "{path} {key}");
    }
}
