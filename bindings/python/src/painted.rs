//! Pages as pictures, for notebooks and previews.

use std::thread;

use offprint::diag::{Diagnostics, Error};
use offprint::job::{self, STACK};
use offprint::read::Files;
use offprint::source::Source;
use offprint::{Settings, draw, layout};

/// Why there are no pictures.
pub enum Fault {
    /// The article cannot be read.
    Article(Error, Diagnostics),
    /// A page cannot be painted.
    Page(String),
}

/// Paints the first `most` pages of the article in `source`, as PNG with `dpi` pixels per inch.
pub fn paint(
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
    (dpi, most): (f64, usize),
) -> Result<Vec<Vec<u8>>, Fault> {
    // The stack of the caller may be too small for what the limits of input allow.
    thread::scope(|scope| {
        let painted = || paint_here(source, settings, files, (dpi, most));
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, painted);
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(pages)) => pages,
            Ok(Err(panic)) => Err(Fault::Article(bug(source, panic.as_ref()), Diagnostics::new())),
            Err(error) => Err(Fault::Page(format!("cannot start a thread: {error}"))),
        }
    })
}

fn paint_here(
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
    (dpi, most): (f64, usize),
) -> Result<Vec<Vec<u8>>, Fault> {
    let mut said = Diagnostics::new();
    let article = match job::read_article(source, settings, files, &mut said) {
        Ok(article) => article,
        Err(error) => return Err(Fault::Article(error, said)),
    };
    let pages = layout::typeset(&article, &settings.design, &settings.fonts, &mut said);
    let paint = |page| draw::png(page, &article, &settings.fonts, dpi).map_err(|error| Fault::Page(error.to_string()));
    pages.pages.iter().take(most).map(paint).collect()
}

fn bug(source: &Source, panic: &(dyn std::any::Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let reason = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown").to_owned();
    Error::Bug { path: source.path.clone(), reason }
}
