//! Which parameters of a list or a watch go together.

use crate::request::Params;
use crate::status::{Cause, Status};

const MATCH: &str = "resourceVersionMatch";
const EXACT: &str = "Exact";
const NOT_OLDER: &str = "NotOlderThan";

/// 422 for parameters of a list that do not go together.
pub(super) fn check_list(params: &Params) -> Result<(), Status> {
    let mut causes = Vec::new();
    if let Some(matching) = params.resource_version_match.as_deref() {
        let forbidden = |why: &str| Cause::forbidden(MATCH, why);
        if params.resource_version.is_none() {
            causes.push(forbidden(
                "resourceVersionMatch is forbidden unless resourceVersion is provided",
            ));
        }
        if params.continue_token.is_some() {
            causes.push(with_continue());
        }
        if matching != EXACT && matching != NOT_OLDER {
            causes.push(not_supported(matching, &[EXACT, NOT_OLDER, ""]));
        }
        if matching == EXACT && params.resource_version.as_deref() == Some("0") {
            causes.push(forbidden(
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
            ));
        }
    }
    if params.initial_events.is_some() {
        let why = "sendInitialEvents is forbidden for list";
        causes.push(Cause::forbidden("sendInitialEvents", why));
    }
    refuse(&causes)
}

/// 422 for parameters of a watch that do not go together.
pub(super) fn check_watch(params: &Params) -> Result<(), Status> {
    let mut causes = Vec::new();
    let given = params.resource_version_match.as_deref();
    let from_anywhere = matches!(params.resource_version.as_deref(), None | Some("0"));
    // A watch from anywhere asks for initial events without saying so.
    let implied = params.initial_events.is_none() && given.is_none() && from_anywhere;
    let matching = given.or(implied.then_some(NOT_OLDER));
    if params.initial_events.is_some() && matching != Some(NOT_OLDER) {
        let why = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
        causes.push(Cause::forbidden(MATCH, why));
    }
    if let Some(matching) = matching {
        if params.initial_events.is_none() && !implied {
            let why =
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
            causes.push(Cause::forbidden(MATCH, why));
        }
        if matching != NOT_OLDER {
            causes.push(not_supported(matching, &[NOT_OLDER]));
        }
        if params.continue_token.is_some() {
            causes.push(with_continue());
        }
    }
    refuse(&causes)
}

fn with_continue() -> Cause {
    let why = "resourceVersionMatch is forbidden when continue is provided";
    Cause::forbidden(MATCH, why)
}

fn not_supported(given: &str, supported: &[&str]) -> Cause {
    let supported: Vec<String> = supported.iter().map(|&text| text.to_owned()).collect();
    Cause::not_supported(MATCH, &given.into(), &supported)
}

fn refuse(causes: &[Cause]) -> Result<(), Status> {
    if causes.is_empty() {
        return Ok(());
    }
    Err(Status::invalid("meta.k8s.io", "ListOptions", "", causes))
}
