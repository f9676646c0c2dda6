//! Docusaurus' `docusaurus.config.js`.

use super::*;

#[test]
fn docusaurus() {
    hold(&[
        Form {
            name: "several blogs and documents, the folder of one within that of another",
            files: &[(
                "docusaurus.config.ts",
                "import type {Config} from '@docusaurus/types';\nconst config: Config = {\n  title: 'T',\n  url: 'https://e.org',\n  baseUrl: '/',\n  \
                 presets: [['classic', { docs: false, blog: { path: './blog', routeBasePath: '/' } } satisfies Preset.Options]],\n  plugins: [\n    \
                 ['@docusaurus/plugin-content-blog', { id: 'notes', path: './blog/notes', routeBasePath: 'notes' }],\n    \
                 ['@docusaurus/plugin-content-docs', { id: 'api', path: 'api', routeBasePath: 'reference/api' }],\n  ],\n};\nexport default config;\n",
            )],
            pages: &[
                ("blog/2024-02-17-x.md", "", "/2024/02/17/x"),
                ("blog/notes/2024-02-17-x.md", "", "/notes/2024/02/17/x"),
                ("blog/x.md", "slug: /own/x", "/own/x"),
                ("api/01-a/b.md", "", "/reference/api/a/b"),
                ("api/a/b.md", "slug: /", "/reference/api/"),
                ("docs/a.md", "", "none"),
            ],
            says: &[(SiteKey::Base, "blog/x.md", "https://e.org")],
        },
        Form {
            name: "dates of posts come from the name, a folder stays behind it",
            files: &[("docusaurus.config.js", "module.exports = { url: 'https://e.org', baseUrl: '/' }")],
            pages: &[
                ("blog/2024-02-17-x.md", "date: 2020-01-01", "/blog/2024/02/17/x"),
                ("blog/releases/2024-02-17-x.md", "", "/blog/2024/02/17/releases/x"),
                ("blog/2024-2-7-x.md", "", "/blog/2024/2/7/x"),
                ("blog/2024/02-17-x/index.mdx", "", "/blog/2024/02/17/x"),
                ("blog/2024/02/17/x/index.md", "", "/blog/2024/02/17/x"),
                ("blog/x/index.md", "date: 2020-01-01", "/blog/x"),
            ],
            says: &[],
        },
        Form {
            name: "documents at the top, with a slash at the end",
            files: &[(
                "docusaurus.config.js",
                "// @ts-check\n/** @type {import('@docusaurus/types').Config} */\nconst config = {\n  title: 'T', tagline: 't', url: 'https://e.org', baseUrl: '/b/', trailingSlash: true,\n  \
                 presets: [\n    [\n      '@docusaurus/preset-classic',\n      /** @type {import('@docusaurus/preset-classic').Options} */\n      ({\n        docs: { routeBasePath: '/', sidebarPath: require.resolve('./sidebars.js') },\n        blog: false,\n      }),\n    ],\n  ],\n};\nmodule.exports = config;\n",
            )],
            pages: &[
                ("docs/a/b.md", "", "/a/b/"),
                ("docs/index.md", "", "/"),
                ("docs/a/README.md", "", "/a/"),
                ("docs/10 - guides/2. Set up.md", "", "/guides/Set%20up/"),
                ("docs/a/a.md", "", "/a/"),
                ("docs/a/_partial.md", "", "none"),
            ],
            says: &[(SiteKey::Base, "docs/a.md", "https://e.org/b")],
        },
        Form {
            name: "versions",
            files: &[
                ("docusaurus.config.js", "export default { url: 'https://e.org', baseUrl: '/' }"),
                ("versions.json", "[\"2.0\", \"1.0\"]"),
            ],
            pages: &[
                ("docs/a.md", "", "/docs/next/a"),
                ("versioned_docs/version-2.0/a.md", "", "/docs/a"),
                ("versioned_docs/version-1.0/x/a.md", "", "/docs/1.0/x/a"),
            ],
            says: &[],
        },
        Form {
            name: "versions, the newest of which is the current text",
            files: &[
                (
                    "docusaurus.config.js",
                    "export default { url: 'https://e.org', baseUrl: '/', presets: [['classic', { docs: { lastVersion: 'current', versions: { current: { label: '3' } } } }]] }",
                ),
                ("versions.json", "[\"2.0\"]"),
            ],
            pages: &[("docs/a.md", "", "/docs/a"), ("versioned_docs/version-2.0/a.md", "", "/docs/2.0/a")],
            says: &[],
        },
        Form {
            name: "translations of a part of its own, and of a version",
            files: &[
                (
                    "docusaurus.config.js",
                    "export default { url: 'https://e.org', baseUrl: '/', i18n: { defaultLocale: 'en', locales: ['en', 'fr'] }, presets: [['classic', {}]],\n plugins: [['@docusaurus/plugin-content-docs', { id: 'api', path: 'api', routeBasePath: 'api' }]] }",
                ),
                ("versions.json", "[\"2.0\"]"),
            ],
            pages: &[
                ("i18n/fr/docusaurus-plugin-content-docs-api/current/a.md", "", "/fr/api/a"),
                ("i18n/fr/docusaurus-plugin-content-docs/version-2.0/a.md", "", "/fr/docs/a"),
                ("i18n/fr/docusaurus-plugin-content-docs/current/a.md", "", "/fr/docs/next/a"),
                ("i18n/fr/docusaurus-plugin-content-blog/2024-02-17-x.md", "", "/fr/blog/2024/02/17/x"),
                ("i18n/fr/docusaurus-plugin-content-pages/about.md", "", "/fr/about"),
            ],
            says: &[(SiteKey::Language, "i18n/fr/docusaurus-plugin-content-docs-api/current/a.md", "fr")],
        },
        Form {
            name: "the text beside the folder of the site",
            files: &[(
                "website/docusaurus.config.js",
                "export default { url: 'https://e.org', baseUrl: '/', presets: [['classic', { docs: { path: '../docs' }, blog: { path: 'blog' } }]] }",
            )],
            pages: &[
                ("docs/a.md", "", "/docs/a"),
                ("website/blog/2024-02-17-x.md", "", "/blog/2024/02/17/x"),
                ("notes/a.md", "", "none"),
            ],
            says: &[(SiteKey::Base, "docs/a.md", "https://e.org"), (SiteKey::Base, "notes/a.md", "none")],
        },
    ]);
}
