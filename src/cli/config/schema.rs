//! The JSON Schema of `offprint.toml`, by which editors complete keys and mark mistakes.
//!
//! It is made from the table of keys, as is everything about the file. What only a parser knows, such as how lengths
//! are written, is told in words.

use serde_json::{Map, Value, json};

use super::keys::{DEFAULTS, Key, Keys, Scope, Take, tables};
use super::value::closed;

/// Returns the schema.
pub fn schema() -> Value {
    let keys = &Keys::all().0;
    let definitions: Map<String, Value> = keys.iter().map(|key| (key.name.clone(), definition(key))).collect();
    let refer = |key: &Key| (key.name.clone(), json!({"$ref": format!("#/definitions/{}", key.name)}));
    let mut properties: Map<String, Value> = keys.iter().map(refer).collect();
    for table in tables() {
        let own: Map<String, Value> = keys.iter().filter(|key| key.tables.contains(&table)).map(refer).collect();
        let description = description_of(table);
        let schema =
            json!({"type": "object", "description": description, "properties": own, "additionalProperties": false});
        properties.insert(table.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://offprint.invalid/schema/config-1.json",
        "title": "offprint.toml",
        "description": "Options of Offprint for the articles in and below the folder of the file. Flags beat files, \
            the nearest file wins key by key, and front matter beats files in what is about the article itself.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "definitions": definitions,
    })
}

/// Describes a table.
pub fn description_of(table: &str) -> &'static str {
    match table {
        DEFAULTS => "What holds for articles that do not state it themselves",
        "reading" => "How articles are understood",
        "pages" => "How pages look",
        "printing" => "How pages go on paper",
        "ebook" => "How e-books are made",
        "choosing" => "Which articles are converted",
        "archives" => "How archives are converted",
        "books" => "How articles are bound into books",
        "messages" => "What is done with warnings",
        _ => "Options",
    }
}

fn definition(key: &Key) -> Value {
    let mut description = key.help.clone();
    if let Some(default) = &key.default {
        description += &format!("\nDefault: {default}");
    }
    if key.scope == Scope::Run {
        description += "\nIt counts in files that apply to all inputs of a run.";
    }
    let mut kinds: Vec<Value> = Vec::new();
    for take in &key.takes {
        match take {
            Take::Flag => kinds.push(json!({"type": "boolean"})),
            Take::Bare => kinds.push(json!({"const": true})),
            Take::Number => kinds.push(number(key)),
            Take::Text => kinds.extend(texts(key)),
            Take::Date => {}
        }
    }
    if key.many {
        let item = any_of(kinds.clone());
        kinds.push(json!({"type": "array", "items": item}));
    }
    let mut definition = any_of(kinds);
    if let Value::Object(object) = &mut definition {
        object.insert("description".to_owned(), json!(description));
    }
    definition
}

fn any_of(mut kinds: Vec<Value>) -> Value {
    match kinds.len() {
        1 => kinds.remove(0),
        _ => json!({"anyOf": kinds}),
    }
}

fn number(key: &Key) -> Value {
    let named: Vec<u64> = key.values.iter().filter_map(|(name, _)| name.parse().ok()).collect();
    let least = u8::from(!super::value::accepts(key, "0"));
    if named.is_empty() { json!({"type": "integer", "minimum": least}) } else { json!({"enum": named}) }
}

fn texts(key: &Key) -> Vec<Value> {
    let names: Vec<&str> = key.values.iter().map(|(name, _)| name.as_str()).collect();
    match (names.is_empty(), closed(key)) {
        (true, _) => vec![json!({"type": "string", "minLength": 1})],
        (false, true) => vec![json!({"enum": names})],
        // The names are suggestions; a path or a size is allowed too.
        (false, false) => vec![json!({"enum": names}), json!({"type": "string", "minLength": 1})],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_that_of_the_keys() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/schema/offprint.schema.json");
        let published = std::fs::read_to_string(path).unwrap_or_default();
        let made = format!("{:#}\n", schema());
        assert!(published == made, "run `offprint schema config > content/schema/offprint.schema.json`");
    }

    #[test]
    fn every_key_is_described_in_its_tables() {
        let schema = schema();
        for key in &Keys::all().0 {
            let own = &schema["definitions"][&key.name]["description"];
            assert!(own.as_str().is_some_and(|text| !text.is_empty()), "{}", key.name);
            assert!(!schema["properties"][&key.name].is_null(), "{}", key.name);
            for table in &key.tables {
                assert!(!schema["properties"][table]["properties"][&key.name].is_null(), "{} in {table}", key.name);
            }
        }
    }

    #[test]
    fn values_have_their_kinds() {
        let schema = schema();
        let of = |name: &str| schema["definitions"][name].clone();
        assert_eq!(of("qr")["type"], "boolean");
        assert_eq!((&of("max-pages")["type"], &of("max-pages")["minimum"]), (&json!("integer"), &json!(1)));
        assert_eq!(of("cover-fit")["enum"], json!(["smart", "cover", "contain"]));
        assert_eq!(of("design")["anyOf"][1]["type"], "string");
        assert_eq!(of("author")["anyOf"][1]["type"], "array");
        assert_eq!(schema["properties"]["pages"]["properties"]["paper"]["$ref"], "#/definitions/paper");
        assert!(schema["properties"]["output"].is_null());
    }
}
