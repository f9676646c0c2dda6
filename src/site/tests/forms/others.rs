//! Zola, Hexo, Pelican, Quarto, Astro, VitePress, Gatsby and Quartz.

use super::*;

#[test]
fn zola() {
    hold(&[
        Form {
            name: "folders stay as they are, a path counts as a whole",
            files: &[("config.toml", "base_url = \"https://e.org\"\ndefault_language = \"en\"\n[languages.fr]\n")],
            pages: &[
                ("content/My Folder/Hello World.md", "", "/My%20Folder/hello-world/"),
                ("content/a/x.fr.md", "path: /own/x", "/own/x/"),
                ("content/a/x/index.fr.md", "", "/fr/a/x/"),
                ("content/a/x.en.md", "", "/a/x-en/"),
                ("content/Blog/_index.fr.md", "", "/fr/Blog/"),
                ("content/_index.md", "", "/"),
                ("content/a/2018-10-10T10:10:10Z-x.md", "", "/a/x/"),
            ],
            says: &[(SiteKey::Language, "content/a/x/index.fr.md", "fr")],
        },
        Form {
            name: "safe slugs",
            files: &[("zola.toml", "base_url = 'https://e.org/b/'\n[slugify]\npaths = \"safe\"\n")],
            pages: &[
                ("content/blog/Été 日本?.md", "", "/blog/Été_日本/"),
                ("content/blog/x.md", "slug: a b", "/blog/a_b/"),
            ],
            says: &[(SiteKey::Base, "content/blog/x.md", "https://e.org/b")],
        },
    ]);
}

#[test]
fn hexo() {
    hold(&[
        Form {
            name: "a key of the front matter in the pattern",
            files: &[
                (
                    "_config.yml",
                    "url: https://e.org/blog\nroot: /blog/\nlanguage: [zh-CN, en]\npermalink: posts/:abbrlink.html\n",
                ),
                ("source/_posts/a.md", ""),
            ],
            pages: &[
                ("source/_posts/x.md", "abbrlink: 4a17b156\ndate: 2024-02-07", "/posts/4a17b156.html"),
                ("source/_posts/x.md", "abbrlink: '00123'\ndate: 2024-02-07", "/posts/00123.html"),
                ("source/_posts/x.md", "date: 2024-02-07", "none"),
            ],
            says: &[
                (SiteKey::Base, "source/_posts/x.md", "https://e.org/blog"),
                (SiteKey::Language, "source/_posts/x.md", "zh-CN"),
            ],
        },
        Form {
            name: "categories with a map, names with dates",
            files: &[
                (
                    "_config.yml",
                    "permalink: :category/:title/\nnew_post_name: :year-:month-:day-:title.md\ncategory_map:\n  旅行: travel\ndefault_category: misc\n",
                ),
                ("source/_posts/a.md", ""),
            ],
            pages: &[
                ("source/_posts/2024-02-07-x.md", "categories: [旅行, Boats]", "/travel/Boats/x/"),
                ("source/_posts/2024-02-07-x.md", "", "/misc/x/"),
                ("source/_posts/sub/2024-02-07-x.md", "", "/misc/sub-2024-02-07-x/"),
            ],
            says: &[],
        },
        Form {
            name: "names as they are, and pretty addresses",
            files: &[
                (
                    "_config.yml",
                    "permalink: :year/:month/:name/index.html\nnew_post_name: :title.md\npretty_urls:\n  trailing_index: false\n  trailing_html: false\n",
                ),
                ("source/_posts/a.md", ""),
            ],
            pages: &[
                ("source/_posts/2024-02-07-x.md", "date: 2024-02-07", "/2024/02/2024-02-07-x/"),
                ("source/_posts/x.md", "permalink: a/b.html", "/a/b"),
                ("source/about/index.md", "", "/about/"),
                ("source/a/b.md", "", "/a/b"),
                ("source/_drafts/x.md", "", "none"),
            ],
            says: &[],
        },
        Form {
            name: "languages in the pattern",
            files: &[
                ("_config.yml", "permalink: :lang/:title/\npermalink_defaults:\n  lang: en\n"),
                ("source/_posts/a.md", ""),
            ],
            pages: &[("source/_posts/x.md", "lang: fr", "/fr/x/"), ("source/_posts/x.md", "", "/en/x/")],
            says: &[],
        },
    ]);
}

