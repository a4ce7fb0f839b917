//! Which names, labels and keys are valid, with the words the real server uses about those that are not.

use std::sync::LazyLock;

use regex::Regex;

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN: &str = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const SEARCH: &str = r"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*";
const LABEL_1035: &str = "[a-z]([-a-z0-9]*[a-z0-9])?";
const QUALIFIED: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_VALUE: &str = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
const CONFIG_KEY: &str = "[-._a-zA-Z0-9]+";

/// A pattern that matches whole texts. The patterns are constants, proved by the tests of this module.
struct Whole(LazyLock<Option<Regex>>);

impl Whole {
    fn matches(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

macro_rules! whole {
    ($name:ident, $pattern:expr) => {
        static $name: Whole = Whole(LazyLock::new(|| {
            Regex::new(&format!("^(?:{})$", $pattern)).ok()
        }));
    };
}

whole!(LABEL_REGEX, LABEL);
whole!(SUBDOMAIN_REGEX, SUBDOMAIN);
whole!(LABEL_1035_REGEX, LABEL_1035);
whole!(SEARCH_REGEX, SEARCH);
whole!(QUALIFIED_REGEX, QUALIFIED);
whole!(LABEL_VALUE_REGEX, LABEL_VALUE);
whole!(CONFIG_KEY_REGEX, CONFIG_KEY);

fn too_long(most: usize) -> String {
    format!("must be no more than {most} bytes")
}

/// Most objects: a DNS subdomain of up to 253 characters.
pub(crate) fn subdomain_problem(name: &str) -> Option<String> {
    if name.len() > 253 {
        return Some(too_long(253));
    }
    (!SUBDOMAIN_REGEX.matches(name)).then(|| format!(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SUBDOMAIN}')"
    ))
}

/// Namespaces and others: a DNS label of up to 63 characters.
pub(crate) fn label_problem(name: &str) -> Option<String> {
    if name.len() > 63 {
        return Some(too_long(63));
    }
    if !LABEL_REGEX.matches(name) && SUBDOMAIN_REGEX.matches(name) {
        return Some("must not contain dots".to_owned());
    }
    (!LABEL_REGEX.matches(name)).then(|| format!(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LABEL}')"
    ))
}

/// Names that start with a letter, as those of services once had to.
pub(crate) fn label_1035_problem(name: &str) -> Option<String> {
    if name.len() > 63 {
        return Some(too_long(63));
    }
    (!LABEL_1035_REGEX.matches(name)).then(|| format!(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '{LABEL_1035}')"
    ))
}

/// Names that only must fit into a path, as those of RBAC objects.
pub(crate) fn path_segment_problem(name: &str) -> Option<String> {
    if name == "." || name == ".." {
        return Some(format!("may not be '{name}'"));
    }
    ["/", "%"]
        .iter()
        .find(|part| name.contains(**part))
        .map(|part| format!("may not contain '{part}'"))
}

/// What is wrong with a key of labels or annotations: `[prefix/]name`.
pub(crate) fn label_key_problems(key: &str) -> Vec<String> {
    let rule = format!(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QUALIFIED}')"
    );
    let mut problems = Vec::new();
    let name = match key.split_once('/') {
        Some((_, name)) if name.contains('/') => {
            return vec![format!(
                "a valid label key {rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
        Some((prefix, name)) => {
            if prefix.is_empty() {
                problems.push("prefix part must be non-empty".to_owned());
            } else if let Some(problem) = subdomain_problem(prefix) {
                problems.push(format!("prefix part {problem}"));
            }
            name
        }
        None => key,
    };
    if name.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    } else if name.len() > 63 {
        problems.push(format!("name part {}", too_long(63)));
    }
    if !QUALIFIED_REGEX.matches(name) {
        problems.push(format!("name part {rule}"));
    }
    problems
}

/// What is wrong with the name of a port: letters, digits and single inner hyphens, with a letter somewhere.
pub(crate) fn port_name_problems(name: &str) -> Vec<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let mut problems = Vec::new();
    if name.len() > 15 {
        problems.push("must be no more than 15 characters");
    }
    if name.is_empty() || !name.chars().all(plain) {
        problems.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if !name.chars().any(|c| c.is_ascii_lowercase()) {
        problems.push("must contain at least one letter (a-z)");
    }
    if name.contains("--") {
        problems.push("must not contain consecutive hyphens");
    }
    if name.starts_with('-') || name.ends_with('-') {
        problems.push("must not begin or end with a hyphen");
    }
    problems
}

/// Hosts such as `*.example.com`.
pub(crate) fn wildcard_problem(host: &str) -> Option<String> {
    let rest = host.strip_prefix("*.");
    (host.len() > 253 || !rest.is_some_and(|rest| SUBDOMAIN_REGEX.matches(rest))).then(|| format!(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.{SUBDOMAIN}')"
    ))
}

/// Search domains of a resolver, which may have underscores.
pub(crate) fn search_problem(domain: &str) -> Option<String> {
    (domain.len() > 253 || !SEARCH_REGEX.matches(domain)).then(|| format!(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SEARCH}')"
    ))
}

