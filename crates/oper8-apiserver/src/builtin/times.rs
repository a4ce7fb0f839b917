//! Times as Go reads and writes them.

use jiff::Timestamp;

/// What a time is written with: RFC 3339, to the second or to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    Seconds,
    Microseconds,
}

/// A part of a layout: its name in messages, and how many digits it has (none: the text itself).
type Part = (&'static str, usize);

const PARTS: [Part; 11] = [
    ("2006", 4),
    ("-", 0),
    ("01", 2),
    ("-", 0),
    ("02", 2),
    ("T", 0),
    ("15", 2),
    (":", 0),
    ("04", 2),
    (":", 0),
    ("05", 2),
];

/// The time in the form in which the server keeps it, or what is wrong with it.
pub(super) fn normal(text: &str, precision: Precision) -> Result<String, String> {
    let layout = match precision {
        Precision::Seconds => "2006-01-02T15:04:05Z07:00",
        Precision::Microseconds => "2006-01-02T15:04:05.000000Z07:00",
    };
    let refused = |rest: &str, part: &str| {
        Err(format!(
            "parsing time {text:?} as {layout:?}: cannot parse {rest:?} as {part:?}"
        ))
    };
    let mut rest = text;
    for (part, digits) in PARTS {
        match take(rest, part, digits) {
            Some(after) => rest = after,
            None => return refused(rest, part),
        }
    }
    match precision {
        Precision::Microseconds => {
            let Some(after) = rest.strip_prefix('.').and_then(|rest| take(rest, "", 6)) else {
                return refused(rest, ".000000");
            };
            rest = after;
        }
        Precision::Seconds => {
            if let Some(fraction) = rest.strip_prefix('.') {
                let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                if after.len() < fraction.len() {
                    rest = after;
                }
            }
        }
    }
    if !is_zone(rest) {
        return refused(rest, "Z07:00");
    }
    let Ok(time) = text.parse::<Timestamp>() else {
        return Err(format!("parsing time {text:?}: day out of range"));
    };
    let form = match precision {
        Precision::Seconds => "%Y-%m-%dT%H:%M:%SZ",
        Precision::Microseconds => "%Y-%m-%dT%H:%M:%S.%6fZ",
    };
    Ok(time.strftime(form).to_string())
}

fn take<'a>(rest: &'a str, text: &str, digits: usize) -> Option<&'a str> {
    if digits == 0 {
        return rest.strip_prefix(text);
    }
    let (number, after) = rest.split_at_checked(digits)?;
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(after)
}

fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return false;
    };
    offset.split_once(':').is_some_and(|(hours, minutes)| {
        [hours, minutes]
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::{Precision, normal};

    #[test]
    fn times_are_kept_in_universal_time() {
        let kept = normal("2020-01-01T02:00:00.5+02:00", Precision::Seconds);
        assert_eq!(kept.as_deref(), Ok("2020-01-01T00:00:00Z"));
        let kept = normal("2020-01-01T00:00:00.123456Z", Precision::Microseconds);
        assert_eq!(kept.as_deref(), Ok("2020-01-01T00:00:00.123456Z"));
    }

    #[test]
    fn the_part_that_cannot_be_read_is_told() {
        let problem = normal("2020-01-01T00:00:00Z", Precision::Microseconds).unwrap_err();
        assert!(
            problem.ends_with("cannot parse \"Z\" as \".000000\""),
            "{problem}"
        );
        let problem = normal("x", Precision::Seconds).unwrap_err();
        assert!(
            problem.ends_with("cannot parse \"x\" as \"2006\""),
            "{problem}"
        );
    }
}
