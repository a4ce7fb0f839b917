//! Where in an expression a problem is, as messages show it.

/// The message of a problem at a byte of the source.
pub(super) fn show(source: &str, at: usize, problem: &str) -> String {
    let before = &source[..at.min(source.len())];
    let line = before.matches('\n').count();
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    let text = source.split('\n').nth(line).unwrap_or_default();
    format!(
        "ERROR: <input>:{}:{}: {problem}\n | {text}\n | {}^",
        line + 1,
        column + 1,
        ".".repeat(column)
    )
}

/// Where a name stands that is not part of another and no field.
pub(super) fn of_name(source: &str, name: &str) -> usize {
    words(source, name)
        .find(|at| !source[..*at].trim_end().ends_with('.'))
        .unwrap_or(0)
}

/// Where the point before a field stands.
pub(super) fn of_field(source: &str, field: &str) -> usize {
    words(source, field)
        .find_map(|at| {
            let before = source[..at].trim_end_matches(['?', ' ']);
            before.ends_with('.').then(|| before.len() - 1)
        })
        .unwrap_or(0)
}

/// Where the bracket of a call stands.
pub(super) fn of_call(source: &str, name: &str) -> usize {
    words(source, name)
        .map(|at| at + name.len())
        .find(|end| source[*end..].starts_with('('))
        .unwrap_or(0)
}

/// Where an operator stands: `_==_`.
pub(super) fn of_operator(source: &str, name: &str) -> usize {
    let sign = match name {
        "@in" => return words(source, "in").next().unwrap_or(0),
        "_?_:_" => "?",
        "_[_]" | "_[?_]" => "[",
        name => name.trim_matches('_'),
    };
    let longer = |at: usize| {
        let rest = &source[at + sign.len()..];
        matches!(sign, "<" | ">" | "!") && rest.starts_with('=')
    };
    let mut found = source.match_indices(sign).map(|(at, _)| at);
    found.find(|at| !longer(*at)).unwrap_or(0)
}

/// Where a word stands by itself.
fn words<'a>(source: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    source
        .match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            !source[..*at].ends_with(part) && !source[at + word.len()..].starts_with(part)
        })
}
