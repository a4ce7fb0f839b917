//! Tokens of service accounts: signed by the server, and checked each time that one is shown.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::Sha256;

use super::User;
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::{GroupResource, Object};
use crate::value::text;

/// Who issues tokens, and whom they are for unless a client says otherwise.
pub(crate) const ISSUER: &str = "https://kubernetes.default.svc";

/// Who issues those that are kept in Secrets.
pub(crate) const SECRETS_ISSUER: &str = "kubernetes/serviceaccount";

/// How far the clocks of a cluster may be apart, in seconds.
const LEEWAY: i64 = 60;

/// The key of one server, which nobody else has.
pub(crate) struct Signer([[u8; 16]; 2]);

impl Default for Signer {
    fn default() -> Self {
        let half = || uuid::Uuid::new_v4().into_bytes();
        Self([half(), half()])
    }
}

/// Shows no key.
impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

impl Signer {
    /// The claims as a JWT.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "HS256", "typ": "JWT"});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&text).finalize().into_bytes());
        format!("{text}.{signature}")
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_flattened())
            .expect("HMAC takes keys of any length");
        mac.update(text.as_bytes());
        mac
    }

    fn has_signed(&self, token: &str) -> bool {
        let Some((text, signature)) = token.rsplit_once('.') else {
            return false;
        };
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.mac(text).verify_slice(&signature).is_ok()
    }
}

/// A token that counts.
pub(crate) struct Shown {
    pub(crate) user: User,
    /// Those of the audiences asked for that it is meant for.
    pub(crate) audiences: Vec<String>,
}

/// Why a token does not count; `None` for what is none of this server's.
pub(crate) type Problem = Option<String>;

impl Cluster {
    /// The account whose token it is, where it is meant for any of `audiences`.
    pub(crate) fn account_of_token(
        &self,
        token: &str,
        audiences: &[String],
    ) -> Result<Shown, Problem> {
        let claims = claims_of(token).ok_or(None)?;
        match claims["iss"].as_str() {
            Some(ISSUER) if self.signer.has_signed(token) => self.bound(&claims, audiences),
            Some(SECRETS_ISSUER) => self.kept(token, &claims, audiences),
            Some(ISSUER) => Err(Some(UNSIGNED.to_owned())),
            _ => Err(None),
        }
    }

    /// A token that was asked for.
    fn bound(&self, claims: &Value, audiences: &[String]) -> Result<Shown, Problem> {
        let own = claims["aud"].as_array().into_iter().flatten();
        let own: Vec<_> = own.filter_map(Value::as_str).collect();
        let meant = meant_for(&own, audiences)?;
        let now = self.clock.now();
        check_times(claims, now.as_second())?;
        let known = &claims["kubernetes.io"];
        let namespace = text(&known["namespace"]);
        let account = &known["serviceaccount"];
        let user = self.account(namespace, text(&account["name"]), text(&account["uid"]))?;
        let mut user = user.extra(CREDENTIAL, format!("JTI={}", text(&claims["jti"])));
        for (kind, plural, place) in [
            ("secret", "secrets", namespace),
            ("pod", "pods", namespace),
            ("node", "nodes", ""),
        ] {
            let bound = &known[kind];
            // The node of a pod is told, and may be gone.
            if !bound.is_object() || (kind == "node" && known["pod"].is_object()) {
                continue;
            }
            let id = GroupResource::new("", plural);
            let object = self.store.get(&id, place, text(&bound["name"]));
            check_bound(kind, bound, object.as_deref(), now)?;
        }
        for kind in ["pod", "node"] {
            for field in ["name", "uid"] {
                if let Some(value) = known[kind][field].as_str() {
                    user = user.extra(
                        format!("authentication.kubernetes.io/{kind}-{field}"),
                        value,
                    );
                }
            }
        }
        Ok(Shown {
            user,
            audiences: meant,
        })
    }

