//! Durations as people write them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const MICROS_PER_SECOND: f64 = 1_000_000.0;

/// A duration with its text form: hours, minutes and seconds in this order, each optional, such as `1hr2m3.5s`.
///
/// Hours are `hr` or `h`; only the seconds may have a fraction, rounded to microseconds. A number alone has no unit and
/// is not accepted, nor are signs, blanks or other units. One line feed at the end is ignored.
///
/// # Examples
///
/// ```
/// use oper8_config::TimeSpan;
///
/// let span: TimeSpan = "1h30m".parse()?;
/// assert_eq!(span.0.as_secs(), 5400);
/// assert_eq!(span.to_string(), "1hr30m");
/// # Ok::<(), oper8_config::ParseTimeSpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TimeSpan(pub Duration);

/// A text that is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTimeSpanError {
    /// The text has another form.
    #[error("`{0}` is not a duration such as 1hr2m3.5s")]
    Form(String),
    /// The text is a number without a unit.
    #[error("`{0}` has no unit: write {0}s for seconds")]
    NoUnit(String),
    /// The duration is longer than can be held.
    #[error("`{0}` is too long")]
    TooLong(String),
}

impl FromStr for TimeSpan {
    type Err = ParseTimeSpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let given = text.strip_suffix('\n').unwrap_or(text);
        if is_number(given) {
            return Err(ParseTimeSpanError::NoUnit(given.to_owned()));
        }
        let parts = Parts::of(given).ok_or_else(|| ParseTimeSpanError::Form(given.to_owned()))?;
        parts
            .total()
            .map(Self)
            .ok_or_else(|| ParseTimeSpanError::TooLong(given.to_owned()))
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            write!(f, "{hours}hr")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}m")?;
        }
        match self.0.subsec_nanos() {
            0 if seconds == 0 && self.0.as_secs() > 0 => Ok(()),
            0 => write!(f, "{seconds}s"),
            nanos => write!(
                f,
                "{seconds}.{}s",
                format!("{nanos:09}").trim_end_matches('0')
            ),
        }
    }
}

impl From<Duration> for TimeSpan {
    fn from(duration: Duration) -> Self {
        Self(duration)
    }
}

impl From<TimeSpan> for Duration {
    fn from(span: TimeSpan) -> Self {
        span.0
    }
}

impl Serialize for TimeSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whether `text` is digits with at most one point among them.
fn is_number(text: &str) -> bool {
    let digits = text.replacen('.', "", 1);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The texts of the numbers before each unit.
struct Parts<'a> {
    hours: Option<&'a str>,
    minutes: Option<&'a str>,
    seconds: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Splits `text`; `None` when it has another form or no part at all.
    fn of(text: &'a str) -> Option<Self> {
        let (hours, rest) = part(text, &["hr", "h"]);
        let (minutes, rest) = part(rest, &["m"]);
        let (seconds, rest) = part(rest, &["s"]);
        let whole = |number: &str| !number.contains('.');
        let wanted = hours.is_none_or(whole)
            && minutes.is_none_or(whole)
            && seconds
                .is_none_or(|number| number.matches('.').count() <= 1 && !number.ends_with('.'));
        let some = hours.or(minutes).or(seconds).is_some();
        (rest.is_empty() && some && wanted).then_some(Self {
            hours,
            minutes,
            seconds,
        })
    }

    /// The sum; `None` when it is out of range.
    fn total(&self) -> Option<Duration> {
        let number = |text: &str| {
            if text.is_empty() {
                Some(0)
            } else {
                text.parse::<u64>().ok()
            }
        };
        let hours = number(self.hours.unwrap_or_default())?;
        let minutes = number(self.minutes.unwrap_or_default())?;
        let seconds = self.seconds.unwrap_or("0");
        let whole = number(seconds.split('.').next().unwrap_or_default())?;
        let total = hours
            .checked_mul(3600)?
            .checked_add(minutes.checked_mul(60)?)?
            .checked_add(whole)?;
        Duration::from_secs(total).checked_add(micros(seconds)?)
    }
}

