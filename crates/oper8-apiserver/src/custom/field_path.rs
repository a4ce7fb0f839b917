//! Paths of fields as definitions name them: `.spec.color`, `.spec['a-b']`.

use super::schema::{Additional, Node};

/// A path that leads somewhere.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    /// As messages show it: `.spec.color`, `.spec.map[key]`.
    pub(crate) shown: String,
    /// What the schema says of the place.
    pub(crate) node: &'a Node,
}

/// Follows a path through a schema; the error is what the real server says of it.
pub(crate) fn parse<'a>(path: &str, node: &'a Node) -> Result<Found<'a>, String> {
    let mut found = Found {
        shown: String::new(),
        node,
    };
    let mut rest = path.trim_end();
    if rest.is_empty() {
        return Err("empty path".to_owned());
    }
    while !rest.is_empty() {
        let (name, after) = step(rest)?;
        rest = after;
        let bracket = !path.is_empty() && name.1;
        let name = name.0;
        match found.node.properties.get(&name) {
            Some(inner) => {
                found.shown.push('.');
                found.shown.push_str(&name);
                found.node = inner;
            }
            None => match &found.node.additional {
                Additional::Values(values) if bracket => {
                    found.shown.push_str(&format!("[{name}]"));
                    found.node = values;
                }
                _ => return Err("does not refer to a valid field".to_owned()),
            },
        }
    }
    Ok(found)
}

/// The first step of a path, whether it is in brackets, and what follows.
fn step(path: &str) -> Result<((String, bool), &str), String> {
    if let Some(rest) = path.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        if end == 0 {
            return Err("unexpected end of JSON path".to_owned());
        }
        return Ok(((rest[..end].to_owned(), false), &rest[end..]));
    }
    if let Some(rest) = path.strip_prefix("['") {
        let end = rest
            .find("']")
            .ok_or_else(|| format!("expected ] but got {rest}"))?;
        return Ok(((rest[..end].replace("\\'", "'"), true), &rest[end + 2..]));
    }
    let token = path.split(['.', '[']).next().unwrap_or_default();
    let token = if token.is_empty() { &path[..1] } else { token };
    Err(format!("expected [ or . but got: {token}"))
}
