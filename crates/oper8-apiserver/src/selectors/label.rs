//! Label selectors.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::status::Status;

/// One condition on labels.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Requirement {
    Exists(String),
    Absent(String),
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Greater(String, i64),
    Less(String, i64),
}

/// A label selector: every condition must hold; none means everything.
///
/// # Examples
///
/// ```
/// use oper8_apiserver::LabelSelector;
/// use serde_json::json;
///
/// let selector: LabelSelector = "app=web,tier in (front, back)".parse()?;
/// assert!(selector.matches(&json!({"metadata": {"labels": {"app": "web", "tier": "back"}}})));
/// assert_eq!(selector.conditions(), ["app=web", "tier in (back,front)"]);
/// # Ok::<(), oper8_apiserver::SelectorError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSelector(Vec<Requirement>);

/// A text that is no selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SelectorError(String);

/// Reads Kubernetes' text form: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`.
impl FromStr for LabelSelector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, SelectorError> {
        Self::parse(text).map_err(|status| SelectorError(status.message))
    }
}

impl LabelSelector {
    /// Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`.
    pub(crate) fn parse(text: &str) -> Result<Self, Status> {
        let mut parser = Parser::new(text);
        let mut requirements = Vec::new();
        if parser.at_end() {
            return Ok(Self(requirements));
        }
        if !parser.at_requirement() {
            let expected = "!, identifier, or 'end of string'";
            return Err(Status::bad_request(unexpected(parser.peek(), expected)));
        }
        loop {
            let requirement = parser.requirement().map_err(|problem| {
                Status::bad_request(format!("unable to parse requirement: {problem}"))
            })?;
            requirements.push(requirement);
            if parser.at_end() {
                return Ok(Self(requirements));
            }
            parser.separator().map_err(Status::bad_request)?;
        }
    }

    /// The selector in an object: `{"matchLabels": {..}, "matchExpressions": [..]}`.
    ///
    /// An operator that there is not selects nothing.
    pub fn of(selector: &Value) -> Self {
        let mut requirements = Vec::new();
        for (key, value) in selector["matchLabels"].as_object().into_iter().flatten() {
            let value = value.as_str().unwrap_or_default().to_owned();
            requirements.push(Requirement::In(key.clone(), vec![value]));
        }
        for expression in selector["matchExpressions"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let key = expression["key"].as_str().unwrap_or_default().to_owned();
            let values = expression["values"].as_array().into_iter().flatten();
            let values = values
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect();
            requirements.push(match expression["operator"].as_str() {
                Some("NotIn") => Requirement::NotIn(key, values),
                Some("Exists") => Requirement::Exists(key),
                Some("DoesNotExist") => Requirement::Absent(key),
                Some("In") => Requirement::In(key, values),
                _ => Requirement::In(key, Vec::new()),
            });
        }
        Self(requirements)
    }

    /// Each condition, as clients write it.
    #[must_use]
    pub fn conditions(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an object, `{"metadata": {"labels": {..}}, ..}`, has labels such as are asked for.
    pub fn matches(&self, object: &Value) -> bool {
        let labels = &object["metadata"]["labels"];
        self.0
            .iter()
            .all(|requirement| requirement.holds(|key| labels[key].as_str()))
    }
}

/// As clients write it: `a=b,c in (d,e),!f`.
impl fmt::Display for LabelSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.conditions().join(","))
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(key) => f.write_str(key),
            Self::Absent(key) => write!(f, "!{key}"),
            Self::In(key, values) => match values.as_slice() {
                [value] => write!(f, "{key}={value}"),
                values => write!(f, "{key} in ({})", values.join(",")),
            },
            Self::NotIn(key, values) => write!(f, "{key} notin ({})", values.join(",")),
            Self::Greater(key, bound) => write!(f, "{key}>{bound}"),
            Self::Less(key, bound) => write!(f, "{key}<{bound}"),
        }
    }
}

impl Requirement {
    fn holds<'a>(&self, label: impl Fn(&str) -> Option<&'a str>) -> bool {
        match self {
            Self::Exists(key) => label(key).is_some(),
            Self::Absent(key) => label(key).is_none(),
            Self::In(key, values) => {
                label(key).is_some_and(|label| values.iter().any(|value| value == label))
            }
            Self::NotIn(key, values) => {
                label(key).is_none_or(|label| values.iter().all(|value| value != label))
            }
            Self::Greater(key, bound) => number(label(key)).is_some_and(|label| label > *bound),
            Self::Less(key, bound) => number(label(key)).is_some_and(|label| label < *bound),
        }
    }
}

fn number(text: Option<&str>) -> Option<i64> {
    text?.parse().ok()
}

