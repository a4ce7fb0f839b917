//! The functions that expressions may call, by what they are called on and what they answer.

use std::sync::Arc;

use super::types::Type;

pub(super) const QUANTITY: &str = "kubernetes.Quantity";
pub(super) const IP: &str = "net.IP";
pub(super) const CIDR: &str = "net.CIDR";
pub(super) const URL: &str = "kubernetes.URL";
pub(super) const SEMVER: &str = "kubernetes.Semver";
pub(super) const FORMAT: &str = "kubernetes.NamedFormat";

/// What a call comes to.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    Result(Type),
    /// There is such a function, but not of these arguments.
    Mismatch,
    Unknown,
}

/// What may be called on something.
#[derive(Clone, Copy, PartialEq)]
enum On {
    Text,
    Bytes,
    List,
    Map,
    Time,
    Span,
    Optional,
    Opaque(&'static str),
}

/// What a function answers.
#[derive(Clone, Copy)]
enum Out {
    Bool,
    Int,
    Double,
    Text,
    Texts,
    Query,
    Time,
    Span,
    Bytes,
    Kind,
    Opaque(&'static str),
    /// The type of the elements, or of what an optional holds.
    Inner,
    /// The type of what it is called on.
    Same,
    /// An optional list of texts.
    Problems,
    Dyn,
}

impl On {
    fn fits(self, kind: &Type) -> bool {
        matches!(
            (self, kind),
            (_, Type::Dyn)
                | (Self::Text, Type::String)
                | (Self::Bytes, Type::Bytes)
                | (Self::List, Type::List(_))
                | (Self::Map, Type::Map(_))
                | (Self::Time, Type::Timestamp)
                | (Self::Span, Type::Duration)
                | (Self::Optional, Type::Optional(_))
        ) || matches!((self, kind), (Self::Opaque(one), Type::Opaque(other)) if one == *other)
    }
}

impl Out {
    fn of(self, target: &Type) -> Type {
        match self {
            Self::Bool => Type::Bool,
            Self::Int => Type::Int,
            Self::Double => Type::Double,
            Self::Text => Type::String,
            Self::Texts => Type::list(Type::String),
            Self::Query => Type::Map(Arc::new(Type::list(Type::String))),
            Self::Time => Type::Timestamp,
            Self::Span => Type::Duration,
            Self::Bytes => Type::Bytes,
            Self::Kind => Type::Kind,
            Self::Opaque(name) => Type::Opaque(name),
            Self::Inner => match target {
                Type::List(inner) | Type::Optional(inner) => (**inner).clone(),
                _ => Type::Dyn,
            },
            Self::Same => target.clone(),
            Self::Problems => Type::optional(Type::list(Type::String)),
            Self::Dyn => Type::Dyn,
        }
    }
}

/// Functions by name: least and most arguments, and the answer.
const GLOBALS: &[(&str, usize, usize, Out)] = &[
    ("bool", 1, 1, Out::Bool),
    ("bytes", 1, 1, Out::Bytes),
    ("cidr", 1, 1, Out::Opaque(CIDR)),
    ("double", 1, 1, Out::Double),
    ("duration", 1, 1, Out::Span),
    ("dyn", 1, 1, Out::Dyn),
    ("int", 1, 1, Out::Int),
    ("ip", 1, 1, Out::Opaque(IP)),
    ("ip.isCanonical", 1, 1, Out::Bool),
    ("isCIDR", 1, 1, Out::Bool),
    ("isIP", 1, 1, Out::Bool),
    ("isQuantity", 1, 1, Out::Bool),
    ("isSemver", 1, 2, Out::Bool),
    ("isURL", 1, 1, Out::Bool),
    ("matches", 2, 2, Out::Bool),
    ("optional.none", 0, 0, Out::Dyn),
    ("optional.of", 1, 1, Out::Dyn),
    ("optional.ofNonZeroValue", 1, 1, Out::Dyn),
    ("quantity", 1, 1, Out::Opaque(QUANTITY)),
    ("semver", 1, 2, Out::Opaque(SEMVER)),
    ("sets.contains", 2, 2, Out::Bool),
    ("sets.equivalent", 2, 2, Out::Bool),
    ("sets.intersects", 2, 2, Out::Bool),
    ("size", 1, 1, Out::Int),
    ("string", 1, 1, Out::Text),
    ("strings.quote", 1, 1, Out::Text),
    ("timestamp", 1, 1, Out::Time),
    ("type", 1, 1, Out::Kind),
    ("uint", 1, 1, Out::Dyn),
    ("url", 1, 1, Out::Opaque(URL)),
];

/// Methods by name and by what they are called on.
const METHODS: &[(&[&str], On, Out)] = &[
    (
        &["contains", "endsWith", "matches", "startsWith"],
        On::Text,
        Out::Bool,
    ),
    (&["indexOf", "lastIndexOf", "size"], On::Text, Out::Int),
    (
        &[
            "charAt",
            "find",
            "format",
            "lowerAscii",
            "replace",
            "reverse",
            "substring",
            "trim",
            "upperAscii",
        ],
        On::Text,
        Out::Text,
    ),
    (&["findAll", "split"], On::Text, Out::Texts),
    (&["size"], On::Bytes, Out::Int),
    (&["size"], On::Map, Out::Int),
    (&["indexOf", "lastIndexOf", "size"], On::List, Out::Int),
    (&["isSorted"], On::List, Out::Bool),
    (&["max", "min", "sum"], On::List, Out::Inner),
    (
        &["distinct", "reverse", "slice", "sort"],
        On::List,
        Out::Same,
    ),
    (&["flatten"], On::List, Out::Dyn),
    (&["join"], On::List, Out::Text),
    (
        &[
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getFullYear",
            "getHours",
            "getMilliseconds",
            "getMinutes",
            "getMonth",
            "getSeconds",
        ],
        On::Time,
        Out::Int,
    ),
    (
        &["getHours", "getMilliseconds", "getMinutes", "getSeconds"],
        On::Span,
        Out::Int,
    ),
    (&["hasValue"], On::Optional, Out::Bool),
    (&["orValue", "value"], On::Optional, Out::Inner),
    (&["or"], On::Optional, Out::Same),
    (
        &["isGreaterThan", "isInteger", "isLessThan"],
        On::Opaque(QUANTITY),
        Out::Bool,
    ),
    (
        &["asInteger", "compareTo", "sign"],
        On::Opaque(QUANTITY),
        Out::Int,
    ),
    (&["asApproximateFloat"], On::Opaque(QUANTITY), Out::Double),
    (&["add", "sub"], On::Opaque(QUANTITY), Out::Same),
    (&["family"], On::Opaque(IP), Out::Int),
    (
        &[
            "isGlobalUnicast",
            "isLinkLocalMulticast",
            "isLinkLocalUnicast",
            "isLoopback",
            "isUnspecified",
        ],
        On::Opaque(IP),
        Out::Bool,
    ),
    (&["string"], On::Opaque(IP), Out::Text),
    (&["containsCIDR", "containsIP"], On::Opaque(CIDR), Out::Bool),
    (&["ip"], On::Opaque(CIDR), Out::Opaque(IP)),
    (&["masked"], On::Opaque(CIDR), Out::Same),
    (&["prefixLength"], On::Opaque(CIDR), Out::Int),
    (&["string"], On::Opaque(CIDR), Out::Text),
    (
        &[
            "getEscapedPath",
            "getHost",
            "getHostname",
            "getPort",
            "getScheme",
        ],
        On::Opaque(URL),
        Out::Text,
    ),
    (&["getQuery"], On::Opaque(URL), Out::Query),
    (
        &["isGreaterThan", "isLessThan"],
        On::Opaque(SEMVER),
        Out::Bool,
    ),
    (
        &["compareTo", "major", "minor", "patch"],
        On::Opaque(SEMVER),
        Out::Int,
    ),
    (&["validate"], On::Opaque(FORMAT), Out::Problems),
];

/// What calling a function comes to; `name` has its prefix: `sets.contains`.
pub(super) fn global(name: &str, arguments: &[Type]) -> Found {
    if name.starts_with("format.") {
        return Found::Result(Type::optional(Type::Opaque(FORMAT)).unwrapped(name));
    }
    let Some((_, least, most, out)) = GLOBALS.iter().find(|(known, ..)| *known == name) else {
        return Found::Unknown;
    };
    if !(*least..=*most).contains(&arguments.len()) || !accepts(name, arguments) {
        return Found::Mismatch;
    }
    Found::Result(match (name, arguments) {
        ("optional.of" | "optional.ofNonZeroValue", [one]) => Type::optional(one.clone()),
        ("optional.none", _) => Type::optional(Type::Dyn),
        ("uint", _) => Type::Uint,
        _ => out.of(&Type::Dyn),
    })
}

/// Whether a function takes what it is given, as far as that is known.
fn accepts(name: &str, arguments: &[Type]) -> bool {
    let text = |kind: &Type| kind.agrees(&Type::String);
    match (name, arguments) {
        ("size", [one]) => [On::Text, On::Bytes, On::List, On::Map]
            .iter()
            .any(|on| on.fits(one)),
        (
            "quantity" | "isQuantity" | "isIP" | "cidr" | "isCIDR" | "url" | "isURL" | "isSemver",
            [one],
        ) => text(one),
        ("matches", [one, other]) => text(one) && text(other),
        ("string", [one]) => !matches!(one, Type::List(_) | Type::Map(_) | Type::Object(_)),
        _ => true,
    }
}

/// What calling a method comes to.
pub(super) fn method(name: &str, target: &Type, arguments: &[Type]) -> Found {
    let mut known = false;
    for (names, on, out) in METHODS {
        if !names.contains(&name) {
            continue;
        }
        known = true;
        if on.fits(target) {
            let texts = matches!(name, "contains" | "endsWith" | "matches" | "startsWith");
            if texts && arguments.iter().any(|kind| !kind.agrees(&Type::String)) {
                return Found::Mismatch;
            }
            return Found::Result(match target {
                Type::Dyn => Type::Dyn,
                target => out.of(target),
            });
        }
    }
    if known {
        Found::Mismatch
    } else {
        Found::Unknown
    }
}

impl Type {
    /// `format.named` may find nothing; the others are formats.
    fn unwrapped(self, name: &str) -> Self {
        match self {
            Self::Optional(inner) if name != "format.named" => (*inner).clone(),
            other => other,
        }
    }
}
