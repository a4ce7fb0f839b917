//! Schedules as cron writes them, in a time zone.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// When something is to happen again and again.
#[derive(Clone, Debug)]
pub(super) enum Schedule {
    Every(SignedDuration),
    At(Box<Fields>),
}

/// The values that each field of a schedule allows, a bit each.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Days and weekdays are restricted, so that either is enough.
    either_day: bool,
    zone: TimeZone,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// How many moments in a row are skipped before one gives up to look for the last.
const MOST_MISSED: usize = 100_000;

impl Schedule {
    /// Reads `*/5 * * * *`, `@hourly`, `@every 90s`; `None` for what is no schedule, or a zone that is not known.
    pub(super) fn parse(text: &str, zone: Option<&str>) -> Option<Self> {
        if let Some(pause) = text.strip_prefix("@every ") {
            let pause: SignedDuration = pause.parse().ok()?;
            let whole = SignedDuration::from_secs(pause.as_secs().max(1));
            return Some(Self::Every(whole));
        }
        let zone = match zone {
            None | Some("") => TimeZone::UTC,
            Some(name) => TimeZone::get(name).ok()?,
        };
        let text = match text {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            text => text,
        };
        let parts: Vec<_> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = parts.as_slice() else {
            return None;
        };
        let is_open = |part: &str| part.starts_with('*') || part.starts_with('?');
        Some(Self::At(Box::new(Fields {
            minutes: field(minute, 0, 59, &[])?,
            hours: field(hour, 0, 23, &[])?,
            days: field(day, 1, 31, &[])?,
            months: field(month, 1, 12, &MONTHS)?,
            weekdays: field(weekday, 0, 6, &WEEKDAYS)?,
            either_day: !is_open(day) && !is_open(weekday),
            zone,
        })))
    }

    /// The first moment after another.
    pub(super) fn after(&self, moment: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Every(pause) => {
                let whole = Timestamp::from_second(moment.as_second()).ok()?;
                whole.checked_add(*pause).ok()
            }
            Self::At(fields) => fields.after(moment),
        }
    }

    /// The last moment after `earliest` that is not after `now`.
    pub(super) fn last_between(&self, earliest: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let mut last = None;
        let mut from = earliest;
        for _ in 0..MOST_MISSED {
            match self.after(from) {
                Some(next) if next <= now => {
                    last = Some(next);
                    from = next;
                }
                _ => break,
            }
        }
        last
    }
}

impl Fields {
    fn after(&self, moment: Timestamp) -> Option<Timestamp> {
        let local = moment.to_zoned(self.zone.clone()).datetime();
        let mut at = local.date().at(local.hour(), local.minute(), 0, 0);
        at = at.checked_add(1.minute()).ok()?;
        let limit = local.checked_add(5.years()).ok()?;
        while at < limit {
            let next = self.skip(at)?;
            if next != at {
                at = next;
                continue;
            }
            let found = self.zone.to_ambiguous_timestamp(at).compatible().ok()?;
            if found > moment {
                return Some(found);
            }
            at = at.checked_add(1.minute()).ok()?;
        }
        None
    }

    /// The same moment where it is allowed, else a later one before which none is.
    fn skip(&self, at: DateTime) -> Option<DateTime> {
        let has = |set: u64, value: i8| set & (1_u64 << value.unsigned_abs()) != 0;
        let date = at.date();
        if !has(self.months, at.month()) {
            let next = date.first_of_month().checked_add(1.month()).ok()?;
            return Some(next.at(0, 0, 0, 0));
        }
        let weekday = has(self.weekdays, date.weekday().to_sunday_zero_offset());
        let day = has(self.days, at.day());
        let is_day = if self.either_day {
            day || weekday
        } else {
            day && weekday
        };
        if !is_day {
            return Some(date.tomorrow().ok()?.at(0, 0, 0, 0));
        }
        if !has(self.hours, at.hour()) {
            return date.at(at.hour(), 0, 0, 0).checked_add(1.hour()).ok();
        }
        if !has(self.minutes, at.minute()) {
            return at.checked_add(1.minute()).ok();
        }
        Some(at)
    }
}

