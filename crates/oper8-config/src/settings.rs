//! The macro that declares a section of settings once: fields, keys, types, defaults and help.

use serde_json::{Map, Value};

use crate::Key;

/// A struct of settings, at the top or under the key of a section.
pub(crate) trait Section: Default {
    /// Appends its keys, whose names start with `prefix`, in the order of the declaration.
    fn keys(prefix: &str, keys: &mut Vec<Key>);

    /// The settings that `find` has, by the whole name of a key; defaults for the others.
    fn read(prefix: &str, find: &dyn Fn(&str) -> Option<Value>) -> Self;

    /// The settings as a mapping, sections nested.
    fn write(&self) -> Map<String, Value>;
}

/// `name` under `prefix`.
pub(crate) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

/// Declares a struct of settings: single settings first, then sections after `sections:`.
///
/// A setting is `field "key": Type as Codec = default;` and a section `field "key": Type;`, each with a comment that
/// becomes its help.
macro_rules! settings {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident $key:literal: $ty:ty as $codec:ty = $default:expr;
            )*
            $( sections: $(
                $(#[doc = $section_doc:literal])+
                $section:ident $section_key:literal: $section_ty:ty;
            )+ )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $ty, )*
            $( $( $(#[doc = $section_doc])+ pub $section: $section_ty, )+ )?
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    $( $field: $default, )*
                    $( $( $section: Default::default(), )+ )?
                }
            }
        }

        impl $crate::settings::Section for $name {
            fn keys(prefix: &str, keys: &mut Vec<$crate::Key>) {
                let default = Self::default();
                $( keys.push($crate::Key::new::<$codec>(
                    $crate::settings::join(prefix, $key), &default.$field, concat!($($doc),+),
                )); )*
                $( $( <$section_ty as $crate::settings::Section>::keys(
                    &$crate::settings::join(prefix, $section_key), keys,
                ); )+ )?
            }

            fn read(prefix: &str, find: &dyn Fn(&str) -> Option<::serde_json::Value>) -> Self {
                let mut settings = Self::default();
                $( if let Some(Ok(value)) = find(&$crate::settings::join(prefix, $key))
                    .map(|value| <$codec as $crate::codec::Codec>::read(&value)) {
                    settings.$field = value;
                } )*
                $( $( settings.$section = <$section_ty as $crate::settings::Section>::read(
                    &$crate::settings::join(prefix, $section_key), find,
                ); )+ )?
                settings
            }

            fn write(&self) -> ::serde_json::Map<String, ::serde_json::Value> {
                let mut map = ::serde_json::Map::new();
                $( map.insert($key.to_owned(), <$codec as $crate::codec::Codec>::write(&self.$field)); )*
                $( $( map.insert($section_key.to_owned(), $crate::settings::Section::write(&self.$section).into()); )+ )?
                map
            }
        }
    };
}
pub(crate) use settings;
