//! The two spellings of an instant in a condition, and reading any of them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The key of a condition's time of writing. Kubernetes spells another field `lastTransitionTime`; dashboards of existing
/// operators read this one.
pub const TIMESTAMP_KEY: &str = "lastTransactionTime";

/// The key of the instant at which a condition's `status` last flipped, as Kubernetes defines it.
pub const TRANSITION_KEY: &str = "lastTransitionTime";

/// Reads a timestamp as leniently as cluster data needs; `None` when it is none.
///
/// Accepts RFC 3339, ISO 8601 without a zone (taken as UTC), a space instead of the `T`, and a date alone (midnight UTC).
///
/// ```
/// let zoned = oper8_status::parse_timestamp("2024-01-02T05:04:05+02:00");
/// assert_eq!(zoned, oper8_status::parse_timestamp("2024-01-02 03:04:05"));
/// assert_eq!(oper8_status::parse_timestamp("yesterday"), None);
/// ```
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let local: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(local).ok()
}

/// `2024-01-02T03:04:05.678900`: UTC without a zone, six digits of fraction, or none when it is zero.
pub(crate) fn transaction_time(now: Timestamp) -> String {
    let local = TimeZone::UTC.to_datetime(now);
    if local.subsec_nanosecond() < 1_000 {
        format!("{local:.0}")
    } else {
        format!("{local:.6}")
    }
}

/// `2024-01-02T03:04:05Z`: the form of Kubernetes' own times, whole seconds.
pub(crate) fn transition_time(now: Timestamp) -> String {
    format!("{now:.0}")
}
