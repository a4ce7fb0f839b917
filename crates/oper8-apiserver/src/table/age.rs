//! Spans of time as tables show them: two or three significant figures.

use jiff::Timestamp;
use oper8_status::parse_timestamp;
use serde_json::Value;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// How long ago a time in an object was.
pub(super) fn since(time: &Value, now: Timestamp) -> String {
    match time.as_str().and_then(parse_timestamp) {
        Some(time) => between(time, now),
        None => "<unknown>".to_owned(),
    }
}

/// The span from one time to a later one.
pub(super) fn between(start: Timestamp, end: Timestamp) -> String {
    human(end.duration_since(start).as_secs())
}

/// A span in seconds. A clock that is a little behind is forgiven.
pub(super) fn human(seconds: i64) -> String {
    let pair = |large: i64, unit: &str, small: i64, sub_unit: &str| {
        if small == 0 {
            format!("{large}{unit}")
        } else {
            format!("{large}{unit}{small}{sub_unit}")
        }
    };
    match seconds {
        ..=-2 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        120..600 => pair(seconds / MINUTE, "m", seconds % MINUTE, "s"),
        600..10_800 => format!("{}m", seconds / MINUTE),
        10_800..28_800 => pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m"),
        28_800..172_800 => format!("{}h", seconds / HOUR),
        172_800..691_200 => pair(seconds / DAY, "d", seconds % DAY / HOUR, "h"),
        691_200..63_072_000 => format!("{}d", seconds / DAY),
        63_072_000..252_288_000 => pair(seconds / YEAR, "y", seconds % YEAR / DAY, "d"),
        _ => format!("{}y", seconds / YEAR),
    }
}

#[cfg(test)]
mod tests {
    use super::human;

    #[test]
    fn a_span_has_two_or_three_figures() {
        let spans = [
            (-5, "<invalid>"),
            (-1, "0s"),
            (119, "119s"),
            (120, "2m"),
            (150, "2m30s"),
            (599, "9m59s"),
            (10_799, "179m"),
            (10_800, "3h"),
            (20_000, "5h33m"),
            (170_000, "47h"),
            (172_800, "2d"),
            (180_000, "2d2h"),
            (700_000, "8d"),
            (63_072_000, "2y"),
            (63_200_000, "2y1d"),
            (400_000_000, "12y"),
        ];
        for (seconds, text) in spans {
            assert_eq!(human(seconds), text, "{seconds} s");
        }
    }
}