#[test]
fn pelican() {
    hold(&[
        Form {
            name: "dates, categories and folders",
            files: &[(
                "pelicanconf.py",
                "PATH = './content'\nARTICLE_PATHS = ['posts']\nTIMEZONE = 'Europe/Paris'\nARTICLE_URL = 'blog/{date:%Y}/{date:%b}/{date:%d}/{category}/{slug}/'\nARTICLE_SAVE_AS = 'blog/{date:%Y}/{slug}/index.html'\nPAGE_URL = '{slug}/'\nPAGE_PATHS = ['static-pages']\n",
            )],
            pages: &[
                (
                    "content/posts/x.md",
                    "title: The Mill\ndate: 2024-02-07 10:00\ncategory: Down Stream",
                    "/blog/2024/Feb/07/down-stream/the-mill/",
                ),
                ("content/posts/2024-02-07-x.md", "title: The Mill\ncategory: c", "/blog/2024/Feb/07/c/the-mill/"),
                ("content/posts/boats/x.md", "title: T\ndate: 2024-02-07", "/blog/2024/Feb/07/boats/t/"),
                ("content/static-pages/about.md", "title: About us", "/about-us/"),
            ],
            says: &[],
        },
        Form {
            name: "letters beyond ASCII, and the file's name as the slug",
            files: &[(
                "pelicanconf.py",
                "SLUGIFY_SOURCE = 'basename'\nDEFAULT_LANG = u'de'\nARTICLE_URL = ('{slug}')\n",
            )],
            pages: &[
                ("content/Größe_und Øl.md", "title: T", "/grosse_und-ol"),
                ("content/x.md", "title: T\nlang: de", "/x"),
            ],
            says: &[(SiteKey::Language, "content/x.md", "de")],
        },
        Form {
            name: "languages of their own form, and names that say more",
            files: &[(
                "pelicanconf.py",
                "ARTICLE_URL = 'posts/{slug}.html'\nARTICLE_LANG_URL = '{lang}/posts/{slug}.html'\nFILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'\nDEFAULT_CATEGORY = 'misc'\nSITEURL = 'https://e.org' if LIVE else ''\n",
            )],
            pages: &[
                ("content/x.md", "title: T\nlang: fr", "/fr/posts/t.html"),
                ("content/2024-02-07_mill.md", "title: T", "/posts/mill.html"),
            ],
            says: &[],
        },
    ]);
}

