//! The paths of printer columns: Kubernetes' dialect of JSONPath, as far as one value can be told by it.

use serde_json::Value;

/// A path into an object.
#[derive(Clone, Debug)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Field(String),
    /// From the end where it is negative.
    Index(i64),
    /// From one index to before another.
    Slice(Option<i64>, Option<i64>),
    /// Every element.
    Each,
    /// The elements whose value at a path compares with another.
    Where(Path, Option<(Operator, Value)>),
}

#[derive(Clone, Copy, Debug)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const OPERATORS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Path {
    /// Reads `.status.conditions[?(@.type=="Ready")].status`; `None` for what is not such a path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim().trim_start_matches(['$', '@']);
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = match rest.strip_prefix('[') {
                Some(inner) => {
                    let end = closing(inner)?;
                    (bracket(inner[..end].trim())?, &inner[end + 1..])
                }
                None => field(rest.strip_prefix('.').unwrap_or(rest))?,
            };
            steps.push(step);
            rest = after;
        }
        Some(Self(steps))
    }

    /// The first value at the path.
    pub(super) fn first<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        let mut found = vec![value];
        for step in &self.0 {
            found = found.into_iter().flat_map(|value| step.of(value)).collect();
        }
        found.first().copied()
    }
}

impl Step {
    fn of<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        match self {
            Self::Field(name) => value.get(name).into_iter().collect(),
            Self::Index(index) => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let place = position(*index, items.len());
                place
                    .and_then(|place| items.get(place))
                    .into_iter()
                    .collect()
            }
            Self::Slice(start, end) => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let bound = |given: Option<i64>, default: usize| {
                    given.map_or(default, |it| position(it, items.len()).unwrap_or(0))
                };
                let (start, end) = (bound(*start, 0), bound(*end, items.len()).min(items.len()));
                items.get(start..end).into_iter().flatten().collect()
            }
            Self::Each => match value {
                Value::Array(items) => items.iter().collect(),
                Value::Object(fields) => fields.values().collect(),
                _ => Vec::new(),
            },
            Self::Where(path, comparison) => {
                let items = value.as_array().into_iter().flatten();
                items
                    .filter(|item| holds(path.first(item), comparison.as_ref()))
                    .collect()
            }
        }
    }
}

fn position(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    usize::try_from(if index < 0 { length + index } else { index }).ok()
}

fn holds(found: Option<&Value>, comparison: Option<&(Operator, Value)>) -> bool {
    let Some(found) = found else {
        return false;
    };
    let Some((operator, wanted)) = comparison else {
        return true;
    };
    let order = match (found, wanted) {
        (Value::String(found), Value::String(wanted)) => Some(found.as_str().cmp(wanted)),
        (Value::Number(found), Value::Number(wanted)) => found
            .as_f64()
            .zip(wanted.as_f64())
            .and_then(|(found, wanted)| found.partial_cmp(&wanted)),
        _ => (found == wanted).then_some(std::cmp::Ordering::Equal),
    };
    match operator {
        Operator::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
        Operator::NotEqual => !order.is_some_and(std::cmp::Ordering::is_eq),
        Operator::Less => order.is_some_and(std::cmp::Ordering::is_lt),
        Operator::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
        Operator::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
        Operator::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
    }
}

/// Where the bracket closes that is open before `text`; brackets in quotes do not count.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    let mut quote = None;
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => depth += 1,
            (None, ']') if depth == 1 => return Some(place),
            (None, ']') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

/// A field after a point, and what follows it. A backslash takes the meaning of a point away.
fn field(text: &str) -> Option<(Step, &str)> {
    let mut name = String::new();
    let mut characters = text.char_indices();
    let mut end = text.len();
    while let Some((place, character)) = characters.next() {
        match character {
            '\\' => name.push(characters.next()?.1),
            '.' | '[' => {
                end = place;
                break;
            }
            other => name.push(other),
        }
    }
    let step = match name.as_str() {
        "" => return None,
        "*" => Step::Each,
        _ => Step::Field(name),
    };
    Some((step, &text[end..]))
}

/// What is between brackets.
fn bracket(text: &str) -> Option<Step> {
    if text == "*" {
        return Some(Step::Each);
    }
    if let Some(name) = unquote(text) {
        return Some(Step::Field(name));
    }
    if let Some(filter) = text.strip_prefix("?(").and_then(|it| it.strip_suffix(')')) {
        return condition(filter.trim());
    }
    if let Some((start, end)) = text.split_once(':') {
        let bound = |text: &str| match text.trim() {
            "" => Some(None),
            number => number.parse().ok().map(Some),
        };
        return Some(Step::Slice(bound(start)?, bound(end)?));
    }
    text.parse().ok().map(Step::Index)
}

fn condition(text: &str) -> Option<Step> {
    let found = OPERATORS.iter().filter_map(|(sign, operator)| {
        let place = text.find(sign)?;
        Some((place, *sign, *operator))
    });
    // `<=` is found where `<` is: the longer sign comes first.
    let Some((place, sign, operator)) = found.min_by_key(|(place, ..)| *place) else {
        return Some(Step::Where(Path::parse(text)?, None));
    };
    let wanted = text[place + sign.len()..].trim();
    let wanted = match unquote(wanted) {
        Some(text) => Value::String(text),
        None => serde_json::from_str(wanted).ok()?,
    };
    let path = Path::parse(&text[..place])?;
    Some(Step::Where(path, Some((operator, wanted))))
}

/// The text between quotes of either kind, without the backslashes.
fn unquote(text: &str) -> Option<String> {
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '\'' | '"'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    Some(inner.replace('\\', ""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Path;

    #[test]
    fn every_step_finds_its_value() {
        let object = json!({
            "metadata": {"labels": {"example.org/x": "label", "a]b": "odd"}},
            "list": [{"n": 1, "t": "a"}, {"n": 2, "t": "b"}, {"n": 3}],
        });
        let cases = [
            (".metadata.labels.example\\.org/x", json!("label")),
            ("$.metadata.labels['example.org/x']", json!("label")),
            (".metadata.labels[\"a]b\"]", json!("odd")),
            (".list[1].n", json!(2)),
            (".list[-1].n", json!(3)),
            (".list[1:].n", json!(2)),
            (".list[-2:-1].n", json!(2)),
            (".list[*].n", json!(1)),
            (".list[?(@.t==\"b\")].n", json!(2)),
            (".list[?(@.t!='a')].n", json!(2)),
            (".list[?(@.n>=3)].n", json!(3)),
            (".list[?(@.n<=1)].n", json!(1)),
            (".list[?(@.n>1)].n", json!(2)),
            (".list[?(@.t)].n", json!(1)),
        ];
        for (path, value) in cases {
            let found = Path::parse(path).unwrap();
            assert_eq!(found.first(&object), Some(&value), "{path}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let object = json!({"list": [], "text": "a"});
        for path in [
            ".nothing",
            ".list[0]",
            ".list[5:1]",
            ".text[0]",
            ".text.more",
            ".list[?(@.a==1)]",
        ] {
            assert_eq!(Path::parse(path).unwrap().first(&object), None, "{path}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in [".list[", ".list[x]", ".a..b", ".list[?(@.a==b)]"] {
            assert!(Path::parse(path).is_none(), "{path}");
        }
    }
}
