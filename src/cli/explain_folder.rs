//! `explain` of a folder: which generator its site has and what that says, which files are articles, which are left out,
//! and what files of configuration state for a run over it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::slice;

use offprint::disk::{SiteReport, Skipped, survey};
use offprint::job::{Input, Reason};
use serde_json::json;

use super::args::Explain;
use super::config::{Config, Line};
use super::diagnostics::Style;
use super::explain::settings_text;
use super::inputs::{Inputs, gather};
use super::{Exit, Log, Stop, print_json, print_text};

/// Number of paths that are listed for each reason, unless all are wanted.
const SHOWN: usize = 3;

/// Explains the folder.
pub fn explain(args: &Explain, line: &Line, style: &Style) -> Result<Exit, Stop> {
    let mut config = Config::new(line, &args.reading)?;
    let chain = config.common(slice::from_ref(&args.input));
    let arguments = config.arguments(chain, &Log::new(style.clone()))?;
    let settings = config.explained_run(chain);
    let reading = arguments.reading().unwrap_or(&args.reading);
    let inputs = gather(slice::from_ref(&args.input), reading, None)?;
    let mut roots: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for request in &inputs.requests {
        if let Input::File(path) = &request.input {
            roots.entry(request.root.clone()).or_default().push(path.clone());
        }
    }
    let mut surveyed = Vec::new();
    for (root, articles) in roots {
        let (sites, apart) = survey(&root, &articles, reading.site.as_deref());
        surveyed.push((root, sites, apart));
    }
    match args.json {
        true => {
            let mut value = as_json(args, &inputs, &surveyed);
            value["settings"] = json!(settings);
            print_json(&value)?;
        }
        false => {
            let mut text = String::new();
            // Writing to a String cannot fail.
            let _ = as_text(args, &inputs, &surveyed, &mut text);
            let stated = if settings.is_empty() { String::new() } else { settings_text(&settings) };
            print_text(&(text + &stated))?;
        }
    }
    Ok(if inputs.failed.is_empty() { Exit::Success } else { Exit::Failure })
}

type Surveyed = (PathBuf, Vec<SiteReport>, usize);

/// Returns what is left out by its reason, with the paths.
fn by_reason(skipped: &[Skipped]) -> BTreeMap<Reason, Vec<String>> {
    let mut reasons: BTreeMap<Reason, Vec<String>> = BTreeMap::new();
    for Skipped { path, why } in skipped {
        reasons.entry(*why).or_default().push(path.display().to_string());
    }
    reasons
}

fn as_json(args: &Explain, inputs: &Inputs, surveyed: &[Surveyed]) -> serde_json::Value {
    let left_out = by_reason(&inputs.skipped);
    let left_out: Vec<_> = left_out
        .iter()
        .map(|(why, paths)| json!({ "reason": why.code(), "text": why.to_string(), "paths": paths }))
        .collect();
    let roots: Vec<_> = surveyed
        .iter()
        .map(|(root, sites, apart)| json!({ "root": root.display().to_string(), "sites": sites, "articles_without_site": apart }))
        .collect();
    json!({
        "input": args.input.display().to_string(),
        "articles": inputs.requests.len(),
        "roots": roots,
        "left_out": left_out,
    })
}

fn as_text(args: &Explain, inputs: &Inputs, surveyed: &[Surveyed], out: &mut String) -> std::fmt::Result {
    writeln!(out, "{}: {}", args.input.display(), counted(inputs.requests.len(), "article"))?;
    for (root, sites, apart) in surveyed {
        writeln!(out, "\nRoot\n  {}", root.display())?;
        for report in sites {
            site(report, out)?;
        }
        if sites.is_empty() {
            let help = "links to pages of a site stay without address; --site states it";
            writeln!(out, "\nSite\n  none: no configuration of a generator was found\n  {help}")?;
        } else if *apart > 0 {
            writeln!(
                out,
                "\n  {} to no site",
                if *apart == 1 { "1 article belongs".to_owned() } else { format!("{apart} articles belong") }
            )?;
        }
    }
    if !inputs.skipped.is_empty() {
        writeln!(out, "\nLeft out")?;
    }
    for (why, paths) in by_reason(&inputs.skipped) {
        writeln!(out, "  {}: {why}", counted(paths.len(), "file"))?;
        let shown = if args.terminal.verbose { paths.len() } else { SHOWN };
        paths.iter().take(shown).try_for_each(|path| writeln!(out, "    {path}"))?;
        if paths.len() > shown {
            writeln!(out, "    and {} more; -v lists all", paths.len() - shown)?;
        }
    }
    Ok(())
}

fn site(report: &SiteReport, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\nSite\n  {}, by {}", report.generator, report.sign)?;
    let content: Vec<&str> =
        report.content.iter().map(|folder| if folder.is_empty() { "the top folder" } else { folder }).collect();
    writeln!(out, "  content in {}", content.join(", "))?;
    let addressed = match (report.articles, report.addressed) {
        (all, some) if all == some => "the addresses of all are known".to_owned(),
        (_, 0) => "no address is known".to_owned(),
        (_, some) => format!("the addresses of {some} are known"),
    };
    writeln!(out, "  {}; {addressed}", counted(report.articles, "article"))?;
    if let Some((path, address)) = &report.example {
        writeln!(out, "  {path} is at {address}")?;
    }
    let name = |one: &offprint::disk::SiteStatement| match &one.lang {
        Some(lang) => format!("{} ({lang})", one.what),
        None => one.what.to_string(),
    };
    let width = report.values.iter().map(|one| name(one).chars().count()).max().unwrap_or(0);
    for one in &report.values {
        let line = one.value.line.map(|line| format!(", line {line}")).unwrap_or_default();
        writeln!(out, "  {:width$}  {}  [{}: {}{line}]", name(one), one.value.value, one.value.file, one.value.key)?;
    }
    for fault in &report.faults {
        writeln!(out, "  {}:{} is malformed: {}", fault.file, fault.line, fault.message)?;
    }
    Ok(())
}

fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
