//! Answers in the encoding that the client takes; the verbs write JSON.

use std::io::{self, Write as _};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt as _;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, VARY};
use http::{HeaderValue, Response};
use oper8_schema::protobuf;
use serde_json::Value;

use super::{Accept, Encoding};
use crate::body::Body;
use crate::status::InOrder;

/// The shortest answer that is worth compressing, as the real server has it.
const COMPRESSED_FROM: usize = 128 * 1024;

impl Accept {
    /// An answer in JSON as the client takes it.
    pub(crate) fn write(self, mut response: Response<Body>) -> Response<Body> {
        if self.encoding == Encoding::Json && !self.pretty {
            return response;
        }
        let is_stream = response.body().is_stream();
        let mut media_type = HeaderValue::from_static(self.encoding.media_type());
        if is_stream {
            if self.encoding != Encoding::Protobuf {
                return response;
            }
            media_type =
                HeaderValue::from_static("application/vnd.kubernetes.protobuf;stream=watch");
        }
        let mut written = true;
        if is_stream {
            response.extensions_mut().insert(Framed);
        }
        response = response.map(|body| {
            body.map_whole(|bytes| match self.text(&bytes) {
                Some(text) => text,
                None => {
                    written = false;
                    bytes
                }
            })
        });
        if written {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        response
    }

    /// `None` for what this encoding does not have: documents that are no objects.
    fn text(self, json: &[u8]) -> Option<Bytes> {
        let value: Value = serde_json::from_slice(json).ok()?;
        match self.encoding {
            Encoding::Json => serde_json::to_vec_pretty(&InOrder(&value))
                .ok()
                .map(Bytes::from),
            Encoding::Yaml => serde_saphyr::to_string(&value).ok().map(Bytes::from),
            Encoding::Protobuf => protobuf::write_object(&value).map(Bytes::from),
        }
    }
}

/// Marks a watch of which each line goes out as a frame. Until then they are JSON, which fault rules and the journal read.
#[derive(Clone, Copy)]
struct Framed;

/// Puts the lines of a watch into frames where its client takes them so.
pub(crate) fn frames(mut response: Response<Body>) -> Response<Body> {
    if response.extensions_mut().remove::<Framed>().is_none() {
        return response;
    }
    let frames = |line: io::Result<Bytes>| line.map(|line| frame(&line));
    response.map(|body| body.map_stream(|lines| lines.map(frames)))
}

/// Compresses a long answer for a client that takes it so.
pub(crate) fn compress(headers: &HeaderMap, mut response: Response<Body>) -> Response<Body> {
    let accepted = headers.get(ACCEPT_ENCODING).map(HeaderValue::as_bytes);
    let takes_gzip = accepted.is_some_and(|accepted| {
        let mut names = accepted.split(|byte| *byte == b',');
        names.any(|name| name.trim_ascii() == b"gzip")
    });
    let is_long = response.body().len() > COMPRESSED_FROM;
    if !takes_gzip || !is_long || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    let encoded = HeaderValue::from_static("Accept-Encoding");
    if !headers.get_all(VARY).iter().any(|value| value == encoded) {
        headers.append(VARY, encoded);
    }
    response.map(|body| body.map_whole(|bytes| gzip(&bytes)))
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}

/// A line of a watch as a frame: its length in four bytes, and the event; of a line that is cut off, the beginning of a frame.
fn frame(line: &[u8]) -> Bytes {
    if !line.ends_with(b"\n") {
        return Bytes::from_static(b"\0\0\x01\0\n\x08MODI");
    }
    let event: Value = serde_json::from_slice(line).unwrap_or_default();
    let object = protobuf::write_object(&event["object"]).unwrap_or_default();
    let mut raw = Vec::with_capacity(object.len() + 8);
    protobuf::push_message(&mut raw, 1, &object);
    let mut frame = vec![0; 4];
    protobuf::push_message(
        &mut frame,
        1,
        event["type"].as_str().unwrap_or_default().as_bytes(),
    );
    protobuf::push_message(&mut frame, 2, &raw);
    // No event is near four gigabytes.
    let length = u32::try_from(frame.len() - 4).unwrap_or(u32::MAX);
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame.into()
}
