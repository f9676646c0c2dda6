//! Asks the user before a file that Offprint did not make is overwritten.
//!
//! It asks only on a terminal: if input or messages are redirected, the file is kept, and the article fails.

use std::io::{IsTerminal, Write, stderr, stdin};

use offprint::disk::is_ours;
use offprint::job::{Output, Overwrite};

use super::diagnostics::{Detail, MessageForm, Style};
use super::visible::shown_path;

/// Asks about the outputs of each article, and sets its rule to [`Overwrite::Any`] if the answer is yes.
pub fn ask<'a>(articles: impl Iterator<Item = (&'a mut Overwrite, &'a [Output])>, style: &Style) {
    let somebody = stdin().is_terminal() && stderr().is_terminal();
    if !somebody || style.form() == MessageForm::Json || style.detail() == Detail::Errors {
        return;
    }
    let mut all = false;
    for (over, outputs) in articles {
        let foreign = outputs.iter().filter(|output| output.path.is_file() && !is_ours(&output.path));
        for output in foreign.collect::<Vec<_>>() {
            let given = if all { Answer::Yes } else { answer(output) };
            match given {
                Answer::No => {
                    *over = Overwrite::Ours;
                    break;
                }
                given => {
                    all |= given == Answer::All;
                    *over = Overwrite::Any;
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    All,
}

fn answer(output: &Output) -> Answer {
    let path = shown_path(&output.path);
    let question = format!("{path} was not made by Offprint. Overwrite it? [y]es, [N]o, [a]ll: ");
    let mut line = String::new();
    let asked = stderr().lock().write_all(question.as_bytes()).and_then(|()| stdin().read_line(&mut line));
    match asked.map(|_| line.trim().to_lowercase()).as_deref() {
        Ok("y" | "yes") => Answer::Yes,
        Ok("a" | "all") => Answer::All,
        _ => Answer::No,
    }
}
