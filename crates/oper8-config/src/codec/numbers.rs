//! Booleans, counts and durations.

use std::num::NonZeroUsize;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Codec, is_none};
use crate::TimeSpan;

/// A boolean.
pub(crate) struct Flag;

impl Codec for Flag {
    type Value = bool;

    fn accepts() -> String {
        "true or false".to_owned()
    }

    /// Text may be any of the words that YAML 1.1 has, in any case.
    fn read(input: &Value) -> Result<bool, String> {
        let word = match input {
            Value::Bool(flag) => return Ok(*flag),
            Value::String(text) => text.to_ascii_lowercase(),
            _ => return Err("not a boolean".to_owned()),
        };
        match word.as_str() {
            "true" | "yes" | "on" => Ok(true),
            "false" | "no" | "off" => Ok(false),
            _ => Err("not a boolean".to_owned()),
        }
    }

    fn write(value: &bool) -> Value {
        Value::Bool(*value)
    }
}

/// A whole number from 0.
pub(crate) struct Count;

impl Codec for Count {
    type Value = u32;

    fn accepts() -> String {
        "a whole number from 0".to_owned()
    }

    fn read(input: &Value) -> Result<u32, String> {
        u32::try_from(whole(input)?).map_err(|_| "too large".to_owned())
    }

    fn write(value: &u32) -> Value {
        json!(value)
    }
}

/// A whole number from 1, or none.
pub(crate) struct OptionalCount;

impl Codec for OptionalCount {
    type Value = Option<NonZeroUsize>;

    fn accepts() -> String {
        "a whole number from 1, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<NonZeroUsize>, String> {
        if is_none(input) {
            return Ok(None);
        }
        let number = usize::try_from(whole(input)?).map_err(|_| "too large".to_owned())?;
        NonZeroUsize::new(number)
            .map(Some)
            .ok_or_else(|| "less than 1".to_owned())
    }

    fn write(value: &Option<NonZeroUsize>) -> Value {
        json!(value)
    }
}

fn whole(input: &Value) -> Result<u64, String> {
    let negative = match input {
        Value::Number(number) => match number.as_u64() {
            Some(number) => return Ok(number),
            None => number.as_i64().is_some(),
        },
        Value::String(text) => match text.parse::<u64>() {
            Ok(number) => return Ok(number),
            Err(_) => text.parse::<i64>().is_ok(),
        },
        _ => false,
    };
    Err(if negative {
        "less than 0"
    } else {
        "not a whole number"
    }
    .to_owned())
}

/// A duration with a unit; zero is one.
pub(crate) struct Period;

impl Codec for Period {
    type Value = Duration;

    fn accepts() -> String {
        "a duration such as 1hr2m3.5s".to_owned()
    }

    fn read(input: &Value) -> Result<Duration, String> {
        let text = match input {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return Err("not a duration".to_owned()),
        };
        text.parse::<TimeSpan>()
            .map(Duration::from)
            .map_err(|error| error.to_string())
    }

    fn write(value: &Duration) -> Value {
        Value::String(TimeSpan(*value).to_string())
    }
}

/// A duration with a unit, longer than zero.
pub(crate) struct PositivePeriod;

impl Codec for PositivePeriod {
    type Value = Duration;

    fn accepts() -> String {
        "a duration above zero such as 1hr2m3.5s".to_owned()
    }

    fn read(input: &Value) -> Result<Duration, String> {
        let period = Period::read(input)?;
        if period.is_zero() {
            Err("zero".to_owned())
        } else {
            Ok(period)
        }
    }

    fn write(value: &Duration) -> Value {
        Period::write(value)
    }
}

/// A duration with a unit, longer than zero, or none.
pub(crate) struct OptionalPeriod;

impl Codec for OptionalPeriod {
    type Value = Option<Duration>;

    fn accepts() -> String {
        format!("{}, or null", PositivePeriod::accepts())
    }

    fn read(input: &Value) -> Result<Option<Duration>, String> {
        if is_none(input) {
            Ok(None)
        } else {
            PositivePeriod::read(input).map(Some)
        }
    }

    fn write(value: &Option<Duration>) -> Value {
        value.as_ref().map_or(Value::Null, Period::write)
    }
}

/// A number of seconds above zero, or none; a duration with a unit is read too.
pub(crate) struct OptionalSeconds;

impl Codec for OptionalSeconds {
    type Value = Option<Duration>;

    fn accepts() -> String {
        "a number of seconds above 0, a duration such as 1hr2m3.5s, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<Duration>, String> {
        if is_none(input) {
            return Ok(None);
        }
        match Seconds::read(input)? {
            Duration::ZERO => Err("zero".to_owned()),
            seconds => Ok(Some(seconds)),
        }
    }

    fn write(value: &Option<Duration>) -> Value {
        value.as_ref().map_or(Value::Null, Seconds::write)
    }
}

/// A number of seconds; a duration with a unit is read too.
pub(crate) struct Seconds;

impl Codec for Seconds {
    type Value = Duration;

    fn accepts() -> String {
        "a number of seconds from 0, or a duration such as 1hr2m3.5s".to_owned()
    }

    fn read(input: &Value) -> Result<Duration, String> {
        let seconds = match input {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse::<f64>().ok(),
            _ => None,
        };
        match seconds {
            Some(seconds) if seconds.is_nan() => Err("not a number of seconds".to_owned()),
            Some(seconds) if seconds < 0.0 => Err("less than 0".to_owned()),
            Some(seconds) => {
                Duration::try_from_secs_f64(seconds).map_err(|_| "too long".to_owned())
            }
            None => Period::read(input),
        }
    }

    fn write(value: &Duration) -> Value {
        if value.subsec_nanos() == 0 {
            json!(value.as_secs())
        } else {
            json!(value.as_secs_f64())
        }
    }
}