/// A reader of the selector's text.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.trim_start(),
        }
    }

    /// Whether a key or its negation comes next.
    fn at_requirement(&self) -> bool {
        let token = self.peek();
        token == "!" || !(token.is_empty() || token.starts_with(SYMBOL))
    }

    fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next token: a symbol, or a word, or nothing at the end.
    fn peek(&self) -> &'a str {
        const SYMBOLS: [&str; 9] = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];
        if let Some(symbol) = SYMBOLS
            .iter()
            .find(|symbol| self.rest.starts_with(**symbol))
        {
            return &self.rest[..symbol.len()];
        }
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || "=!(),<>".contains(c))
            .unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    fn next(&mut self) -> &'a str {
        let token = self.peek();
        self.rest = self.rest[token.len()..].trim_start();
        token
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        if found {
            self.next();
        }
        found
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        let absent = self.take("!");
        let key = self.word()?;
        check_key(&key)?;
        if absent {
            return Ok(Requirement::Absent(key));
        }
        match self.peek() {
            "" | "," => Ok(Requirement::Exists(key)),
            "=" | "==" => {
                self.next();
                let value = self.value(&key)?;
                Ok(Requirement::In(key, vec![value]))
            }
            "!=" => {
                self.next();
                let value = self.value(&key)?;
                Ok(Requirement::NotIn(key, vec![value]))
            }
            "in" => {
                self.next();
                let values = self.values(&key)?;
                Ok(Requirement::In(key, values))
            }
            "notin" => {
                self.next();
                let values = self.values(&key)?;
                Ok(Requirement::NotIn(key, values))
            }
            ">" => {
                self.next();
                Ok(Requirement::Greater(key, self.bound()?))
            }
            "<" => {
                self.next();
                Ok(Requirement::Less(key, self.bound()?))
            }
            found => Err(unexpected(found, "in, notin, =, ==, !=, gt, lt")),
        }
    }

    fn word(&mut self) -> Result<String, String> {
        let token = self.next();
        if token.is_empty() || token.starts_with(SYMBOL) {
            return Err(unexpected(token, "identifier"));
        }
        Ok(token.to_owned())
    }

    /// A value, which may be empty.
    fn value(&mut self, key: &str) -> Result<String, String> {
        let value = self.exact()?;
        check_value(key, 0, &value)?;
        Ok(value)
    }

    fn exact(&mut self) -> Result<String, String> {
        if matches!(self.peek(), "" | ",") {
            return Ok(String::new());
        }
        self.word()
    }

    fn values(&mut self, key: &str) -> Result<Vec<String>, String> {
        if !self.take("(") {
            return Err(format!("found '{}' expected: '('", self.peek()));
        }
        let mut values = Vec::new();
        loop {
            match self.peek() {
                "," | ")" => values.push(String::new()),
                "" => return Err(unexpected("", "',', ')' or identifier")),
                _ => values.push(self.word()?),
            }
            if self.take(")") {
                break;
            }
            if !self.take(",") {
                return Err(unexpected(self.peek(), "',' or ')'"));
            }
        }
        // In the order of the set that they are.
        values.sort();
        values.dedup();
        for (index, value) in values.iter().enumerate() {
            check_value(key, index, value)?;
        }
        Ok(values)
    }

    fn bound(&mut self) -> Result<i64, String> {
        let value = self.exact()?;
        value.parse().map_err(|_| {
            format!(
                "values[0]: Invalid value: {value:?}: for 'Gt', 'Lt' operators, the value must be an integer"
            )
        })
    }

    fn separator(&mut self) -> Result<(), String> {
        if !self.take(",") {
            return Err(unexpected(self.peek(), "',' or 'end of string'"));
        }
        if !self.at_requirement() {
            return Err(unexpected(self.peek(), "identifier after ','"));
        }
        Ok(())
    }
}

/// What a symbol begins with.
const SYMBOL: [char; 7] = ['=', '!', '(', ')', ',', '<', '>'];

fn unexpected(found: &str, expected: &str) -> String {
    format!("found '{found}', expected: {expected}")
}

fn check_key(key: &str) -> Result<(), String> {
    match crate::names::label_key_problems(key).into_iter().next() {
        None => Ok(()),
        Some(problem) => Err(format!("<nil>: Invalid value: {key:?}: {problem}")),
    }
}

fn check_value(key: &str, index: usize, value: &str) -> Result<(), String> {
    match crate::names::label_value_problem(value) {
        None => Ok(()),
        Some(problem) => Err(format!(
            "values[{index}][{key}]: Invalid value: {value:?}: {problem}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::LabelSelector;

    #[track_caller]
    fn check(selector: &str, expected: bool) {
        let object = json!({"metadata": {"labels": {"app": "web", "tier": "1", "empty": ""}}});
        let parsed = LabelSelector::parse(selector).unwrap();
        assert_eq!(parsed.matches(&object), expected, "{selector}");
    }

    #[test]
    fn equality_and_set_conditions_hold_together() {
        check("", true);
        check("app=web", true);
        check("app==web,tier=1", true);
        check("app = web , tier != 2", true);
        check("app!=web", false);
        check("other!=web", true);
        check("app in (web, db)", true);
        check("app notin (web,db)", false);
        check("other notin (web)", true);
        check("app", true);
        check("!app", false);
        check("!other", true);
        check("tier>0", true);
        check("tier<1", false);
        check("empty=", true);
        check("empty in ()", true);
    }

    #[test]
    fn malformed_selectors_are_refused_with_what_was_expected() {
        let message = |text: &str| LabelSelector::parse(text).unwrap_err().message;
        assert_eq!(
            message("a===b"),
            "unable to parse requirement: found '=', expected: identifier"
        );
        assert!(message("a in b").contains("expected: '('"));
    }
}