    /// A token that is kept in a Secret, and counts as long as it is there.
    fn kept(&self, token: &str, claims: &Value, audiences: &[String]) -> Result<Shown, Problem> {
        let claim = |name: &str| text(&claims[format!("kubernetes.io/serviceaccount/{name}")]);
        let (namespace, secret) = (claim("namespace"), claim("secret.name"));
        let id = GroupResource::new("", "secrets");
        let secret = self.store.get(&id, namespace, secret);
        let copy = secret.as_deref().and_then(|secret| {
            let data = secret.value()["data"]["token"].as_str()?;
            STANDARD.decode(data).ok()
        });
        let is_copy = copy.is_some_and(|copy| copy == token.as_bytes());
        if !is_copy && !self.signer.has_signed(token) {
            return Err(Some(UNSIGNED.to_owned()));
        }
        let meant = meant_for(&[ISSUER], audiences)?;
        if secret.is_none_or(|secret| secret.is_terminating()) {
            return Err(Some("Token has been invalidated".to_owned()));
        }
        if !is_copy {
            return Err(Some("Token does not match server's copy".to_owned()));
        }
        let (name, uid) = (claim("service-account.name"), claim("service-account.uid"));
        Ok(Shown {
            user: self.account(namespace, name, uid)?,
            audiences: meant,
        })
    }

    /// The user that an account is, which must still be the one of this uid.
    fn account(&self, namespace: &str, name: &str, uid: &str) -> Result<User, Problem> {
        let id = GroupResource::new("", "serviceaccounts");
        let account = self.store.get(&id, namespace, name);
        let account = account.ok_or_else(|| Some(Status::not_found(&id, name).message))?;
        if account.uid() != uid {
            return Err(Some(format!(
                "service account UID ({}) does not match claim ({uid})",
                account.uid()
            )));
        }
        if is_gone(&account, self.clock.now()) {
            return Err(Some(format!(
                "service account {namespace}/{name} has been deleted"
            )));
        }
        Ok(User::service_account(namespace, name).uid(uid))
    }
}

/// What the real server says of a signature that is not its own.
const UNSIGNED: &str = "go-jose/go-jose: error in cryptographic primitive";

/// By what a token is known in logs.
const CREDENTIAL: &str = "authentication.kubernetes.io/credential-id";

fn claims_of(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (Some(_), Some(claims), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

fn meant_for(own: &[&str], audiences: &[String]) -> Result<Vec<String>, Problem> {
    let mut meant: Vec<_> = audiences.to_vec();
    meant.retain(|audience| own.contains(&audience.as_str()));
    if meant.is_empty() {
        let list = |texts: &[&str]| {
            let quoted: Vec<_> = texts.iter().map(|text| format!("{text:?}")).collect();
            format!("[{}]", quoted.join(" "))
        };
        let wanted: Vec<_> = audiences.iter().map(String::as_str).collect();
        return Err(Some(format!(
            "token audiences {} is invalid for the target audiences {}",
            list(own),
            list(&wanted)
        )));
    }
    Ok(meant)
}

fn check_times(claims: &Value, now: i64) -> Result<(), Problem> {
    let time = |claim: &str| claims[claim].as_i64().unwrap_or_default();
    let why = if now + LEEWAY < time("nbf") {
        "service account token is not valid yet"
    } else if now - LEEWAY > time("exp") {
        "service account token has expired"
    } else if now + LEEWAY < time("iat") {
        "service account token is issued in the future"
    } else {
        return Ok(());
    };
    Err(Some(why.to_owned()))
}

/// What a token is bound to must still be there, and be the same.
fn check_bound(
    kind: &str,
    bound: &Value,
    object: Option<&Object>,
    now: Timestamp,
) -> Result<(), Problem> {
    let invalidated = || Some("service account token has been invalidated".to_owned());
    let object = object.ok_or_else(invalidated)?;
    let claim = text(&bound["uid"]);
    if object.uid() != claim {
        return Err(Some(format!(
            "{kind} UID ({}) does not match service account {kind} ref claim ({claim})",
            object.uid()
        )));
    }
    if is_gone(object, now) {
        return Err(invalidated());
    }
    Ok(())
}

/// Whether an object should be gone by now.
fn is_gone(object: &Object, now: Timestamp) -> bool {
    let time = object.value()["metadata"]["deletionTimestamp"].as_str();
    let time = time.and_then(|time| time.parse::<Timestamp>().ok());
    time.is_some_and(|time| time < now - SignedDuration::from_secs(LEEWAY))
}
