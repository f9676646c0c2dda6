//! Emoji by the names of GitHub and Slack, such as `:tada:`; only those that are common in articles.

const EMOJI: &[(&str, &str)] = &[
    ("+1", "👍"),
    ("100", "💯"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("clap", "👏"),
    ("crab", "🦀"),
    ("evergreen_tree", "🌲"),
    ("eyes", "👀"),
    ("fire", "🔥"),
    ("grin", "😁"),
    ("heart", "❤️"),
    ("heavy_check_mark", "✔️"),
    ("joy", "😂"),
    ("laughing", "😆"),
    ("memo", "📝"),
    ("muscle", "💪"),
    ("ok_hand", "👌"),
    ("point_right", "👉"),
    ("pray", "🙏"),
    ("raised_hands", "🙌"),
    ("rocket", "🚀"),
    ("slightly_smiling_face", "🙂"),
    ("smile", "😄"),
    ("smiley", "😃"),
    ("sparkles", "✨"),
    ("star", "⭐"),
    ("sunglasses", "😎"),
    ("tada", "🎉"),
    ("thinking", "🤔"),
    ("thumbsdown", "👎"),
    ("thumbsup", "👍"),
    ("warning", "⚠️"),
    ("wave", "👋"),
    ("white_check_mark", "✅"),
    ("wink", "😉"),
    ("x", "❌"),
    ("zap", "⚡"),
];

/// Replaces the names of emoji in `text`.
pub(super) fn replace(text: String) -> String {
    if text.matches(':').nth(1).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let boundary = !out.ends_with(char::is_alphanumeric);
        let named = after[1..].split_once(':').filter(|(name, _)| boundary && name.len() < 30);
        let emoji = named.and_then(|(name, _)| EMOJI.iter().find(|(known, _)| *known == name));
        match (emoji, named) {
            (Some((_, emoji)), Some((_, after))) => {
                out.push_str(emoji);
                rest = after;
            }
            _ => {
                out.push(':');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_colons_are_emoji_and_times_are_not() {
        assert_eq!(replace("done :tada: at 10:30:x:".into()), "done 🎉 at 10:30:x:");
        assert_eq!(replace("a: b: c :none:".into()), "a: b: c :none:");
    }
}
