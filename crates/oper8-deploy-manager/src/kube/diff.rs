//! In what a live object and a manifest differ, told as two manifests.

use oper8_patch::Difference;
use oper8_schema::{FieldSet, ListType, Shape, kinds, typed};
use serde_json::{Map, Value};

use super::equivalent::{Comparison, has_same_key, is_same_scalar};
use super::judge::Verdict;
use super::owned::Ownership;
use super::prepare;
use crate::identity::describe;
use crate::{DeployError, Result};

/// In what a live object differs from the manifest `desired`, as an apply would judge it; `None` when in nothing.
///
/// Status, what the server writes into `metadata`, and the copy that `kubectl apply` keeps count on neither side. A field
/// that `desired` does not name counts only where `managedFields` say that this framework applied it: any other is the
/// server's default, or somebody else's. Values are compared by the types of Kubernetes' own kinds (`1000m` is `1`); of
/// custom kinds nothing is known here, [`KubeDeployManager::diff`](crate::KubeDeployManager::diff) asks the server. Where
/// `managedFields` do not name this framework, only values count.
///
/// The left side is what `live` has, the right one what `desired` has instead.
///
/// # Errors
///
/// [`DeployError::Manifest`] when an element of a list that has a merge key lacks it.
///
/// # Examples
///
/// ```
/// use oper8_deploy_manager::manifest_diff;
/// use serde_json::json;
///
/// let service = |port| json!({"apiVersion": "v1", "kind": "Service", "spec": {"ports": [port]}});
/// let live = service(json!({"port": 80, "protocol": "TCP", "targetPort": 80}));
/// assert_eq!(manifest_diff(&live, &service(json!({"port": 80})))?, None);
///
/// let difference = manifest_diff(&live, &service(json!({"port": 80, "targetPort": 8080})))?.expect("another target");
/// assert_eq!(difference.left["spec"]["ports"], json!([{"port": 80, "targetPort": 80}]));
/// assert_eq!(difference.right["spec"]["ports"], json!([{"port": 80, "targetPort": 8080}]));
/// # Ok::<(), oper8_deploy_manager::DeployError>(())
/// ```
pub fn manifest_diff(live: &Value, desired: &Value) -> Result<Option<Difference>> {
    let text = |name: &str| {
        desired
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let kind = kinds::find_object(text("apiVersion"), text("kind"));
    let shape = kind.map_or_else(Shape::untyped, |kind| kind.shape());
    let ownership = Ownership::of(live, text("apiVersion"));
    let mut desired = without_status(prepare::sent(desired, kind.is_some()));
    prepare::add_owners(&mut desired, None, Some(live), &ownership);
    let live = without_status(prepare::sent(live, kind.is_some()));
    let verdict = Verdict::of(&desired, &live, &ownership, shape, kind.is_some());
    let is_settled = match &ownership.applied {
        Some(_) => verdict.is_settled(),
        None => Comparison::differences(&desired, &live, shape, kind.is_some()).is_empty(),
    };
    if is_settled {
        return Ok(None);
    }
    difference(&live, &desired, &ownership, &verdict, shape).map(Some)
}

/// Tells as two manifests what a verdict says that is not settled.
pub(crate) fn difference(
    live: &Value,
    desired: &Value,
    ownership: &Ownership,
    verdict: &Verdict,
    shape: Shape<'_>,
) -> Result<Difference> {
    let mut fields = FieldSet::of(desired, shape).union(&verdict.given_up());
    if let Some(applied) = &ownership.applied {
        fields = fields.union(applied);
    }
    let mut left = map_of(live, &fields, shape);
    align(&mut left, desired, shape);
    let found = oper8_patch::diff(&left, desired).map_err(|error| DeployError::Manifest {
        object: describe(desired),
        problem: error.to_string(),
    })?;
    Ok(match found {
        Some(found) => found,
        // The order of elements, which merge keys do not tell.
        None if verdict.has_other_values() => Difference {
            left,
            right: desired.clone(),
        },
        None => Difference {
            left: map_of(live, &verdict.given_up(), shape),
            right: map_of(desired, verdict.taken(), shape),
        },
    })
}

fn map_of(object: &Value, fields: &FieldSet, shape: Shape<'_>) -> Value {
    match typed::extract(object, fields, shape) {
        Value::Null => Value::Object(Map::new()),
        other => other,
    }
}

fn without_status(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
    }
    object
}

/// Writes values that are the same to the server as the manifest writes them.
fn align(left: &mut Value, desired: &Value, shape: Shape<'_>) {
    match (&mut *left, desired) {
        (Value::Object(left), Value::Object(desired)) => {
            for (name, value) in desired {
                if let Some(left) = left.get_mut(name) {
                    align(
                        left,
                        value,
                        shape.field(name).unwrap_or_else(Shape::untyped),
                    );
                }
            }
        }
        (Value::Array(left), Value::Array(desired)) => align_items(left, desired, shape),
        (left, desired) => {
            if is_same_scalar(desired, left, shape) {
                *left = desired.clone();
            }
        }
    }
}

fn align_items(left: &mut [Value], desired: &[Value], list: Shape<'_>) {
    let items = list.items().unwrap_or_else(Shape::untyped);
    let ListType::Map { keys } = list.list_type() else {
        for (left, desired) in left.iter_mut().zip(desired) {
            align(left, desired, items);
        }
        return;
    };
    for desired in desired {
        let is_it = |left: &&mut Value| {
            keys.iter()
                .all(|key| has_same_key(desired, left, key, list))
        };
        let Some(left) = left.iter_mut().find(is_it) else {
            continue;
        };
        align(left, desired, items);
        if let (Some(left), Some(desired)) = (left.as_object_mut(), desired.as_object()) {
            // The default of a key field, which the manifest does not name.
            left.retain(|name, _| !keys.contains(&name.as_str()) || desired.contains_key(name));
        }
    }
}
