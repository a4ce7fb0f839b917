//! What a webhook answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::Value;

use super::Problem;
use crate::status::Status;

/// An answer that is well formed.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) refusal: Option<Status>,
    pub(super) patch: Option<Patch>,
    pub(super) warnings: Vec<String>,
}

/// A JSON patch.
#[derive(Debug)]
pub(super) struct Patch(json_patch::Patch);

impl Patch {
    pub(super) fn apply(&self, object: &mut Value) -> Result<(), String> {
        json_patch::patch(object, &self.0).map_err(|error| error.to_string())
    }
}

impl Answer {
    /// Reads the answer to the question `uid`.
    pub(super) fn read(
        body: &[u8],
        uid: &str,
        mutating: bool,
        webhook: &str,
    ) -> Result<Self, Problem> {
        let review: Value = serde_json::from_slice(body)
            .map_err(|error| Problem::Failed(format!("failed to call webhook: {error}")))?;
        let response = &review["response"];
        let invalid =
            |why: String| Problem::Failed(format!("received invalid webhook response: {why}"));
        if !response.is_object() {
            return Err(invalid("webhook response was absent".to_owned()));
        }
        if response["uid"] != uid {
            let given = response["uid"].as_str().unwrap_or_default();
            return Err(invalid(format!(
                "expected response.uid={uid:?}, got {given:?}"
            )));
        }
        check_kind(&review).map_err(invalid)?;
        let patch = patch_of(response, mutating).map_err(invalid)?;
        let warnings = response["warnings"].as_array().into_iter().flatten();
        let mut answer = Self {
            warnings: warnings
                .filter_map(|text| text.as_str().map(str::to_owned))
                .collect(),
            ..Self::default()
        };
        if response["allowed"] != true {
            answer.refusal = Some(refusal(webhook, &response["status"]));
        } else if let Some(patch) = patch {
            answer.patch = Some(decode(&patch)?);
        }
        Ok(answer)
    }
}

fn check_kind(review: &Value) -> Result<(), String> {
    let text = |field: &str| review[field].as_str().unwrap_or_default();
    let (version, kind) = (text("apiVersion"), text("kind"));
    if version == "admission.k8s.io/v1" && kind == "AdmissionReview" {
        return Ok(());
    }
    Err(format!(
        "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got {version}, Kind={kind}"
    ))
}

/// The patch as it came.
fn patch_of(response: &Value, mutating: bool) -> Result<Option<String>, String> {
    let patch = response["patch"].as_str().filter(|patch| !patch.is_empty());
    let kind = response["patchType"].as_str();
    match (patch, kind) {
        (Some(_), _) if !mutating => {
            Err("validating webhook may not return response.patch".to_owned())
        }
        (_, Some(_)) if !mutating => {
            Err("validating webhook may not return response.patchType".to_owned())
        }
        (Some(_), None) => {
            Err("webhook returned response.patch but not response.patchType".to_owned())
        }
        (None, Some(_)) => {
            Err("webhook returned response.patchType but not response.patch".to_owned())
        }
        (_, Some("")) => Err("webhook returned invalid response.patchType of \"\"".to_owned()),
        (patch, _) => Ok(patch.map(str::to_owned)),
    }
}

fn decode(patch: &str) -> Result<Patch, Problem> {
    let problem = |why: String| {
        Problem::Failed(format!(
            "received undecodable patch in webhook response: {why}"
        ))
    };
    let text = STANDARD
        .decode(patch)
        .map_err(|error| problem(error.to_string()))?;
    let patch = serde_json::from_slice(&text).map_err(|error| problem(error.to_string()))?;
    Ok(Patch(patch))
}

/// The refusal that the client gets.
fn refusal(webhook: &str, result: &Value) -> Status {
    let text = |field: &str| result[field].as_str().filter(|text| !text.is_empty());
    let code = result["code"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok());
    let code = code.and_then(|code| StatusCode::from_u16(code).ok());
    let code = code
        .filter(|code| code.as_u16() >= 400)
        .unwrap_or(StatusCode::BAD_REQUEST);
    let by = format!("admission webhook {webhook:?} denied the request");
    let message = match text("message").or_else(|| text("reason")) {
        Some(why) => format!("{by}: {why}"),
        None => format!("{by} without explanation"),
    };
    let details = result["details"]
        .is_object()
        .then(|| result["details"].clone());
    Status::told(code, text("reason").unwrap_or_default(), message, details)
}
