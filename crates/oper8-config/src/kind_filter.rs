//! Which kinds a rule is for.

use std::fmt;
use std::str::FromStr;

use regex_lite::Regex;

/// The reference's spelling of "every kind but TemporaryPatch", which has no version.
const ALL_BUT_PATCHES: &str = "^((?!TemporaryPatch).*)$";

/// A regular expression over kinds, matched from the start of the kind.
///
/// The default takes every kind that does not start with `TemporaryPatch`. An empty expression takes every kind. Look
/// around is not supported with one exception, the form that the default has: `^(?!EXPR).*$`, in parentheses or not,
/// with or without its ends, takes every kind that `EXPR` does not match at the start.
///
/// # Examples
///
/// ```
/// use oper8_config::KindFilter;
///
/// assert!(KindFilter::default().matches("WebApp"));
/// assert!(!KindFilter::default().matches("TemporaryPatch"));
/// assert!("Web|Cache".parse::<KindFilter>()?.matches("WebApp"));
/// # Ok::<(), oper8_config::KindFilterError>(())
/// ```
#[derive(Clone)]
pub struct KindFilter {
    text: String,
    rule: Rule,
}

#[derive(Clone)]
enum Rule {
    All,
    Matching(Regex),
    NotMatching(Regex),
}

/// A text that is no filter of kinds.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum KindFilterError {
    /// The regular expression does not compile.
    #[error("bad regular expression `{text}`: {reason}")]
    Expression {
        /// The expression.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The expression looks around in a form that is not supported.
    #[error("`{0}` looks around in a form other than ^(?!EXPR).*$")]
    LookAround(String),
}

impl KindFilter {
    /// Whether the rule is for `kind`.
    pub fn matches(&self, kind: &str) -> bool {
        match &self.rule {
            Rule::All => true,
            Rule::Matching(regex) => regex.is_match(kind),
            Rule::NotMatching(regex) => !regex.is_match(kind),
        }
    }

    /// The expression as it was given; empty when every kind matches.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Default for KindFilter {
    fn default() -> Self {
        ALL_BUT_PATCHES
            .parse()
            .expect("the default expression compiles")
    }
}

impl FromStr for KindFilter {
    type Err = KindFilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rule = if text.is_empty() {
            Rule::All
        } else if let Some(excluded) = excluded(text) {
            Rule::NotMatching(anchored(excluded, text)?)
        } else {
            Rule::Matching(anchored(text, text)?)
        };
        Ok(Self {
            text: text.to_owned(),
            rule,
        })
    }
}

impl fmt::Display for KindFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for KindFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KindFilter").field(&self.text).finish()
    }
}

impl PartialEq for KindFilter {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for KindFilter {}

/// `EXPR` of a text of the form `^(?!EXPR).*$`.
fn excluded(text: &str) -> Option<&str> {
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text);
    let whole = text
        .strip_prefix('(')
        .filter(|rest| rest.starts_with("(?!"))
        .and_then(|rest| rest.strip_suffix(')'));
    let inner = whole.unwrap_or(text).strip_prefix("(?!")?;
    let end = closing_parenthesis(inner)?;
    let (excluded, rest) = (&inner[..end], &inner[end + 1..]);
    matches!(rest, "" | ".*").then_some(excluded)
}

/// Where the parenthesis that is open at the start of `text` closes.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let (mut open, mut escaped, mut in_class) = (1_usize, false, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => open += 1,
            ')' if !in_class => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(index);
        }
    }
    None
}

fn anchored(expression: &str, text: &str) -> Result<Regex, KindFilterError> {
    if ["(?!", "(?=", "(?<!", "(?<="]
        .iter()
        .any(|look| expression.contains(look))
    {
        return Err(KindFilterError::LookAround(text.to_owned()));
    }
    // Compiled alone first: `a)(b` must not become right by the parentheses around it.
    Regex::new(expression)
        .and_then(|_| Regex::new(&format!("^(?:{expression})")))
        .map_err(|error| KindFilterError::Expression {
            text: text.to_owned(),
            reason: error.to_string(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, taken: &[&str], left: &[&str]) {
        let filter: KindFilter = text.parse().unwrap();
        for kind in taken {
            assert!(filter.matches(kind), "{text} takes {kind}");
        }
        for kind in left {
            assert!(!filter.matches(kind), "{text} leaves {kind}");
        }
    }

    #[test]
    fn an_expression_matches_from_the_start() {
        check("", &["WebApp", ""], &[]);
        check("Web", &["WebApp"], &["MyWeb"]);
        check("Web$", &["Web"], &["WebApp"]);
        check("Web|Cache", &["WebApp", "CacheX"], &["MyCache"]);
        check(".*App", &["WebApp"], &["Web"]);
    }

    #[test]
    fn a_negative_look_ahead_at_the_start_takes_the_other_kinds() {
        for text in [
            "^((?!TemporaryPatch).*)$",
            "^(?!TemporaryPatch).*$",
            "^(?!TemporaryPatch)",
            "(?!TemporaryPatch).*",
        ] {
            check(
                text,
                &["WebApp", "MyTemporaryPatch"],
                &["TemporaryPatch", "TemporaryPatchX"],
            );
        }
        check("^(?!(A|B[)])$).*$", &["AA", "C"], &["A", "B)"]);
    }

    #[test]
    fn what_cannot_be_matched_is_an_error() {
        let text = |text: &str| text.parse::<KindFilter>().unwrap_err().to_string();
        assert_eq!(
            text("Web(?=App)"),
            "`Web(?=App)` looks around in a form other than ^(?!EXPR).*$"
        );
        assert_eq!(
            text("(?!A).*B"),
            "`(?!A).*B` looks around in a form other than ^(?!EXPR).*$"
        );
        assert!(
            text("a)(b").starts_with("bad regular expression `a)(b`: "),
            "{}",
            text("a)(b")
        );
    }
}
