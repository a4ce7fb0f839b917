//! Schedules of CronJobs: which texts are valid.

/// A part of a schedule: the least and the most that it takes, and names for some of the numbers.
struct Field {
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: [Field; 5] = [
    Field {
        least: 0,
        most: 59,
        names: &[],
    },
    Field {
        least: 0,
        most: 23,
        names: &[],
    },
    Field {
        least: 1,
        most: 31,
        names: &[],
    },
    Field {
        least: 1,
        most: 12,
        names: MONTHS,
    },
    Field {
        least: 0,
        most: 6,
        names: DAYS,
    },
];

/// What is wrong with a schedule, in the words of the library that the real server reads it with.
pub(super) fn check(schedule: &str) -> Result<(), String> {
    if schedule.starts_with('@') {
        return descriptor(schedule);
    }
    let parts: Vec<_> = schedule.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(format!(
            "expected exactly 5 fields, found {}: [{}]",
            parts.len(),
            parts.join(" ")
        ));
    }
    for (part, field) in parts.iter().zip(&FIELDS) {
        for range in part.split(',').filter(|range| !range.is_empty()) {
            check_range(range, field)?;
        }
    }
    Ok(())
}

fn descriptor(schedule: &str) -> Result<(), String> {
    const KNOWN: [&str; 7] = [
        "@yearly",
        "@annually",
        "@monthly",
        "@weekly",
        "@daily",
        "@midnight",
        "@hourly",
    ];
    if KNOWN.contains(&schedule) {
        return Ok(());
    }
    match schedule.strip_prefix("@every ") {
        Some(duration) if is_duration(duration) => Ok(()),
        Some(duration) => Err(format!(
            "failed to parse duration {schedule}: time: invalid duration {duration:?}"
        )),
        None => Err(format!("unrecognized descriptor: {schedule}")),
    }
}

/// `1h30m`, as Go reads durations.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if after.len() == rest.len() {
            return false;
        }
        let unit = ["ns", "us", "µs", "ms", "s", "m", "h"]
            .iter()
            .filter(|unit| after.starts_with(**unit))
            .max_by_key(|unit| unit.len());
        let Some(unit) = unit else { return false };
        rest = &after[unit.len()..];
    }
    true
}

fn check_range(text: &str, field: &Field) -> Result<(), String> {
    let stepped: Vec<_> = text.split('/').collect();
    let ends: Vec<_> = stepped[0].split('-').collect();
    let single = ends.len() == 1;
    let (start, mut end) = if matches!(ends[0], "*" | "?") {
        (field.least, field.most)
    } else {
        let start = number_or_name(ends[0], field)?;
        match ends.as_slice() {
            [_] => (start, start),
            [_, end] => (start, number_or_name(end, field)?),
            _ => return Err(format!("too many hyphens: {text}")),
        }
    };
    let step = match stepped.as_slice() {
        [_] => 1,
        [_, step] => {
            if single {
                end = field.most;
            }
            number(step)?
        }
        _ => return Err(format!("too many slashes: {text}")),
    };
    if start < field.least {
        return Err(format!(
            "beginning of range ({start}) below minimum ({}): {text}",
            field.least
        ));
    }
    if end > field.most {
        return Err(format!(
            "end of range ({end}) above maximum ({}): {text}",
            field.most
        ));
    }
    if start > end {
        return Err(format!(
            "beginning of range ({start}) beyond end of range ({end}): {text}"
        ));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {text}"));
    }
    Ok(())
}

fn number_or_name(text: &str, field: &Field) -> Result<u32, String> {
    let lower = text.to_ascii_lowercase();
    match field.names.iter().position(|name| *name == lower) {
        Some(place) => Ok(field.least + u32::try_from(place).unwrap_or(0)),
        None => number(text),
    }
}

fn number(text: &str) -> Result<u32, String> {
    match text.parse::<i64>() {
        Ok(number) => u32::try_from(number)
            .map_err(|_| format!("negative number ({number}) not allowed: {text}")),
        Err(_) => Err(format!(
            "failed to parse int from {text}: strconv.Atoi: parsing {text:?}: invalid syntax"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn schedules_are_read_as_by_the_real_server() {
        for schedule in [
            "* * * * *",
            "*/5 0-6/2 1,15 JAN-mar SUN",
            "@hourly",
            "@every 1h30m",
        ] {
            assert_eq!(check(schedule), Ok(()), "{schedule}");
        }
        for (schedule, problem) in [
            ("x", "expected exactly 5 fields, found 1: [x]"),
            ("60 * * * *", "end of range (60) above maximum (59): 60"),
            (
                "0 0 31-1 * *",
                "beginning of range (31) beyond end of range (1): 31-1",
            ),
            (
                "*/0 * * * *",
                "step of range should be a positive number: */0",
            ),
            ("@foo", "unrecognized descriptor: @foo"),
        ] {
            assert_eq!(check(schedule), Err(problem.to_owned()), "{schedule}");
        }
    }
}
