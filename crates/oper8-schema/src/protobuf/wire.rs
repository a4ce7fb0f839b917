//! The wire format: fields by number, each a number or a run of bytes.

use super::ProtobufError;

/// A value as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Raw<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    Bytes(&'a [u8]),
    /// A value that no type of Kubernetes has: a group, four bytes, or a way of writing that there is not.
    Other(u8),
}

impl Raw<'_> {
    pub(super) fn wire_type(self) -> u8 {
        match self {
            Self::Varint(_) => 0,
            Self::Fixed64(_) => 1,
            Self::Bytes(_) => 2,
            Self::Other(wire_type) => wire_type,
        }
    }
}

/// The fields of a message, in the order in which they were written.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Raw<'a>)>, ProtobufError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let wire_type = (tag & 7) as u8;
        // Go keeps 32 bits of the number.
        let number = (tag >> 3) as u32;
        if wire_type == 4 {
            return Err(ProtobufError::EndGroup);
        }
        if number == 0 || number > i32::MAX as u32 {
            let number = i64::from(number as i32);
            return Err(ProtobufError::Tag { number, wire_type });
        }
        let value = match wire_type {
            0 => Raw::Varint(self.varint()?),
            1 => Raw::Fixed64(self.fixed()?),
            2 => {
                let length = self.varint()?;
                if length > i64::MAX as u64 {
                    return Err(ProtobufError::Length);
                }
                let length = usize::try_from(length).map_err(|_| ProtobufError::Length)?;
                Raw::Bytes(self.take(length)?)
            }
            3 => {
                self.group(0)?;
                Raw::Other(3)
            }
            5 => {
                self.fixed::<4>()?;
                Raw::Other(5)
            }
            other => Raw::Other(other),
        };
        Ok(Some((number, value)))
    }

    /// Skips a group, which nothing of Kubernetes uses.
    fn group(&mut self, depth: usize) -> Result<(), ProtobufError> {
        if depth > super::decode::DEPTH {
            return Err(ProtobufError::Depth);
        }
        loop {
            match (self.varint()? & 7) as u8 {
                0 => {
                    self.varint()?;
                }
                1 => {
                    self.fixed::<8>()?;
                }
                2 => {
                    let length = self.varint()?;
                    self.take(usize::try_from(length).map_err(|_| ProtobufError::Length)?)?;
                }
                3 => self.group(depth + 1)?,
                4 => return Ok(()),
                5 => {
                    self.fixed::<4>()?;
                }
                other => return Err(ProtobufError::WireType(other)),
            }
        }
    }

    pub(super) fn varint(&mut self) -> Result<u64, ProtobufError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or(ProtobufError::Truncated)?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(ProtobufError::Overflow)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], ProtobufError> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| ProtobufError::Truncated)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ProtobufError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(ProtobufError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Writes a number under a field's number.
pub(super) fn varint(out: &mut Vec<u8>, number: u32, value: u64) {
    push(out, u64::from(number) << 3);
    push(out, value);
}

/// Writes bytes, or a message, under a field's number.
pub(super) fn bytes(out: &mut Vec<u8>, number: u32, value: &[u8]) {
    push(out, u64::from(number) << 3 | 2);
    push(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// Writes a fraction under a field's number.
pub(super) fn double(out: &mut Vec<u8>, number: u32, value: f64) {
    push(out, u64::from(number) << 3 | 1);
    out.extend_from_slice(&value.to_le_bytes());
}

fn push(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
