//! What is refused here on purpose: the part of the input that cannot be taken, and that all before it is done.

use serde_json::{Value, json};

use super::told::key;
use super::{answer, normalize};
use crate::differences::Case;
use crate::input::Failure;

/// The error here, where the text of a selector is none by the grammar of Kubernetes.
pub(super) fn no_selector(case: &Case<'_>) -> bool {
    let text = case.vector.input["selector"].as_str();
    let refused = case.error().is_some_and(|(class, text)| {
        let starts = ["unable to parse requirement: ", "found '"];
        class == "ValueError" && starts.iter().any(|start| text.starts_with(start))
    });
    refused && text.is_some_and(|text| !is_selector(text))
}

fn is_selector(text: &str) -> bool {
    text.trim().is_empty() || parts(text).iter().all(|part| is_requirement(part.trim()))
}

/// The parts between commas, but for those in brackets.
fn parts(text: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().expect("there is one").push(letter);
    }
    parts
}

fn is_requirement(part: &str) -> bool {
    if let Some(name) = part.strip_prefix('!') {
        return is_name(name.trim());
    }
    let end = part.find(|letter| !is_letter(letter));
    let (name, rest) = part.split_at(end.unwrap_or(part.len()));
    let rest = rest.trim();
    let is_value = |value: &str| value.trim().is_empty() || is_name(value.trim());
    let set = ["in", "notin"]
        .iter()
        .find_map(|word| rest.strip_prefix(word));
    let bracketed = set.and_then(|set| set.trim().strip_prefix('(')?.strip_suffix(')'));
    let value = ["==", "!=", "=", ">", "<"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign));
    is_name(name)
        && (rest.is_empty()
            || value.is_some_and(is_value)
            || bracketed.is_some_and(|set| set.split(',').all(is_value)))
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_./".contains(letter)
}

fn is_name(text: &str) -> bool {
    let ends = text.starts_with(|it: char| it.is_ascii_alphanumeric())
        && text.ends_with(|it: char| it.is_ascii_alphanumeric());
    ends && text.chars().all(is_letter)
}

/// Whether the operation at `index` is what ends a sequence: those before it give what the reference's give, and with it the
/// error is the one that the whole ends with.
fn ends_at(case: &Case<'_>, index: usize) -> bool {
    let until = |count: usize| {
        let mut input = case.vector.input.clone();
        if let Some(fields) = input.as_object_mut() {
            fields.remove("watches");
        }
        if let Some(steps) = input["ops"].as_array_mut() {
            steps.truncate(count);
        }
        input
    };
    let mut theirs = match case.theirs() {
        Some(theirs) => theirs["results"].clone(),
        // Where the reference raises as well nothing is known of what was before.
        None => Value::Null,
    };
    if let Some(results) = theirs.as_array_mut() {
        results.truncate(index);
    }
    let mut theirs = json!({"results": theirs});
    let input = until(index);
    normalize(&input, &mut theirs);
    let before = answer(&input).map(|mut ours| {
        normalize(&input, &mut ours);
        ours
    });
    before.is_ok_and(|ours| theirs["results"].is_null() || ours == theirs)
        && answer(&until(index + 1)) == *case.answer
}

fn steps(case: &Case<'_>) -> Vec<Value> {
    let steps = case.vector.input["ops"].as_array();
    steps.cloned().unwrap_or_default()
}

fn objects(step: &Value) -> impl Iterator<Item = &Value> {
    step["objects"].as_array().into_iter().flatten()
}

