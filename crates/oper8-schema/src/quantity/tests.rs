//! Tests of quantities; the canonical forms are those of a real server.

use proptest::prelude::*;

use super::*;

/// What a real API server (1.36.3) gave back for each text.
#[test]
fn canonical_forms_are_those_of_a_real_server() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(canonical(text).as_deref(), Ok(expected), "{text}");
    }
    check("1000m", "1");
    check("0.5", "500m");
    check("1.5", "1500m");
    check("1024Mi", "1Gi");
    check("1023Ki", "1023Ki");
    check("1025Mi", "1025Mi");
    check("512Ki", "512Ki");
    check("1.5Gi", "1536Mi");
    check("0.5Gi", "512Mi");
    check("0.25Ki", "256");
    check("1Pi", "1Pi");
    check("1e3", "1e3");
    check("1E3", "1E3");
    check("1000e0", "1e3");
    check("1e1", "10");
    check("1e2", "100");
    check("1.5e3", "1500");
    check("1e30", "1e30");
    check("5e-3", "5e-3");
    check("100000", "100k");
    check("2000000", "2M");
    check("1500k", "1500k");
    check("100E", "100E");
    check("123456789012345678901", "123456789012345678901");
    check("8Ei", "9223372036854775807");
    check("9223372036854775808Ki", "9223372036854775807");
    check("0Ki", "0");
    check("00", "0");
    check("0.0", "0");
    check("Ki", "0");
    check(".", "0");
    check("+", "0");
}

#[test]
fn a_text_that_the_server_takes_for_canonical_stays() {
    for text in ["+1", "01", "1e+3", "1.500", "1.024k", "12345678Ki", "-1Ki"] {
        assert_eq!(canonical(text).as_deref(), Ok(text));
    }
}

#[test]
fn more_than_nano_is_rounded_away_from_zero() {
    assert_eq!(canonical("0.1n").as_deref(), Ok("1n"));
    assert_eq!(canonical("-0.1n").as_deref(), Ok("-1n"));
    assert_eq!(canonical("1.0000000001").as_deref(), Ok("1000000001n"));
}

#[test]
fn what_no_suffix_reaches_keeps_its_value() {
    assert_eq!(canonical("10000E").as_deref(), Ok("10e21"));
    assert_eq!(
        canonical("10e21").unwrap().parse::<Quantity>(),
        "10000E".parse()
    );
}

#[test]
fn no_quantities_are_refused_with_the_reason() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let error = text.parse::<Quantity>().unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    check("", "is no quantity");
    check("1 Gi", "is no quantity");
    check("one", "is no quantity");
    check("1.2.3", "is no quantity");
    check("1Gib", "is no quantity");
    check("1ki", "`ki` is none of");
    check("1e", "`e` is none of");
    check("1K", "`K` is none of");
    check(&"9".repeat(40), "more than 38 digits");
}

#[test]
fn numbers_of_json_are_quantities() {
    for (value, expected) in [
        (serde_json::json!(2), "2"),
        (serde_json::json!(0.5), "500m"),
    ] {
        assert_eq!(Quantity::from_json(&value).unwrap().to_string(), expected);
    }
    assert!(Quantity::from_json(&serde_json::json!(["1"])).is_err());
}

fn quantity() -> impl Strategy<Value = String> {
    let suffix = prop::sample::select(vec![
        "", "n", "u", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "e3", "e-3", "E6",
    ]);
    (any::<i32>(), 0..1000_u32, suffix)
        .prop_map(|(whole, fraction, suffix)| format!("{whole}.{fraction}{suffix}"))
}

proptest! {
    #[test]
    fn writing_loses_no_value(text in quantity()) {
        let quantity: Quantity = text.parse().unwrap();
        let written: Quantity = quantity.to_string().parse().unwrap();
        prop_assert_eq!(&written, &quantity);
        prop_assert_eq!(written.to_string().parse::<Quantity>().unwrap(), quantity);
    }

    #[test]
    fn order_is_that_of_the_numbers(one in any::<i64>(), other in any::<i64>()) {
        let parse = |number: i64| format!("{number}m").parse::<Quantity>().unwrap();
        prop_assert_eq!(parse(one).cmp(&parse(other)), one.cmp(&other));
    }

    #[test]
    fn order_is_total_over_all_suffixes(one in quantity(), other in quantity()) {
        let (one, other): (Quantity, Quantity) = (one.parse().unwrap(), other.parse().unwrap());
        prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
        prop_assert_eq!(one == other, one.cmp(&other).is_eq());
    }
}
