//! One of a few words, and texts with a grammar of their own.

use std::marker::PhantomData;

use serde_json::Value;

use super::{Codec, is_none, text};
use crate::choices::Choice;
use crate::error::chain;
use crate::{KindFilter, LockType, LogFilters};

/// One of the words of a choice.
pub(crate) struct Word<C>(PhantomData<C>);

impl<C: Choice> Codec for Word<C> {
    type Value = C;

    fn accepts() -> String {
        C::WORDS.join(", ")
    }

    fn read(input: &Value) -> Result<C, String> {
        text(input)?
            .parse()
            .map_err(|_| "not an accepted word".to_owned())
    }

    fn write(value: &C) -> Value {
        Value::String(value.to_string())
    }
}

/// The type of the lock, where no value means that there is none.
pub(crate) struct Lock;

impl Codec for Lock {
    type Value = LockType;

    fn accepts() -> String {
        format!("{}, null (as dryrun)", Word::<LockType>::accepts())
    }

    fn read(input: &Value) -> Result<LockType, String> {
        if is_none(input) {
            Ok(LockType::DryRun)
        } else {
            Word::read(input)
        }
    }

    fn write(value: &LockType) -> Value {
        Word::write(value)
    }
}

/// Levels by channel.
pub(crate) struct Filters;

impl Codec for Filters {
    type Value = LogFilters;

    fn accepts() -> String {
        "channel:level with commas between them, or nothing".to_owned()
    }

    fn read(input: &Value) -> Result<LogFilters, String> {
        text(input)?.parse().map_err(|error| chain(&error))
    }

    fn write(value: &LogFilters) -> Value {
        Value::String(value.to_string())
    }
}

/// A filter of kinds.
pub(crate) struct Kinds;

impl Codec for Kinds {
    type Value = KindFilter;

    fn accepts() -> String {
        "a regular expression over kinds, without look-around other than ^(?!EXPR).*$; empty for every kind".to_owned()
    }

    fn read(input: &Value) -> Result<KindFilter, String> {
        text(input)?.parse().map_err(|error| chain(&error))
    }

    fn write(value: &KindFilter) -> Value {
        Value::String(value.to_string())
    }
}