/// The number before one of `units` at the start of `text`, and the text after the unit.
fn part<'a>(text: &'a str, units: &[&str]) -> (Option<&'a str>, &'a str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    match units.iter().find_map(|unit| rest.strip_prefix(unit)) {
        Some(after) if !number.is_empty() => (Some(number), after),
        _ => (None, text),
    }
}

/// The fraction of a number of seconds in whole microseconds; a tie goes to the even one, as in the reference.
fn micros(seconds: &str) -> Option<Duration> {
    let fraction = seconds.parse::<f64>().ok()?.fract();
    Some(Duration::from_micros(
        (fraction * MICROS_PER_SECOND).round_ties_even() as u64,
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `expected` in microseconds.
    #[track_caller]
    fn check(text: &str, expected: Option<u128>) {
        assert_eq!(
            text.parse::<TimeSpan>().ok().map(|span| span.0.as_micros()),
            expected,
            "{text:?}"
        );
    }

    /// The results of the reference.
    #[test]
    fn hours_minutes_and_seconds_are_read_in_this_order() {
        check("1s", Some(1_000_000));
        check("0s", Some(0));
        check("90m", Some(5_400_000_000));
        check("100hr", Some(360_000_000_000));
        check("1hr2m3.5s", Some(3_723_500_000));
        check("1hr.25s", Some(3_600_250_000));
        check(".5s", Some(500_000));
        check("00012s", Some(12_000_000));
        check("1s\n", Some(1_000_000));
        check("99999999s", Some(99_999_999_000_000));
    }

    #[test]
    fn seconds_are_rounded_to_microseconds() {
        check("0.0000005s", Some(0));
        check("0.0000015s", Some(2));
        check("0.0000025s", Some(2));
        check("1.23456789s", Some(1_234_568));
    }

    #[test]
    fn hours_may_be_written_as_in_other_tools() {
        check("1h", Some(3_600_000_000));
        check("1h30m", Some(5_400_000_000));
    }

    /// The reference has no result for any of these.
    #[test]
    fn other_forms_are_not_accepted() {
        let shapes = [
            "", " 1s", "1s ", "1 s", "s", "m", "hr", "1", "1.5", "2m3", "1d", "1ms", "-1s", "+1s",
            "1S", "1e3s",
        ];
        let orders = ["1m1hr", "1hr1hr", "1h1hr", "1s1m"];
        let fractions = ["5.s", "1.5m", "1.5hr", "1..5s", "."];
        for text in shapes.into_iter().chain(orders).chain(fractions) {
            check(text, None);
        }
    }

    #[test]
    fn an_error_says_what_to_write() {
        let text = |text: &str| text.parse::<TimeSpan>().unwrap_err().to_string();
        assert_eq!(text("30"), "`30` has no unit: write 30s for seconds");
        assert_eq!(text("soon"), "`soon` is not a duration such as 1hr2m3.5s");
        assert_eq!(
            text("99999999999999999999s"),
            "`99999999999999999999s` is too long"
        );
        assert_eq!(
            text("9999999999999999hr"),
            "`9999999999999999hr` is too long"
        );
    }

    #[test]
    fn the_text_has_the_largest_units() {
        let text = |millis| TimeSpan(Duration::from_millis(millis)).to_string();
        assert_eq!(text(0), "0s");
        assert_eq!(text(500), "0.5s");
        assert_eq!(text(600_000), "10m");
        assert_eq!(text(3_600_000), "1hr");
        assert_eq!(text(3_723_500), "1hr2m3.5s");
    }

    proptest! {
        #[test]
        fn the_text_of_a_span_is_read_back(micros in 0..u64::from(u32::MAX) * 1_000_000) {
            let span = TimeSpan(Duration::from_micros(micros));
            prop_assert_eq!(span.to_string().parse::<TimeSpan>(), Ok(span));
        }
    }
}
