//! Reading a quantity as the API server does.

use super::{Format, Quantity, QuantityError};

/// Most digits that the server reads as a machine integer; longer numbers lose their text.
const FAST_DIGITS: i32 = 18;

/// Largest value with a binary suffix.
const LARGEST_BINARY: i128 = i64::MAX as i128;

/// Smallest decimal place.
const NANO: i32 = -9;

/// A text cut in its parts.
struct Parts<'a> {
    negative: bool,
    /// Digits before the point, without leading zeros; `0` when nothing is left.
    whole: &'a str,
    fraction: &'a str,
    suffix: &'a str,
}

pub(super) fn parse(text: &str) -> Result<Quantity, QuantityError> {
    let parts = split(text).ok_or_else(|| QuantityError::Form(text.to_owned()))?;
    let Some((format, power)) = interpret(parts.suffix) else {
        let suffix = parts.suffix.to_owned();
        return Err(QuantityError::Suffix {
            text: text.to_owned(),
            suffix,
        });
    };
    let too_many = || QuantityError::TooManyDigits(text.to_owned());
    let (digits, exponent) = digits(&parts).ok_or_else(too_many)?;
    let mut quantity = match format {
        Format::BinarySi => binary(digits, exponent, power).ok_or_else(too_many)?,
        Format::DecimalSi | Format::DecimalExponent => {
            let exponent = exponent.checked_add(power).ok_or_else(too_many)?;
            decimal(digits, exponent, format)
        }
    };
    if parts.negative {
        quantity.mantissa = -quantity.mantissa;
    }
    if keeps_text(&parts, format, power) {
        quantity.kept = Some(text.into());
    }
    Ok(quantity)
}

fn split(text: &str) -> Option<Parts<'_>> {
    if text.is_empty() {
        return None;
    }
    let negative = text.starts_with('-');
    let number = text
        .strip_prefix(['-', '+'])
        .unwrap_or(text)
        .trim_start_matches('0');
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let (whole, rest) = number.split_at(digits(number));
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(digits(rest)),
        None => ("", rest),
    };
    let letters =
        suffix.trim_start_matches(['e', 'E', 'i', 'n', 'u', 'm', 'k', 'K', 'M', 'G', 'T', 'P']);
    let power = letters.strip_prefix(['-', '+']).unwrap_or(letters);
    let well_formed = power.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if whole.is_empty() { "0" } else { whole };
    well_formed.then_some(Parts {
        negative,
        whole,
        fraction,
        suffix,
    })
}

/// The family of a suffix and its power: of two for binary ones, of ten for all others.
fn interpret(suffix: &str) -> Option<(Format, i32)> {
    let decimal = |power| Some((Format::DecimalSi, power));
    let binary = |power| Some((Format::BinarySi, power));
    match suffix {
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "" => decimal(0),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        _ => {
            let power = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            Some((Format::DecimalExponent, power))
        }
    }
}

/// The digits as one number, and its power of ten. Zeros at the end need no digits, so that what is written with them
/// can be read.
fn digits(parts: &Parts<'_>) -> Option<(i128, i32)> {
    let fraction = parts.fraction.trim_end_matches('0');
    let all = format!("{}{fraction}", parts.whole);
    let digits = all.trim_end_matches('0');
    if digits.is_empty() {
        return Some((0, 0));
    }
    let zeros = i32::try_from(all.len() - digits.len()).ok()?;
    let exponent = zeros.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    Some((digits.parse().ok()?, exponent))
}

fn decimal(digits: i128, exponent: i32, format: Format) -> Quantity {
    if exponent >= NANO {
        return Quantity::new(digits, exponent, format);
    }
    Quantity::new(round_up(digits, exponent.abs_diff(NANO)), NANO, format)
}

fn binary(digits: i128, exponent: i32, power: i32) -> Option<Quantity> {
    let product = digits.checked_mul(1 << power)?;
    let quantity = decimal(product, exponent, Format::BinarySi);
    let largest = Quantity::new(LARGEST_BINARY, 0, Format::BinarySi);
    let mut quantity = if quantity > largest {
        largest
    } else {
        quantity
    };
    if quantity < Quantity::new(1, 0, Format::BinarySi) {
        quantity.format = Format::DecimalSi;
    }
    Some(quantity)
}

/// `number` without its last `places` decimal places, rounded up: who asks for little gets a little.
pub(super) fn round_up(number: i128, places: u32) -> i128 {
    match 10_i128.checked_pow(places) {
        Some(divisor) => number / divisor + i128::from(number % divisor != 0),
        None => i128::from(number != 0),
    }
}

/// Whether a server keeps the text as it came, since it takes it for canonical.
fn keeps_text(parts: &Parts<'_>, format: Format, power: i32) -> bool {
    let length = |text: &str| i32::try_from(text.len()).unwrap_or(i32::MAX);
    let (whole, fraction) = (length(parts.whole), length(parts.fraction));
    let shifted = || format!("{}{}", parts.whole, parts.fraction);
    match format {
        Format::BinarySi => {
            let room = 15 - whole - power * 3 / 10 - 1;
            let number = parts.whole.parse::<i64>().unwrap_or_default();
            fraction == 0 && room >= 0 && number & 7 != 0
        }
        Format::DecimalSi | Format::DecimalExponent => {
            let scale = power.saturating_sub(fraction);
            let shifted = shifted();
            FAST_DIGITS.saturating_sub(whole).saturating_sub(fraction) >= 0
                && scale >= NANO
                && scale % 3 == 0
                && !shifted.ends_with("000")
                && !shifted.starts_with('0')
        }
    }
}
