//! Tokens of service accounts, as `TokenRequest` asks for them.

use http::StatusCode;
use oper8_schema::protobuf::shape_of;
use oper8_schema::{FieldSet, Shape};
use serde_json::{Value, json};

use super::{Answer, Ask};
use crate::access::ISSUER;
use crate::cluster::{Cluster, seconds};
use crate::managed_fields::{Request, update};
use crate::status::{Cause, Status};
use crate::store::{GroupResource, Object};

/// How long a token is valid unless a client says otherwise, in seconds.
const HOUR: i64 = 3600;

/// What a token belongs to beside its account.
struct Bound {
    kind: &'static str,
    name: String,
    uid: String,
    /// The node of a Pod.
    node: Option<Value>,
}

/// The fields of a request that is stored nowhere: a real server keeps account of them all the same.
fn fields_of(manager: &str, body: &Value, lifetime: i64, now: &str) -> Value {
    const KIND: (&str, &str) = ("authentication.k8s.io/v1", "TokenRequest");
    let mut asked = json!({"apiVersion": KIND.0, "kind": KIND.1, "spec": body["spec"]});
    asked["spec"]["expirationSeconds"] = lifetime.into();
    let shape = shape_of(KIND.0, KIND.1).unwrap_or_else(Shape::untyped);
    let none = FieldSet::new();
    let request = Request::new(manager, KIND.0, KIND.1, shape)
        .at(now)
        .to("token", &none);
    update(None, asked, &request)["metadata"]["managedFields"].take()
}

impl Cluster {
    /// Issues a token of a service account.
    pub(super) fn request_token(&self, ask: &Ask<'_>, body: &Value) -> Answer {
        let account = self.find(ask.write.resource, ask.write.namespace, ask.name())?;
        check_names(ask, body)?;
        self.admit_part(ask, ask.name(), body)?;
        let spec = &body["spec"];
        let lifetime = spec["expirationSeconds"].as_i64().unwrap_or(HOUR);
        check_lifetime(lifetime)?;
        let bound = self.bound_object(&account, &spec["boundObjectRef"])?;
        let audiences = match spec["audiences"].as_array() {
            Some(given) if !given.is_empty() => spec["audiences"].clone(),
            _ => json!([ISSUER]),
        };
        let now = self.clock.now();
        let expires = now
            .checked_add(jiff::SignedDuration::from_secs(lifetime))
            .unwrap_or(now);
        let claims = claims(
            &account,
            &audiences,
            bound.as_ref(),
            (now.as_second(), lifetime),
        );
        let token = self.signer.sign(&claims);
        let answer = json!({
            "kind": "TokenRequest",
            "apiVersion": "authentication.k8s.io/v1",
            "metadata": {
                "name": account.name(),
                "namespace": account.namespace(),
                "uid": account.uid(),
                "creationTimestamp": seconds(now),
                "managedFields": fields_of(&ask.write.manager, body, lifetime, &seconds(now)),
            },
            "spec": {
                "audiences": audiences,
                "expirationSeconds": lifetime,
                "boundObjectRef": spec["boundObjectRef"],
            },
            "status": {"token": token, "expirationTimestamp": seconds(expires)},
        });
        Ok((StatusCode::CREATED, Some(answer)))
    }

    /// The node of a Pod as a token has it, by its name where there is no such node.
    fn node_of(&self, pod: &Value) -> Option<Value> {
        let name = pod["spec"]["nodeName"].as_str()?;
        let node = self.store.get(&GroupResource::new("", "nodes"), "", name);
        let mut told = json!({"name": name});
        if let Some(node) = node {
            told["uid"] = node.uid().into();
        }
        Some(told)
    }

    /// The object that the token ends with.
    fn bound_object(&self, account: &Object, given: &Value) -> Result<Option<Bound>, Status> {
        if given.is_null() {
            return Ok(None);
        }
        let text = |field: &str| given[field].as_str().unwrap_or_default();
        let (kind, plural) = match (text("apiVersion"), text("kind")) {
            ("v1", "Pod") => ("pod", "pods"),
            ("v1", "Secret") => ("secret", "secrets"),
            ("v1", "Node") => ("node", "nodes"),
            (version, other) => {
                let (group, version) = version.split_once('/').unwrap_or(("", version));
                return Err(Status::bad_request(format!(
                    "cannot bind token to object of type {group}/{version}, Kind={other}"
                )));
            }
        };
        let resource = GroupResource::new("", plural);
        let namespace = if kind == "node" {
            ""
        } else {
            account.namespace()
        };
        let name = text("name");
        let object = self
            .store
            .get(&resource, namespace, name)
            .ok_or_else(|| Status::not_found(&resource, name))?;
        if kind == "pod" && object.value()["spec"]["serviceAccountName"] != account.name() {
            return Err(Status::bad_request(format!(
                "cannot bind token for serviceaccount {:?} to pod running with different serviceaccount name.",
                account.name()
            )));
        }
        let uid = text("uid");
        if !uid.is_empty() && uid != object.uid() {
            let why = format!(
                "the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated"
            );
            return Err(Status::conflict(&resource, name, &why));
        }
        let node = (kind == "pod")
            .then(|| self.node_of(object.value()))
            .flatten();
        Ok(Some(Bound {
            kind,
            name: name.to_owned(),
            uid: object.uid().to_owned(),
            node,
        }))
    }
}

/// Name and namespace of the request, where it has them, are those of the account.
fn check_names(ask: &Ask<'_>, body: &Value) -> Result<(), Status> {
    for (field, own, what) in [
        ("name", ask.name(), "name"),
        ("namespace", ask.write.namespace, "namespace"),
    ] {
        let given = body["metadata"][field].as_str().unwrap_or_default();
        if !given.is_empty() && given != own {
            let detail = format!("must match the service account {what} if specified");
            let cause = Cause::invalid(&format!("metadata.{field}"), &given.into(), &detail);
            let group = "authentication.k8s.io";
            return Err(Status::invalid(group, "TokenRequest", ask.name(), &[cause]));
        }
    }
    Ok(())
}

fn check_lifetime(lifetime: i64) -> Result<(), Status> {
    let detail = if lifetime < 600 {
        "may not specify a duration less than 10 minutes"
    } else if lifetime > 1 << 32 {
        "may not specify a duration larger than 2^32 seconds"
    } else {
        return Ok(());
    };
    let cause = Cause::invalid("spec.expirationSeconds", &lifetime.into(), detail);
    let group = "authentication.k8s.io";
    Err(Status::invalid(group, "TokenRequest", "", &[cause]))
}

fn claims(
    account: &Object,
    audiences: &Value,
    bound: Option<&Bound>,
    (now, lifetime): (i64, i64),
) -> Value {
    let (namespace, name) = (account.namespace(), account.name());
    let mut own = json!({
        "namespace": namespace,
        "serviceaccount": {"name": name, "uid": account.uid()},
    });
    if let Some(bound) = bound {
        own[bound.kind] = json!({"name": bound.name, "uid": bound.uid});
        if let Some(node) = &bound.node {
            own["node"] = node.clone();
        }
    }
    json!({
        "aud": audiences,
        "exp": now + lifetime,
        "iat": now,
        "iss": ISSUER,
        "jti": uuid::Uuid::new_v4().to_string(),
        "kubernetes.io": own,
        "nbf": now,
        "sub": format!("system:serviceaccount:{namespace}:{name}"),
    })
}