/// Names of environment variables.
pub(crate) fn variable_problem(name: &str) -> Option<String> {
    let printable = |c: char| (' '..='~').contains(&c) && c != '=';
    (name.is_empty() || !name.chars().all(printable)).then(|| {
        "a valid environment variable name must consist only of printable ASCII characters other than '='".to_owned()
    })
}

/// Paths with a domain in front, as controllers are named: `acme.io/foo`.
pub(crate) fn domain_path_problem(text: &str) -> Option<String> {
    let mut parts = text.splitn(2, '/');
    let domain = parts.next().unwrap_or_default();
    match parts.next() {
        Some(path) if !domain.is_empty() && !path.is_empty() => subdomain_problem(domain),
        _ => Some("must be a domain-prefixed path (such as \"acme.io/foo\")".to_owned()),
    }
}

/// Values of labels.
pub(crate) fn label_value_problem(value: &str) -> Option<String> {
    if value.len() > 63 {
        return Some(too_long(63));
    }
    (!LABEL_VALUE_REGEX.matches(value)).then(|| format!(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '{LABEL_VALUE}')"
    ))
}

/// Keys of ConfigMaps and Secrets.
pub(crate) fn config_key_problem(key: &str) -> Option<String> {
    if key.len() > 253 {
        return Some(too_long(253));
    }
    if key == "." || key == ".." {
        return Some(format!("must not be '{key}'"));
    }
    if key.starts_with("..") {
        return Some("must not start with '..'".to_owned());
    }
    (!CONFIG_KEY_REGEX.matches(key)).then(|| format!(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '{CONFIG_KEY}')"
    ))
}

/// The five characters that `generateName` adds.
pub(crate) fn suffix(random: u128) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut rest = random;
    (0..5)
        .map(|_| {
            let index = usize::try_from(rest % LETTERS.len() as u128).unwrap_or(0);
            rest /= LETTERS.len() as u128;
            char::from(LETTERS[index])
        })
        .collect()
}

/// The name that `generateName` gives: the prefix, cut to fit, and the suffix.
pub(crate) fn generate(prefix: &str, random: u128) -> String {
    let mut end = prefix.len().min(58);
    while !prefix.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{}", &prefix[..end], suffix(random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules_of_dns() {
        assert_eq!(subdomain_problem("a.b-c"), None);
        assert!(subdomain_problem("A_").is_some());
        assert!(subdomain_problem(&"a".repeat(254)).is_some());
        assert_eq!(label_problem("a-1"), None);
        assert!(label_problem("a.b").is_some());
        assert!(label_1035_problem("1a").is_some());
        assert_eq!(label_1035_problem("a1"), None);
        assert_eq!(path_segment_problem("system:a"), None);
        assert!(path_segment_problem("a/b").is_some());
    }

    #[test]
    fn label_keys_may_have_a_prefix() {
        assert_eq!(
            label_key_problems("app.kubernetes.io/name"),
            Vec::<String>::new()
        );
        assert!(!label_key_problems("/name").is_empty());
        assert!(!label_key_problems("a/").is_empty());
        assert!(!label_key_problems("a b").is_empty());
        assert_eq!(label_value_problem(""), None);
        assert!(label_value_problem("-a").is_some());
        assert!(config_key_problem("a/b").is_some());
        assert!(config_key_problem("..a").is_some());
    }

    #[test]
    fn generated_names_fit_and_keep_their_prefix() {
        let name = generate(&"x".repeat(80), 12_345);
        assert_eq!(name.len(), 63);
        assert!(generate("job-", 7).starts_with("job-"));
    }
}