/// The values that one field allows: `*`, `1,2`, `1-5`, `*/10`, `mon-fri`.
fn field(text: &str, first: u32, last: u32, names: &[&str]) -> Option<u64> {
    text.split(',').try_fold(0, |all, part| {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (
                range,
                Some(step.parse::<u32>().ok().filter(|step| *step > 0)?),
            ),
            None => (part, None),
        };
        let value = |text: &str| {
            let named = names
                .iter()
                .position(|name| text.eq_ignore_ascii_case(name));
            let named = named
                .and_then(|at| u32::try_from(at).ok())
                .map(|at| at + first);
            named
                .or_else(|| text.parse().ok())
                .filter(|value| (first..=last).contains(value))
        };
        let (from, to) = match range {
            "*" | "?" => (first, last),
            range => match range.split_once('-') {
                Some((from, to)) => (value(from)?, value(to)?),
                None if step.is_some() => (value(range)?, last),
                None => (value(range)?, value(range)?),
            },
        };
        let step = usize::try_from(step.unwrap_or(1)).ok()?;
        (from <= to).then(|| {
            (from..=to)
                .step_by(step)
                .fold(all, |all, value| all | 1_u64 << value)
        })
    })
}

/// A moment as it is written in a zone: `2026-01-31T12:00:00Z`, `2026-01-31T13:00:00+01:00`.
pub(super) fn written(moment: Timestamp, zone: Option<&str>) -> String {
    let zone = zone
        .and_then(|name| TimeZone::get(name).ok())
        .unwrap_or(TimeZone::UTC);
    let local = moment.to_zoned(zone);
    if local.offset() == jiff::tz::Offset::UTC {
        return crate::cluster::seconds(moment);
    }
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schedule: &str, from: &str, expected: &str) {
        let schedule = Schedule::parse(schedule, None).unwrap();
        let next = schedule.after(from.parse().unwrap()).unwrap();
        assert_eq!(next.to_string(), expected);
    }

    #[test]
    fn the_next_moment_is_the_first_that_every_field_allows() {
        check("* * * * *", "2026-01-31T12:00:30Z", "2026-01-31T12:01:00Z");
        check(
            "*/15 * * * *",
            "2026-01-31T12:45:00Z",
            "2026-01-31T13:00:00Z",
        );
        check("30 4 1 * *", "2026-01-31T12:00:00Z", "2026-02-01T04:30:00Z");
        check("0 0 29 2 *", "2026-01-31T12:00:00Z", "2028-02-29T00:00:00Z");
        check(
            "0 9 * * mon-fri",
            "2026-01-30T09:00:00Z",
            "2026-02-02T09:00:00Z",
        );
        check("0 0 13 * 5", "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z");
        check("@hourly", "2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z");
        check("@every 90s", "2026-01-31T12:00:00Z", "2026-01-31T12:01:30Z");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in [
            "",
            "* * * *",
            "60 * * * *",
            "* * * * 8",
            "5-1 * * * *",
            "*/0 * * * *",
            "x * * * *",
        ] {
            assert!(Schedule::parse(text, None).is_none(), "{text}");
        }
        assert!(Schedule::parse("* * * * *", Some("Nowhere/City")).is_none());
    }

    #[test]
    fn of_what_was_missed_only_the_last_counts() {
        let schedule = Schedule::parse("*/5 * * * *", None).unwrap();
        let last = schedule.last_between(
            "2026-01-31T11:58:00Z".parse().unwrap(),
            "2026-01-31T12:14:00Z".parse().unwrap(),
        );
        assert_eq!(last.unwrap().to_string(), "2026-01-31T12:10:00Z");
    }
}
