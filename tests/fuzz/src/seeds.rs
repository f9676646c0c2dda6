//! The first inputs of each target: what the tests and the samples have, and small pictures of each format.

use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat};

use crate::targets::{BETWEEN, Target};

/// Largest file that becomes a seed: what is larger is changed in one place of many, and takes longer.
const LARGEST: u64 = 60_000;

/// Writes the seeds into a folder for each target in `folder`.
///
/// # Errors
/// If a file cannot be read or written.
pub fn write(folder: &Path) -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for place in ["content", "tests", "covers"] {
        collect(&root.join(place), &mut files)?;
    }
    files.sort();
    let mut count = 0;
    let mut put = |target: Target, content: &[u8]| {
        let place = folder.join(target.name());
        count += 1;
        fs::create_dir_all(&place)?;
        fs::write(place.join(format!("seed-{count:04}")), content)
    };
    let png = picture(ImageFormat::Png)?;
    for file in &files {
        let content = fs::read(file)?;
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension {
            "md" | "markdown" => {
                put(Target::Markdown, &content)?;
                if content.starts_with(b"---") || content.starts_with(b"+++") || content.starts_with(b"{") {
                    put(Target::FrontMatter, &content[..content.len().min(2_000)])?;
                }
                put(Target::Pipeline, &[b"\0", &content[..], BETWEEN, b"picture.png\n", &png].concat())?;
            }
            "txt" => {
                put(Target::Scraped, &content)?;
                put(Target::Pipeline, &[b"\x08", &content[..]].concat())?;
            }
            "html" => put(Target::Html, &content)?,
            "toml" => put(Target::Design, &content)?,
            "jpg" | "jpeg" => put(Target::Picture("jpg"), &content)?,
            _ => {
                if let Some(target) = Target::named(extension) {
                    put(target, &content)?;
                }
            }
        }
    }
    for (extension, format) in [
        ("jpg", ImageFormat::Jpeg),
        ("png", ImageFormat::Png),
        ("gif", ImageFormat::Gif),
        ("webp", ImageFormat::WebP),
        ("tif", ImageFormat::Tiff),
        ("bmp", ImageFormat::Bmp),
    ] {
        put(Target::Picture(extension), &picture(format)?)?;
    }
    for credit in CREDITS {
        put(Target::Credit, credit.as_bytes())?;
    }
    for html in HTML {
        put(Target::Html, html.as_bytes())?;
    }
    for font in ["noto/NotoSerifThai-Regular.ttf", "noto/NotoSerifLao-Regular.ttf"] {
        put(Target::Font, &fs::read(root.join("fonts").join(font))?)?;
    }
    let printed = offprint::design::custom::print(&offprint::design::Design::default());
    put(Target::Design, printed.as_bytes())?;
    put(Target::Design, b"base = \"book\"\npaper = \"a5\"\n[text]\nsize = \"11pt\"\n")?;
    println!("{count} seeds in {}", folder.display());
    Ok(())
}

const CREDITS: [&str; 8] = [
    "Photo: Jane Doe",
    "*A loaf. Photo by [Jane Doe](https://example.org) on [Unsplash](https://unsplash.com), CC BY 2.0*",
    "(c) 2024 Jane Doe / Agency",
    "Image credit: \"Loaf\" by Jane Doe is licensed under CC BY-SA 4.0",
    "Foto: Jane Doe/Agentur, bearbeitet",
    "Credit: NASA/JPL-Caltech",
    "![Bread](a.png \"Photo: Jane Doe\")\nSource: Wikimedia Commons, public domain",
    "Photograph courtesy of the Library of Bread; all rights reserved.",
];

const HTML: [&str; 5] = [
    "<figure><img src=\"a.png\" alt=\"A loaf\"><figcaption>A <em>loaf</em></figcaption></figure>",
    "<table><tr><th>a<td colspan=2 rowspan=3>b</table><ul><li>x<ol><li>y</ul>",
    "<p>A<sup>b</sup><br>c <a href=\"#x\" id=y>d</a></p><pre><code class=\"language-rust\">fn</code></pre>",
    "<details open><summary>a</summary>b</details><iframe src=\"https://example.org\"></iframe><video src=a></video>",
    "<ruby>a<rt>b</rt></ruby><dl><dt>a<dd>b</dl><math><mi>x</mi></math><svg><rect/></svg><script>a</script>",
];

/// A small picture with some colours.
fn picture(format: ImageFormat) -> io::Result<Vec<u8>> {
    let pixels = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 10, y as u8 * 15, 90]));
    let mut written = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut written, format).map_err(io::Error::other)?;
    Ok(written.into_inner())
}

/// Adds the files in `folder` and below it that may be seeds.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file() && entry.metadata()?.len() <= LARGEST {
            files.push(entry.path());
        }
    }
    Ok(())
}
