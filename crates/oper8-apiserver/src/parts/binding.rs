//! Bindings: a pod gets its node.

use serde_json::{Value, json};

use super::{Answer, Ask, done};
use crate::cluster::Cluster;
use crate::conditions;
use crate::status::Status;
use crate::store::{GroupResource, Key};

impl Cluster {
    /// Binds the pod that the body names.
    pub(super) fn bind_by_name(&self, ask: &Ask<'_>, body: &Value) -> Answer {
        match body["metadata"]["name"].as_str() {
            None | Some("") => Err(Status::bad_request("Name parameter required.")),
            Some(name) => self.bind(ask, name, body),
        }
    }

    /// Gives a pod its node.
    pub(super) fn bind(&self, ask: &Ask<'_>, name: &str, body: &Value) -> Answer {
        if body["metadata"]["name"]
            .as_str()
            .is_some_and(|given| given != name)
        {
            let message = "name in URL does not match name in Binding object";
            return Err(Status::bad_request(message));
        }
        self.admit_part(ask, name, body)?;
        let target = &body["target"];
        check_target(target)?;
        let node = target["name"].as_str().unwrap_or_default();
        let key = Key {
            resource: GroupResource::new("", "pods"),
            namespace: ask.write.namespace.to_owned(),
            name: name.to_owned(),
        };
        let uid = body["metadata"]["uid"].as_str().unwrap_or_default();
        let now = self.now();
        let mut refused = None;
        let found = self.store.update(&key, |pod| {
            refused = refusal(pod, name, node, uid);
            let allowed = refused.is_none() && !ask.write.dry_run;
            allowed.then(|| bound(pod, node, &body["metadata"]["annotations"], &now))
        });
        if found.is_none() {
            return Err(Status::not_found(&key.resource, name));
        }
        refused.map_or_else(|| Ok(done()), Err)
    }
}

fn check_target(target: &Value) -> Result<(), Status> {
    let kind = target["kind"].as_str().unwrap_or_default();
    let mut problems = Vec::new();
    if !matches!(kind, "" | "Node") {
        problems.push(format!(
            "target.kind: Unsupported value: {kind:?}: supported values: \"Node\", \"<empty>\""
        ));
    }
    if target["name"].as_str().is_none_or(str::is_empty) {
        problems.push("target.name: Required value".to_owned());
    }
    match problems.as_slice() {
        [] => Ok(()),
        [one] => Err(Status::internal_plain(one.clone())),
        many => Err(Status::internal_plain(format!("[{}]", many.join(", ")))),
    }
}

/// Why a pod cannot be bound.
fn refusal(pod: &Value, name: &str, node: &str, uid: &str) -> Option<Status> {
    let own = pod["metadata"]["uid"].as_str().unwrap_or_default();
    let why = if !uid.is_empty() && uid != own {
        format!("Precondition failed: UID in precondition: {uid}, UID in object meta: {own}")
    } else if pod["metadata"]["deletionTimestamp"].is_string() {
        format!("pod {name} is being deleted, cannot be assigned to a host")
    } else {
        let assigned = pod["spec"]["nodeName"].as_str().unwrap_or_default();
        if assigned.is_empty() {
            return gates(pod, name, node);
        }
        format!("pod {name} is already assigned to node {assigned:?}")
    };
    let resource = GroupResource::new("", "pods/binding");
    Some(Status::conflict(&resource, name, &why))
}

/// A pod that waits for a gate stays where it is.
fn gates(pod: &Value, name: &str, node: &str) -> Option<Status> {
    let gates = pod["spec"]["schedulingGates"].as_array()?;
    let why = format!("pod {name} has non-empty .spec.schedulingGates");
    tracing::debug!(pod = name, node, "a gated pod is not bound");
    let resource = GroupResource::new("", "pods/binding");
    (!gates.is_empty()).then(|| Status::conflict(&resource, name, &why))
}

fn bound(pod: &Value, node: &str, annotations: &Value, now: &str) -> Value {
    let mut pod = pod.clone();
    pod["spec"]["nodeName"] = node.into();
    if let Some(more) = annotations.as_object().filter(|more| !more.is_empty()) {
        if !pod["metadata"]["annotations"].is_object() {
            pod["metadata"]["annotations"] = json!({});
        }
        if let Some(own) = pod["metadata"]["annotations"].as_object_mut() {
            own.extend(more.clone());
        }
    }
    let scheduled = json!({
        "type": "PodScheduled",
        "status": "True",
        "lastProbeTime": null,
        "lastTransitionTime": now,
    });
    conditions::put(&mut pod["status"]["conditions"], scheduled);
    pod
}
