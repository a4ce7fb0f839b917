//! A request as a text, asked of a server, and what every answer must be.

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::ApiServer;
use oper8_schema::protobuf;
use serde_json::Value;
use tower::ServiceExt as _;

/// Reads `METHOD path`, lines `name: value`, an empty line and the body; `None` for what HTTP has no room for.
fn parse(bytes: &[u8]) -> Option<Request<Full<Bytes>>> {
    let mut rest = bytes;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = &rest[..end];
        rest = &rest[end + 1..];
        Some(line)
    };
    let first = line()?;
    let space = first.iter().position(|byte| *byte == b' ')?;
    let mut request = Request::builder()
        .method(Method::from_bytes(&first[..space]).ok()?)
        .uri(&first[space + 1..]);
    while let Some(header) = line().filter(|line| !line.is_empty()) {
        let colon = header.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&header[..colon]).ok()?;
        let value = HeaderValue::from_bytes(header[colon + 1..].trim_ascii()).ok()?;
        request = request.header(name, value);
    }
    request.body(Full::from(rest.to_vec())).ok()
}

/// Asks the server; the error says what is wrong with its answer.
pub(crate) async fn check(server: &ApiServer, bytes: &[u8]) -> Result<(), String> {
    let Some(request) = parse(bytes) else {
        return Ok(());
    };
    let response = server.service().oneshot(request).await;
    let (parts, mut body) = response
        .map_err(|error| format!("no answer: {error}"))?
        .into_parts();
    let mut text = Vec::new();
    // A watch goes on: what it has to say at once is enough.
    while let Some(Some(frame)) = body.frame().now_or_never() {
        let frame = frame.map_err(|error| format!("the answer breaks off: {error}"))?;
        text.extend_from_slice(&frame.into_data().unwrap_or_default());
    }
    let media_type = parts
        .headers
        .get("content-type")
        .and_then(|it| it.to_str().ok());
    let packed = parts.headers.contains_key("content-encoding");
    let value = match media_type.unwrap_or_default() {
        _ if packed || text.is_empty() => return Ok(()),
        "application/json" if parts.status.is_success() => return lines(&text),
        "application/json" => serde_json::from_slice(&text).map_err(|error| error.to_string())?,
        "application/yaml" => serde_saphyr::from_slice(&text).map_err(|error| error.to_string())?,
        "application/vnd.kubernetes.protobuf" => {
            protobuf::read_object(&text).map_err(|error| error.to_string())?
        }
        _ => return Ok(()),
    };
    refusal(parts.status, &value)
}

/// Values one after the other: one, or the events of a watch.
fn lines(text: &[u8]) -> Result<(), String> {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    match values.find_map(Result::err) {
        Some(error) => Err(error.to_string()),
        None => Ok(()),
    }
}

/// Whoever is refused is told by a `Status` with the code.
fn refusal(status: StatusCode, value: &Value) -> Result<(), String> {
    if status.is_success() {
        return Ok(());
    }
    let told = value["kind"] == "Status" && value["code"] == status.as_u16();
    match told
        && value["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    {
        true => Ok(()),
        false => Err(format!("{status} is told by {value}")),
    }
}