#[test]
fn generators_that_follow_paths() {
    hold(&[
        Form {
            name: "Quarto",
            files: &[
                (
                    "_quarto.yml",
                    "project:\n  type: website\nwebsite:\n  title: T\n  site-url: \"https://e.org/sub/\"\nlang: fr\n",
                ),
                ("_quarto-production.yml", "website:\n  site-url: https://live.org\n"),
            ],
            pages: &[
                ("posts/2024/mill.qmd", "", "/posts/2024/mill.html"),
                ("posts/2024/mill.Rmd", "", "/posts/2024/mill.html"),
                ("posts/mill/index.md", "", "/posts/mill/"),
                ("_drafts/x.qmd", "", "none"),
                ("index.qmd", "", "/"),
            ],
            says: &[(SiteKey::Base, "index.qmd", "https://e.org/sub"), (SiteKey::Language, "index.qmd", "fr")],
        },
        Form {
            name: "Astro with a loader of its own",
            files: &[
                (
                    "astro.config.mjs",
                    "import { SITE } from './src/consts';\nexport default defineConfig({ site: 'https://e.org', trailingSlash: 'never', integrations: [sitemap({ filter: (page) => page })] })\n",
                ),
                (
                    "src/content.config.ts",
                    "import { glob } from 'astro/loaders';\nconst posts = defineCollection({\n  loader: glob({ pattern: '**/[^_]*.md', base: `./src/data/writing` }),\n  schema: z.object({ title: z.string() }),\n});\nconst notes = defineCollection({ loader: glob({ base: 'notes', pattern: '**/*.{md,mdx}' }) });\nexport const collections = { posts, notes };\n",
                ),
            ],
            pages: &[
                ("src/data/writing/2024/The Mill.md", "", "/posts/2024/the-mill"),
                ("notes/a/index.mdx", "", "/notes/a"),
                ("src/content/blog/x.md", "", "/blog/x"),
                ("src/pages/de/about.md", "", "/de/about"),
            ],
            says: &[(SiteKey::Base, "notes/a.md", "https://e.org")],
        },
        Form {
            name: "Astro that writes files",
            files: &[(
                "astro.config.ts",
                "export default defineConfig({ site: 'https://e.org/', base: 'b', build: { format: 'file' } })",
            )],
            pages: &[
                ("src/content/docs/guides/x.md", "", "/guides/x.html"),
                ("src/content/docs/index.mdx", "", "/"),
                ("src/content/blog/_draft.md", "", "none"),
            ],
            says: &[(SiteKey::Base, "src/content/docs/x.md", "https://e.org/b")],
        },
        Form {
            name: "VitePress with a source folder, rewrites and languages",
            files: &[(
                "docs/.vitepress/config.ts",
                "export default defineConfig({\n  title: 'T', base: '/b/', srcDir: './src', sitemap: { hostname: 'https://e.org' },\n  locales: { root: { label: 'English', lang: 'en' }, fr: { label: 'Français', lang: 'fr' } },\n  rewrites: {\n    'packages/:pkg/src/:slug*': ':pkg/:slug*',\n    'source/old.md': 'new/name.md',\n  },\n})\n",
            )],
            pages: &[
                ("docs/src/a/b.md", "", "/a/b.html"),
                ("docs/src/packages/mill/src/x/y.md", "", "/mill/x/y.html"),
                ("docs/src/source/old.md", "", "/new/name.html"),
                ("docs/src/fr/index.md", "", "/fr/"),
            ],
            says: &[
                (SiteKey::Base, "docs/src/a.md", "https://e.org/b"),
                (SiteKey::Language, "docs/src/fr/a.md", "fr"),
                (SiteKey::Language, "docs/src/a.md", "en"),
            ],
        },
        Form {
            name: "Gatsby with a source folder",
            files: &[(
                "gatsby-config.js",
                "module.exports = {\n  pathPrefix: `/p`,\n  siteMetadata: { title: `T`, siteUrl: `https://e.org` },\n  plugins: [\n    `gatsby-plugin-image`,\n    { resolve: `gatsby-source-filesystem`, options: { name: `posts`, path: `${__dirname}/content/posts` } },\n    { resolve: 'gatsby-source-filesystem', options: { name: 'images', path: './src/images/' } },\n    { resolve: 'gatsby-source-filesystem', options: { name: 'wiki', path: './wiki/' } },\n  ],\n}\n",
            )],
            pages: &[
                ("content/posts/hello/index.md", "", "/hello/"),
                ("wiki/a/b.md", "", "/a/b/"),
                ("content/posts/hello/index.md", "slug: /own", "/own/"),
            ],
            says: &[(SiteKey::Base, "content/posts/x.md", "https://e.org/p")],
        },
        Form {
            name: "Quartz",
            files: &[
                (
                    "quartz.config.ts",
                    "const config: QuartzConfig = {\n  configuration: { pageTitle: 'T', locale: 'fr-FR', baseUrl: 'e.github.io/notes', ignorePatterns: ['private', 'templates', '**/*.excalidraw.md'] },\n  plugins: { transformers: [Plugin.FrontMatter()] },\n}\nexport default config\n",
                ),
                ("content/a.md", ""),
            ],
            pages: &[
                ("content/A & B/100% sure?.md", "", "/A--and--B/100-percent-sure-q"),
                ("content/Folder/Folder.md", "", "/Folder/Folder"),
                ("content/x.md", "permalink: /own/x", "/own/x"),
            ],
            says: &[
                (SiteKey::Base, "content/x.md", "https://e.github.io/notes"),
                (SiteKey::Language, "content/x.md", "fr-FR"),
            ],
        },
    ]);
}
