//! Clocks, and reading timestamps.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use oper8_status::{
    Clock, ManualClock, StatusUpdate, SystemClock, UpdatingReason, parse_timestamp,
    update_application_status,
};
use serde_json::Value;

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    let expected = expected.map(|text| text.parse::<Timestamp>().expect("RFC 3339"));
    assert_eq!(parse_timestamp(text), expected, "{text}");
}

#[test]
fn timestamps_are_read_in_every_form_that_clusters_hold() {
    check("2024-01-02T03:04:05Z", Some("2024-01-02T03:04:05Z"));
    check(
        "2024-01-02T03:04:05.678900",
        Some("2024-01-02T03:04:05.6789Z"),
    );
    check("2024-01-02T03:04:05+02:00", Some("2024-01-02T01:04:05Z"));
    check("2024-01-02T03:04:05-0230", Some("2024-01-02T05:34:05Z"));
    check(" 2024-01-02 03:04:05 ", Some("2024-01-02T03:04:05Z"));
    check("2024-01-02 03:04:05+00:00", Some("2024-01-02T03:04:05Z"));
    check("2024-01-02T03:04", Some("2024-01-02T03:04:00Z"));
    check("2024-01-02", Some("2024-01-02T00:00:00Z"));
    for text in ["", "now", "2024-13-01", "12:00"] {
        check(text, None);
    }
}

#[test]
fn what_is_written_is_read_back() {
    for text in [
        "2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05.000001Z",
        "1969-12-31T23:59:59.5Z",
    ] {
        let now: Timestamp = text.parse().unwrap();
        let news = StatusUpdate::new().updating(UpdatingReason::Stable, "");
        let status = update_application_status(&Value::Null, &news, now).unwrap();
        let written = status["conditions"][0]["lastTransactionTime"]
            .as_str()
            .unwrap();
        assert_eq!(parse_timestamp(written), Some(now), "{written}");
        assert!(!written.ends_with('Z'), "{written}");
    }
}

#[test]
fn a_manual_clock_stands_still_until_it_is_moved() {
    let start: Timestamp = "2024-01-02T03:04:05Z".parse().unwrap();
    let clock = ManualClock::new(start);
    let shared: Arc<dyn Clock> = Arc::new(clock.clone());
    assert_eq!(shared.now(), start);
    clock.advance(SignedDuration::from_secs(-5));
    assert_eq!(shared.now(), "2024-01-02T03:04:00Z".parse().unwrap());
    clock.set(start);
    assert_eq!(shared.now(), start);
    clock.advance(SignedDuration::MAX);
    assert_eq!(shared.now(), Timestamp::MAX);
}

#[test]
fn the_system_clock_does_not_stand_at_the_epoch() {
    assert!(SystemClock.now() > "2024-01-01T00:00:00Z".parse().unwrap());
}