/// The object was deployed with a finalizer, then disabled, and is deployed again: that is where the sequence ends.
pub(super) fn deployed_while_deleted(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    let mut waiting: Vec<(Value, bool)> = Vec::new();
    let there = input["resources"].as_array().into_iter().flatten();
    waiting.extend(there.map(|object| (object.clone(), false)));
    for (index, step) in steps(case).iter().enumerate() {
        for object in objects(step) {
            let live = waiting.iter_mut().find(|(it, _)| key(it) == key(object));
            match (step["op"].as_str(), live) {
                (Some("deploy"), Some((live, true))) => {
                    return says_what_it_waits_for(case, live) && ends_at(case, index);
                }
                (Some("deploy"), Some((live, _))) => *live = object.clone(),
                (Some("deploy"), None) => waiting.push((object.clone(), false)),
                (Some("disable"), Some((live, deleted))) => {
                    let finalizers = live["metadata"]["finalizers"].as_array();
                    *deleted = finalizers.is_some_and(|it| !it.is_empty());
                }
                _ => {}
            }
        }
    }
    false
}

fn says_what_it_waits_for(case: &Case<'_>, live: &Value) -> bool {
    let [version, kind, namespace, name] = key(live);
    let start = format!(
        "could not apply {version}/{kind} {namespace}/{name}: the one that is there is being deleted, which waits for "
    );
    let finalizers = live["metadata"]["finalizers"].as_array();
    let mut finalizers = finalizers.into_iter().flatten().filter_map(Value::as_str);
    case.error().is_some_and(|(class, text)| {
        let rest = text.strip_prefix(&start);
        class == "ClusterError" && rest.is_some_and(|rest| finalizers.all(|it| rest.contains(it)))
    })
}

/// A manifest lacks what the error says, and the sequence ends there.
pub(super) fn without_identity(case: &Case<'_>) -> bool {
    let named = case.error().and_then(|(class, text)| {
        let (_, rest) = text.split_once(" is not a valid manifest: `")?;
        let (path, rest) = rest.split_once('`')?;
        let is_known = class == "AssertionError" && rest.starts_with(" is missing");
        is_known.then(|| format!("/{}", path.replace('.', "/")))
    });
    let Some(path) = named else {
        return false;
    };
    let lacks = |object: &Value| {
        let found = object.pointer(&path).and_then(Value::as_str);
        found.is_none_or(str::is_empty)
    };
    let first = steps(case).iter().position(|step| objects(step).any(lacks));
    let required = [
        "/apiVersion",
        "/kind",
        "/metadata/name",
        "/metadata/namespace",
    ];
    required.contains(&path.as_str()) && first.is_some_and(|index| ends_at(case, index))
}

/// The fields that servers know for the kinds that have more than a name and a namespace to select by.
const KNOWN: [(&str, &str); 8] = [
    ("Pod", "spec.nodeName"),
    ("Pod", "spec.restartPolicy"),
    ("Pod", "status.phase"),
    ("Secret", "type"),
    ("Job", "status.successful"),
    ("Node", "spec.unschedulable"),
    ("Namespace", "status.phase"),
    ("ReplicaSet", "status.replicas"),
];

/// A list selects by a field that no server knows, and the sequence ends there.
pub(super) fn unknown_field(case: &Case<'_>) -> bool {
    let Err(Failure::Error { class, message }) = case.answer else {
        return false;
    };
    let unknown = |step: &Value| -> Option<String> {
        let selector = step["field_selector"]
            .as_str()
            .filter(|it| !it.is_empty())?;
        let fields = selector.split(',').map(|part| {
            let end = part.find(['=', '!']).unwrap_or(part.len());
            part[..end].trim()
        });
        let kind = step["kind"].as_str().unwrap_or_default();
        let is_known = |field: &str| {
            ["metadata.name", "metadata.namespace"].contains(&field)
                || KNOWN.contains(&(kind, field))
        };
        let mut fields = fields.filter(|field| !is_known(field));
        fields.next().map(str::to_owned)
    };
    let steps = steps(case);
    let found = steps.iter().enumerate();
    let first = found
        .filter_map(|(index, step)| Some((index, unknown(step)?)))
        .next();
    first.is_some_and(|(index, field)| {
        let texts = [
            format!("\"{field}\" is not a known field selector"),
            format!("field label not supported: {field}"),
        ];
        *class == "ClusterError"
            && texts.iter().any(|text| message.contains(text))
            && ends_at(case, index)
    })
}
