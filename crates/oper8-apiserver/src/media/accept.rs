//! `Accept`: which form and encoding a client wants of those that there are.

use http::HeaderMap;
use http::header::{ACCEPT, USER_AGENT};
use http::request::Parts;

use super::Form;
use crate::request::{Target, Verb};
use crate::status::Status;
use crate::table::TableForm;

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    #[default]
    Json,
    Yaml,
    Protobuf,
}

impl Encoding {
    const ALL: [Self; 3] = [Self::Json, Self::Yaml, Self::Protobuf];

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Yaml => "application/yaml",
            Self::Protobuf => "application/vnd.kubernetes.protobuf",
        }
    }
}

/// What a client gets: which form, and how it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accept {
    pub(crate) form: Form,
    pub(crate) encoding: Encoding,
    /// For people to read.
    pub(crate) pretty: bool,
}

/// What a path can give.
#[derive(Clone, Copy)]
struct Offer {
    /// Custom resources have no form in protobuf, except for their metadata.
    is_custom: bool,
    is_watch: bool,
    /// Whether the path is that of a collection, which could be watched.
    is_collection: bool,
}

impl Accept {
    /// What the client gets of a resource; 406 when there is nothing that it takes.
    pub(crate) fn of(parts: &Parts, target: &Target, verb: Verb) -> Result<Self, Status> {
        let offer = Offer {
            is_custom: target.resource.is_custom(),
            is_watch: verb == Verb::Watch,
            is_collection: matches!(verb, Verb::List | Verb::Watch) && target.name.is_none(),
        };
        let header = header(&parts.headers);
        if !offer.is_custom && !names_a_representation(header) {
            return Err(Status::no_representation(offer.is_collection));
        }
        let mut accept = negotiate(header, |clause| offer.takes(clause))
            .ok_or_else(|| Status::not_acceptable(offer.is_watch && !offer.is_custom))?;
        let query = parts.uri.query().unwrap_or_default();
        if let Form::Table(table) = accept.form {
            accept.form = Form::Table(table.including(query)?);
        }
        accept.pretty |= is_pretty(query, &parts.headers);
        Ok(accept)
    }

    /// Whether the client names something that built-in paths give.
    pub(crate) fn is_known(headers: &HeaderMap) -> bool {
        names_a_representation(header(headers))
    }

    /// How the client gets a refusal.
    pub(crate) fn of_refusal(parts: &Parts) -> Self {
        let found = negotiate(header(&parts.headers), Clause::plain);
        match found {
            Some(mut accept) => {
                let query = parts.uri.query().unwrap_or_default();
                accept.pretty |= is_pretty(query, &parts.headers);
                accept
            }
            // It takes nothing that there is: people may read it.
            None => Self {
                pretty: true,
                ..Self::default()
            },
        }
    }
}

impl Offer {
    fn takes(self, clause: &Clause<'_>) -> Option<Accept> {
        let accept = clause.accept()?;
        let fits = match (accept.encoding, accept.form) {
            (Encoding::Yaml, _) => !self.is_watch,
            (Encoding::Protobuf, Form::Table(_)) => false,
            (Encoding::Protobuf, Form::Object) => !self.is_custom,
            _ => true,
        };
        fits.then_some(accept)
    }
}

/// One of the media types that the client takes.
struct Clause<'a> {
    media_type: &'a str,
    subtype: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
    quality: f32,
}

impl<'a> Clause<'a> {
    /// `None` for what is no media type.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let media = parts.next()?.trim();
        let (media_type, subtype) = match media.split_once('/') {
            Some((media_type, subtype)) => (media_type.trim(), subtype.trim()),
            None if media == "*" => ("*", "*"),
            None => return None,
        };
        let mut clause = Self {
            media_type,
            subtype,
            parameters: Vec::new(),
            quality: 1.0,
        };
        for part in parts {
            let Some((key, value)) = part.split_once('=') else {
                continue;
            };
            match (key.trim(), value.trim()) {
                ("q", value) => clause.quality = value.parse().unwrap_or(0.0),
                parameter => clause.parameters.push(parameter),
            }
        }
        Some(clause)
    }

    fn goes_before(&self, other: &Self) -> bool {
        self.quality > other.quality
            || (self.media_type != "*" && other.media_type == "*")
            || (self.subtype != "*" && other.subtype == "*")
    }

    fn encoding(&self) -> Option<Encoding> {
        let fits = |encoding: &Encoding| {
            let (media_type, subtype) = encoding.media_type().split_once('/').unwrap_or_default();
            (self.media_type == "*" || self.media_type == media_type)
                && (self.subtype == "*" || (self.media_type != "*" && self.subtype == subtype))
        };
        Encoding::ALL.into_iter().find(fits)
    }

    fn accept(&self) -> Option<Accept> {
        let parameter = |wanted: &str| {
            let mut found = self.parameters.iter().rev();
            found
                .find(|(key, _)| *key == wanted)
                .map(|(_, value)| *value)
        };
        let form = match (parameter("as"), parameter("g").unwrap_or_default()) {
            (None | Some(""), _) => Form::Object,
            (Some("Table"), "meta.k8s.io") => {
                TableForm::of_version(parameter("v").unwrap_or_default()).map(Form::Table)?
            }
            (Some("PartialObjectMetadata" | "PartialObjectMetadataList"), "meta.k8s.io") => {
                Form::PartialMetadata
            }
            (Some(_), _) => return None,
        };
        Some(Accept {
            form,
            encoding: self.encoding()?,
            pretty: parameter("pretty") == Some("1"),
        })
    }

    /// What it takes of an object as it is.
    fn plain(clause: &Clause<'_>) -> Option<Accept> {
        clause.accept().filter(|accept| accept.form == Form::Object)
    }
}

/// The best that the client takes, in its order; the first there is if it does not care.
fn negotiate(header: &str, takes: impl Fn(&Clause<'_>) -> Option<Accept>) -> Option<Accept> {
    if header.is_empty() {
        return Some(Accept::default());
    }
    let mut clauses: Vec<_> = header.split(',').filter_map(Clause::parse).collect();
    // What Go sorts by is no order: a wildcard goes behind whatever comes after it, so that the way of sorting counts.
    for end in 1..clauses.len() {
        let mut at = end;
        while at > 0 && clauses[at].goes_before(&clauses[at - 1]) {
            clauses.swap(at, at - 1);
            at -= 1;
        }
    }
    clauses.iter().find_map(takes)
}

/// Whether one of the media types is there by its own name: paths are looked up by that before any object is.
fn names_a_representation(header: &str) -> bool {
    header.is_empty()
        || header.split(',').any(|part| {
            let media = part.split(';').next().unwrap_or_default().trim();
            let mut all = Encoding::ALL.into_iter();
            media == "*/*" || all.any(|encoding| encoding.media_type() == media)
        })
}

fn header(headers: &HeaderMap) -> &str {
    let accept = headers.get(ACCEPT);
    accept
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Whether people read it: they said so, or use a program for people.
fn is_pretty(query: &str, headers: &HeaderMap) -> bool {
    let mut asked = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "pretty");
    if let Some((_, asked)) = asked.next()
        && !asked.is_empty()
    {
        return matches!(&*asked, "1" | "t" | "T" | "true" | "TRUE" | "True");
    }
    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    ["curl", "Wget", "Mozilla/5.0"]
        .iter()
        .any(|program| agent.starts_with(program))
}
