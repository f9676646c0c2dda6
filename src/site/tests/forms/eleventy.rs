//! Eleventy's configuration and data files.

use super::*;

#[test]
fn eleventy() {
    hold(&[
        Form {
            name: "a permalink for all, as a text",
            files: &[(
                ".eleventy.js",
                "module.exports = function (eleventyConfig) {\n  eleventyConfig.addPassthroughCopy('content/assets');\n  \
                 eleventyConfig.addGlobalData(\"permalink\", \"{{ page.filePathStem }}.html\");\n  return { htmlTemplateEngine: 'njk', dir: { input: 'content', output: 'public' } };\n};;\n",
            )],
            pages: &[
                ("content/a/b.md", "", "/a/b.html"),
                ("content/a/index.md", "", "/a/"),
                ("content/a/b.md", "permalink: /x/", "/x/"),
            ],
            says: &[],
        },
        Form {
            name: "a permalink for all, as a function",
            files: &[(
                "eleventy.config.mjs",
                "export default async function (eleventyConfig) {\n  eleventyConfig.addGlobalData('permalink', () => {\n    return (data) =>\n      \
                 `${data.page.filePathStem}.${data.page.outputFileExtension}`;\n  });\n}\n",
            )],
            pages: &[("a/b.md", "", "/a/b.html")],
            says: &[],
        },
        Form {
            name: "a function that decides is not guessed",
            files: &[(
                "eleventy.config.mjs",
                "export default (config) => {\n  config.addGlobalData('permalink', () => ({ page }) => {\n    if (hidden(page.inputPath)) { return false; }\n    const permalink = `${page.filePathStem}.${page.outputFileExtension}`;\n    return permalink;\n  });\n}\n",
            )],
            pages: &[("a/b.md", "", "none"), ("a/b.md", "permalink: /x.html", "/x.html")],
            says: &[],
        },
        Form {
            name: "a configuration that is exported beside the function, data in a module",
            files: &[
                (
                    "eleventy.config.js",
                    "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default async function (eleventyConfig) {\n  eleventyConfig.addPlugin(feedPlugin, { type: 'atom', collection: { name: 'posts', limit: 10 }, metadata: { language: 'xx', title: 'Wrong', base: 'https://wrong.org/' } });\n};\n\
                     export const config = {\n  templateFormats: ['md', 'njk'],\n  dir: { input: 'content', includes: '../_includes', data: '../_data', output: '_site' },\n  pathPrefix: '/p/',\n};\n",
                ),
                (
                    "_data/metadata.js",
                    "export default {\n  title: 'T',\n  url: 'https://e.org/',\n  language: 'en',\n  author: { name: 'Ann', email: 'a@e.org' }\n}\n",
                ),
                ("content/blog/blog.11tydata.js", "export default { tags: ['posts'], layout: 'post.njk' };"),
            ],
            pages: &[("content/blog/mill.md", "", "/blog/mill/"), ("content/blog/mill/mill.md", "", "/blog/mill/")],
            says: &[
                (SiteKey::Base, "content/blog/mill.md", "https://e.org/p"),
                (SiteKey::Author, "content/blog/mill.md", "Ann"),
                (SiteKey::Title, "content/blog/mill.md", "T"),
            ],
        },
        Form {
            name: "data of folders: text, function, computed, none",
            files: &[
                ("eleventy.config.js", "module.exports = (c) => ({ dir: { input: './src/' } });"),
                ("src/a/a.json", "{ \"permalink\": \"/w/{{ page.fileSlug }}/index.html\" }"),
                ("src/b/b.11tydata.js", "module.exports = { permalink: (data) => `/b/${data.page.fileSlug}/` };"),
                ("src/c/c.json", "{ \"eleventyComputed\": { \"permalink\": \"/c/{{ title | slugify }}/\" } }"),
                ("src/d/d.json", "{ \"permalink\": false }"),
                (
                    "src/e/e.yaml",
                    "permalink: \"/{{ page.date | date: '%Y/%m' }}/{{ page.fileSlug }}.html\"\nlang: fr\n",
                ),
                ("src/a/deep/deep.json", "{ \"permalink\": \"/deep/{{ slug }}/\" }"),
            ],
            pages: &[
                ("src/a/2024-02-17-x.md", "", "/w/x/"),
                ("src/a/deep/x.md", "slug: s", "/deep/s/"),
                ("src/b/x.md", "", "/b/x/"),
                ("src/c/x.md", "title: Über uns", "/c/uber-uns/"),
                ("src/d/x.md", "", "none"),
                ("src/e/2024-02-17-x.md", "", "/2024/02/x.html"),
                ("src/e/x.md", "date: 2024-02-17", "/2024/02/x.html"),
            ],
            says: &[(SiteKey::Language, "src/e/x.md", "fr")],
        },
        Form {
            name: "templates in the front matter",
            files: &[("eleventy.config.js", "module.exports = {}")],
            pages: &[
                ("posts/x.md", "permalink: \"/{{ title | slug }}/\"\ntitle: The Mill", "/the-mill/"),
                ("posts/x.md", "permalink: \"blog/{{ page.fileSlug }}/index.html\"", "/blog/x/"),
                ("posts/x.md", "permalink: \"/{{page.filePathStem}}.html\"", "/posts/x.html"),
                ("posts/x.md", "permalink: \"/{{ unknown }}/\"", "none"),
                ("posts/x.md", "permalink: \"{% if draft %}/x/{% endif %}\"", "none"),
                ("posts/x.md", "permalink: /a.html?x={{ page.fileSlug | url }}", "/a.html?x=x"),
                ("posts/x.md", "permalink: \"/{{ page.date | date: '%y%m%d' }}/\"\ndate: 2024-02-07", "/240207/"),
            ],
            says: &[],
        },
    ]);
}
