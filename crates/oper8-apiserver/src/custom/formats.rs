//! The formats of texts that a server checks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;

use crate::names;

/// Whether a text has the form that `format` names; a format that is not known here is taken to fit.
pub(crate) fn fits(format: &str, text: &str) -> bool {
    match format {
        "date-time" | "datetime" => {
            matches("date-time", text) && text.to_uppercase().parse::<jiff::Timestamp>().is_ok()
        }
        "date" => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        "duration" => duration(text).is_some(),
        "byte" => STANDARD.decode(text).is_ok(),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "cidr" => is_cidr(text),
        "k8s-short-name" => names::label_problem(text).is_none(),
        "k8s-long-name" => names::subdomain_problem(text).is_none(),
        _ => matches(format, text),
    }
}

/// Patterns of formats that are told by their letters alone.
static PATTERNS: LazyLock<Vec<(&str, Option<Regex>)>> = LazyLock::new(|| {
    let hex = "[0-9a-f]";
    let uuid = |version: &str, variant: &str| {
        format!("(?i)^{hex}{{8}}-?{hex}{{4}}-?{version}-?{variant}-?{hex}{{12}}$")
    };
    let any = format!("{hex}{{4}}");
    let of = |version: u8| format!("{version}{hex}{{3}}");
    let variant = format!("[89ab]{hex}{{3}}");
    let octet = "([01]?[0-9]?[0-9]|2[0-4][0-9]|25[0-5])";
    let patterns = [
        (
            "date-time",
            r"(?i)^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}(\.\d+)?(z|[+-]\d{2}:\d{2})$".to_owned(),
        ),
        ("uuid", uuid(&any, &any)),
        ("uuid3", uuid(&of(3), &any)),
        ("uuid4", uuid(&of(4), &variant)),
        ("uuid5", uuid(&of(5), &variant)),
        // What may stand in the target of a request: a whole address, or a path from the root.
        (
            "uri",
            r"^([A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f]+|/[^\s\x00-\x1f]*|\*)$".to_owned(),
        ),
        (
            "email",
            r#"^([^\s@<>"(),:;\[\]]+@[^\s@<>"(),:;]+|[^<>@]*<[^\s@<>]+@[^\s@<>]+>)$"#.to_owned(),
        ),
        (
            "hostname",
            r"^[\p{L}\p{N}]([\p{L}\p{N}-]{0,62}[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)*$"
                .to_owned(),
        ),
        (
            "mac",
            format!(
                "(?i)^({hex}{{2}}([:-]{hex}{{2}}){{5}}|{hex}{{2}}([:-]{hex}{{2}}){{7}}|{hex}{{4}}(\\.{hex}{{4}}){{2,3}})$"
            ),
        ),
        ("hexcolor", format!("(?i)^#?({hex}{{3}}|{hex}{{6}})$")),
        (
            "rgbcolor",
            format!(r"^rgb\(\s*{octet}\s*,\s*{octet}\s*,\s*{octet}\s*\)$"),
        ),
        ("ssn", r"^\d{3}[- ]?\d{2}[- ]?\d{4}$".to_owned()),
        ("bsonobjectid", format!("(?i)^{hex}{{24}}$")),
    ];
    let compiled = patterns.into_iter();
    compiled
        .map(|(name, pattern)| (name, Regex::new(&pattern).ok()))
        .collect()
});

fn matches(format: &str, text: &str) -> bool {
    let found = PATTERNS.iter().find(|(name, _)| *name == format);
    found.is_none_or(|(_, regex)| regex.as_ref().is_none_or(|regex| regex.is_match(text)))
}

fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else {
        return false;
    };
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    let plain = bits == "0" || !bits.starts_with(['0', '+']);
    plain && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

/// Units of durations in nanoseconds, by their short names and by words.
const UNITS: [(&[&str], f64); 8] = [
    (&["ns", "nano", "nanosecond", "nanoseconds"], 1.0),
    (
        &["us", "µs", "μs", "micro", "microsecond", "microseconds"],
        1e3,
    ),
    (&["ms", "milli", "millisecond", "milliseconds"], 1e6),
    (&["s", "sec", "second", "seconds"], 1e9),
    (&["m", "min", "minute", "minutes"], 60e9),
    (&["h", "hr", "hour", "hours"], 3600e9),
    (&["d", "day", "days"], 86_400e9),
    (&["w", "wk", "week", "weeks"], 604_800e9),
];

/// Nanoseconds of `1h30m` or `2 days`.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut rest = Some(rest.trim()).filter(|rest| !rest.is_empty())?;
    let mut nanos = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let (unit, after) = rest.split_at(letters);
        let (_, factor) = UNITS.iter().find(|(names, _)| names.contains(&unit))?;
        nanos += number * factor;
        rest = after.trim_start();
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a duration is shorter than 292 years, and a longer one is as long as that"
    )]
    Some((sign * nanos) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_formats() {
        for (format, good, bad) in [
            (
                "date-time",
                "2025-01-01T00:00:00+01:00",
                "2025-01-01T00:00:00",
            ),
            ("date", "2025-02-28", "2025-02-30"),
            ("duration", "1h30m", "1 fortnight"),
            ("cidr", "10.0.0.0/8", "10.0.0.0/33"),
            ("uri", "https://a.example/b", "a b"),
            ("email", "a@b.example", "a.example"),
            ("hostname", "a.example", "-a"),
            ("mac", "01:23:45:67:89:ab", "01:23"),
            ("uuid", "01234567-89ab-cdef-0123-456789abcdef", "0123"),
            ("hexcolor", "#ffF", "#ff"),
            ("k8s-short-name", "a-b", "a.b"),
        ] {
            assert!(fits(format, good), "{format}: {good}");
            assert!(!fits(format, bad), "{format}: {bad}");
        }
        assert!(fits("unheard-of", "anything"));
    }
}
