//! What Kubernetes puts around an object in protobuf: four bytes, and a message that names the kind.

use super::wire::{self, Fields, Raw};
use super::{ProtobufError, push_message};

/// What every object in protobuf begins with.
const PREFIX: &[u8] = b"k8s\0";

/// An object in protobuf whose type is not read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// `apps/v1`.
    pub api_version: String,
    /// `Deployment`.
    pub kind: String,
    /// The object, of the type that the kind has.
    pub raw: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Reads what is around an object.
    ///
    /// # Errors
    ///
    /// When the bytes do not begin as an object in protobuf does, or are no message.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ProtobufError> {
        let message = bytes.strip_prefix(PREFIX).ok_or(ProtobufError::NoPrefix)?;
        let mut envelope = Self::default();
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Raw::Bytes(kind)) => envelope.read_kind(kind)?,
                (2, Raw::Bytes(raw)) => envelope.raw = raw,
                (1, value) => return Err(wrong("TypeMeta", value)),
                (2, value) => return Err(wrong("Raw", value)),
                _ => {}
            }
        }
        Ok(envelope)
    }

    fn read_kind(&mut self, message: &[u8]) -> Result<(), ProtobufError> {
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Raw::Bytes(text)) => self.api_version = String::from_utf8_lossy(text).into(),
                (2, Raw::Bytes(text)) => self.kind = String::from_utf8_lossy(text).into(),
                (1, value) => return Err(wrong("APIVersion", value)),
                (2, value) => return Err(wrong("Kind", value)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The object with all that is around it.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut kind = Vec::new();
        wire::bytes(&mut kind, 1, self.api_version.as_bytes());
        wire::bytes(&mut kind, 2, self.kind.as_bytes());
        let mut out = PREFIX.to_vec();
        out.reserve(self.raw.len() + kind.len() + 16);
        push_message(&mut out, 1, &kind);
        push_message(&mut out, 2, self.raw);
        // Encoding and type of the content, which nobody sets.
        push_message(&mut out, 3, &[]);
        push_message(&mut out, 4, &[]);
        out
    }
}

fn wrong(field: &str, value: Raw<'_>) -> ProtobufError {
    ProtobufError::WrongType {
        field: field.to_owned(),
        wire_type: value.wire_type(),
    }
}
