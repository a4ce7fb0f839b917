//! Which CustomResourceDefinitions are valid.

use serde_json::Value;

use super::conditions::condition;
use super::schema::{Additional, Node};
use super::validate::validate_value;
use super::{field_path, keywords, structural};
use crate::names;
use crate::path::Path;
use crate::status::Cause;
use crate::value::text;

/// As many fields of a version can be selected by.
const MOST_SELECTABLE: usize = 8;

/// Judges a CRD; `current` is what it was.
pub(crate) fn validate(current: Option<&Value>, object: &Value, causes: &mut Vec<Cause>) {
    let spec = &object["spec"];
    let name = &object["metadata"]["name"];
    let wanted = format!(
        "{}.{}",
        text(&spec["names"]["plural"]),
        text(&spec["group"])
    );
    if *name != wanted.as_str() {
        let detail = "must be spec.names.plural+\".\"+spec.group";
        causes.push(Cause::invalid("metadata.name", name, detail));
    }
    group_and_scope(spec, causes);
    versions(spec, causes);
    names_of(&spec["names"], causes);
    shared_parts(spec, causes);
    conversion(spec, causes);
    if let Some(current) = current {
        unchanged(current, object, causes);
    }
    stored_versions(object, causes);
    approval(object, current, causes);
    let before = current.is_some_and(|current| current["spec"]["preserveUnknownFields"] == true);
    if spec["preserveUnknownFields"] == true && !before {
        let detail = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
        causes.push(Cause::invalid(
            "spec.preserveUnknownFields",
            &true.into(),
            detail,
        ));
    }
}

fn group_and_scope(spec: &Value, causes: &mut Vec<Cause>) {
    let group = text(&spec["group"]);
    if group.is_empty() {
        causes.push(Cause::required("spec.group", ""));
    } else if let Some(problem) = names::subdomain_problem(group) {
        causes.push(Cause::invalid("spec.group", &spec["group"], &problem));
    } else if !group.contains('.') {
        let detail = "should be a domain with at least one dot";
        causes.push(Cause::invalid("spec.group", &spec["group"], detail));
    }
    one_of(
        &spec["scope"],
        "spec.scope",
        &["Cluster", "Namespaced"],
        causes,
    );
}

fn one_of(value: &Value, path: &str, values: &[&str], causes: &mut Vec<Cause>) {
    match text(value) {
        "" => causes.push(Cause::required(path, "")),
        given if values.contains(&given) => {}
        _ => {
            let supported: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            causes.push(Cause::not_supported(path, value, &supported));
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether all versions say the same of something, which is then told as that of the whole definition.
fn is_shared(spec: &Value, part: &str) -> bool {
    let all = list(&spec["versions"]);
    all.iter().all(|version| version[part] == all[0][part])
}

fn versions(spec: &Value, causes: &mut Vec<Cause>) {
    let versions = list(&spec["versions"]);
    for (index, version) in versions.iter().enumerate() {
        if !version["schema"]["openAPIV3Schema"].is_object() {
            let path = format!("spec.versions[{index}].schema.openAPIV3Schema");
            causes.push(Cause::required(&path, ""));
        }
    }
    for (index, version) in versions.iter().enumerate() {
        let path = format!("spec.versions[{index}]");
        if let Some(problem) = names::label_1035_problem(text(&version["name"])) {
            causes.push(Cause::invalid(
                &format!("{path}.name"),
                &version["name"],
                &problem,
            ));
        }
        deprecation(version, &path, causes);
        if !is_shared(spec, "schema") {
            schema(version, &format!("{path}.schema"), causes);
        }
        if !is_shared(spec, "subresources") {
            subresources(version, &path, causes);
        }
        if !is_shared(spec, "additionalPrinterColumns") {
            columns(version, &path, causes);
        }
        if !is_shared(spec, "selectableFields") {
            selectable(version, &path, causes);
        }
    }
    let unique = versions.iter().enumerate().all(|(index, version)| {
        let mut before = versions[..index].iter();
        before.all(|other| other["name"] != version["name"])
    });
    if !unique {
        let detail = "must contain unique version names";
        causes.push(Cause::invalid_shown("spec.versions", &shown(spec), detail));
    }
    if versions
        .iter()
        .filter(|version| version["storage"] == true)
        .count()
        != 1
    {
        let detail = "must have exactly one version marked as storage version";
        causes.push(Cause::invalid_shown("spec.versions", &shown(spec), detail));
    }
    if let Some(first) = versions.first()
        && let Some(problem) = names::label_1035_problem(text(&first["name"]))
    {
        causes.push(Cause::invalid("spec.version", &first["name"], &problem));
    }
}

/// The versions as the real server shows them in messages: what they share is left out.
fn shown(spec: &Value) -> String {
    if !spec["versions"].is_array() {
        return "null".to_owned();
    }
    let versions = list(&spec["versions"]).iter().map(|version| {
        let part = |name: &str| {
            if is_shared(spec, name) {
                Value::Null
            } else {
                version[name].clone()
            }
        };
        format!(
            "{{\"Name\":{},\"Served\":{},\"Storage\":{},\"Deprecated\":{},\"DeprecationWarning\":{},\"Schema\":{},\"Subresources\":{},\"AdditionalPrinterColumns\":{},\"SelectableFields\":{}}}",
            version["name"],
            version["served"] == true,
            version["storage"] == true,
            version["deprecated"] == true,
            version["deprecationWarning"],
            part("schema"),
            part("subresources"),
            part("additionalPrinterColumns"),
            part("selectableFields"),
        )
    });
    format!("[{}]", versions.collect::<Vec<_>>().join(","))
}

/// What the client is warned of about a CRD that is written.
pub(crate) fn warnings(object: &Value) -> Vec<String> {
    let mut warnings = Vec::new();
    for version in list(&object["spec"]["versions"]) {
        keywords::unknown_formats(&version["schema"]["openAPIV3Schema"], &mut warnings);
    }
    warnings
}

/// What all versions share.
fn shared_parts(spec: &Value, causes: &mut Vec<Cause>) {
    let Some(first) = list(&spec["versions"]).first() else {
        return;
    };
    if is_shared(spec, "schema") {
        schema(first, "spec.validation", causes);
    }
    if is_shared(spec, "subresources") {
        subresources(first, "spec", causes);
    }
    if is_shared(spec, "additionalPrinterColumns") {
        columns(first, "spec", causes);
    }
    if is_shared(spec, "selectableFields") {
        selectable(first, "spec", causes);
    }
}

fn deprecation(version: &Value, path: &str, causes: &mut Vec<Cause>) {
    let warning = &version["deprecationWarning"];
    let Some(given) = warning.as_str() else {
        return;
    };
    let path = format!("{path}.deprecationWarning");
    if version["deprecated"] != true {
        let detail = "can only be set for deprecated versions";
        causes.push(Cause::invalid(&path, warning, detail));
        return;
    }
    if given.len() > 256 {
        causes.push(Cause::invalid(
            &path,
            warning,
            "must be <= 256 characters long",
        ));
    }
    if given.is_empty() {
        causes.push(Cause::invalid(
            &path,
            warning,
            "must not be an empty string",
        ));
    }
    if let Some((index, _)) = given.char_indices().find(|(_, c)| c.is_control()) {
        let detail = format!(
            "must only contain printable UTF-8 characters; non-printable character found at index {index}"
        );
        causes.push(Cause::invalid(&path, warning, &detail));
    }
}

fn schema(version: &Value, path: &str, causes: &mut Vec<Cause>) {
    let schema = &version["schema"]["openAPIV3Schema"];
    if !schema.is_object() {
        return;
    }
    let path = format!("{path}.openAPIV3Schema");
    if schema["nullable"] == true {
        let detail = "nullable cannot be true at the root";
        causes.push(Cause::forbidden(&format!("{path}.nullable"), detail));
    }
    let before = causes.len();
    structural::check(schema, &path, causes);
    if causes.len() == before {
        defaults(&Node::read(schema), &path, causes);
    }
    keywords::check(schema, &path, causes.len() == before, causes);
}

/// Defaults must be what the schema allows.
fn defaults(node: &Node, path: &str, causes: &mut Vec<Cause>) {
    if let Some(default) = &node.default {
        let path = format!("{path}.default");
        if super::prune::would_prune(default, node) {
            causes.push(Cause::invalid(
                &path,
                default,
                "must not have unknown fields",
            ));
        }
        let mut found = Vec::new();
        validate_value(default, node, &Path::root(), &mut found);
        causes.extend(found.into_iter().map(|mut cause| {
            cause.field = match cause.field.as_str() {
                "" => path.clone(),
                "<nil>" => cause.field,
                field => format!("{path}.{field}"),
            };
            cause
        }));
    }
    if let Some(items) = &node.items {
        defaults(items, &format!("{path}.items"), causes);
    }
    for (name, property) in &node.properties {
        defaults(property, &format!("{path}.properties[{name}]"), causes);
    }
    if let Additional::Values(values) = &node.additional {
        defaults(values, &format!("{path}.additionalProperties"), causes);
    }
}

fn names_of(given: &Value, causes: &mut Vec<Cause>) {
    for field in ["plural", "singular", "kind", "listKind"] {
        if text(&given[field]).is_empty() {
            causes.push(Cause::required(&format!("spec.names.{field}"), ""));
        }
    }
    let mut label = |path: String, value: &Value, name: &str, prefix: &str| {
        if let Some(problem) = names::label_1035_problem(name).filter(|_| !name.is_empty()) {
            causes.push(Cause::invalid(&path, value, &format!("{prefix}{problem}")));
        }
    };
    for field in ["plural", "singular"] {
        label(
            format!("spec.names.{field}"),
            &given[field],
            text(&given[field]),
            "",
        );
    }
    for field in ["kind", "listKind"] {
        let lower = text(&given[field]).to_lowercase();
        let prefix = "may have mixed case, but should otherwise match: ";
        label(format!("spec.names.{field}"), &given[field], &lower, prefix);
    }
    for (index, name) in list(&given["shortNames"]).iter().enumerate() {
        label(
            format!("spec.names.shortNames[{index}]"),
            name,
            text(name),
            "",
        );
    }
    if !text(&given["kind"]).is_empty() && given["kind"] == given["listKind"] {
        let detail = "kind and listKind may not be the same";
        causes.push(Cause::invalid(
            "spec.names.listKind",
            &given["listKind"],
            detail,
        ));
    }
    for (index, name) in list(&given["categories"]).iter().enumerate() {
        if let Some(problem) = names::label_1035_problem(text(name)) {
            causes.push(Cause::invalid(
                &format!("spec.names.categories[{index}]"),
                name,
                &problem,
            ));
        }
    }
}

fn simple_path(path: &str, value: &Value, causes: &mut Vec<Cause>) -> bool {
    let simple = text(value).starts_with('.');
    if !simple {
        let detail = "must be a simple json path starting with .";
        causes.push(Cause::invalid(path, value, detail));
    }
    simple
}

fn subresources(version: &Value, path: &str, causes: &mut Vec<Cause>) {
    let scale = &version["subresources"]["scale"];
    if !scale.is_object() {
        return;
    }
    for (field, prefixes, under) in [
        ("specReplicasPath", &[".spec."][..], ".spec"),
        ("statusReplicasPath", &[".status."][..], ".status"),
        (
            "labelSelectorPath",
            &[".spec.", ".status."][..],
            "either .spec or .status",
        ),
    ] {
        let path = format!("{path}.subresources.scale.{field}");
        let value = &scale[field];
        if text(value).is_empty() {
            if field != "labelSelectorPath" {
                causes.push(Cause::required(&path, ""));
            }
        } else if simple_path(&path, value, causes)
            && !prefixes
                .iter()
                .any(|prefix| text(value).starts_with(prefix))
        {
            let detail = format!("should be a json path under {under}");
            causes.push(Cause::invalid(&path, value, &detail));
        }
    }
}

fn columns(version: &Value, path: &str, causes: &mut Vec<Cause>) {
    const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
    const FORMATS: [&str; 8] = [
        "byte",
        "date",
        "date-time",
        "double",
        "float",
        "int32",
        "int64",
        "password",
    ];
    for (index, column) in list(&version["additionalPrinterColumns"])
        .iter()
        .enumerate()
    {
        let at = |field: &str| format!("{path}.additionalPrinterColumns[{index}].{field}");
        if text(&column["name"]).is_empty() {
            causes.push(Cause::required(&at("name"), ""));
        }
        let detail = format!("must be one of {}", TYPES.join(","));
        match text(&column["type"]) {
            "" => causes.push(Cause::required(&at("type"), &detail)),
            kind if TYPES.contains(&kind) => {}
            _ => causes.push(Cause::invalid(&at("type"), &column["type"], &detail)),
        }
        let format = text(&column["format"]);
        if !format.is_empty() && !FORMATS.contains(&format) {
            let detail = format!("must be one of {}", FORMATS.join(","));
            causes.push(Cause::invalid(&at("format"), &column["format"], &detail));
        }
        if text(&column["jsonPath"]).is_empty() {
            causes.push(Cause::required(&at("JSONPath"), ""));
        } else {
            simple_path(&at("JSONPath"), &column["jsonPath"], causes);
        }
    }
}

fn selectable(version: &Value, path: &str, causes: &mut Vec<Cause>) {
    let node = Node::read(&version["schema"]["openAPIV3Schema"]);
    let mut seen: Vec<String> = Vec::new();
    for (index, field) in list(&version["selectableFields"]).iter().enumerate() {
        let path = format!("{path}.selectableFields[{index}].jsonPath");
        let given = &field["jsonPath"];
        if text(given).is_empty() {
            causes.push(Cause::required(&path, ""));
            continue;
        }
        let found = match field_path::parse(text(given), &node) {
            Ok(found) => found,
            Err(problem) => {
                let detail = format!("is an invalid path: {problem}");
                causes.push(Cause::invalid(&path, given, &detail));
                continue;
            }
        };
        if found.shown.starts_with(".metadata") {
            let detail = "must not point to fields in metadata";
            causes.push(Cause::invalid(&path, given, detail));
        }
        if !matches!(found.node.kind.as_str(), "string" | "boolean" | "integer") {
            let detail = "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
            causes.push(Cause::invalid(&path, given, detail));
        }
        if seen.contains(&found.shown) {
            causes.push(Cause::duplicate(&path, given));
        } else {
            seen.push(found.shown);
        }
    }
    if seen.len() > MOST_SELECTABLE {
        let path = format!("{path}.selectableFields");
        causes.push(Cause::too_many(&path, seen.len(), MOST_SELECTABLE as u64));
    }
}

fn conversion(spec: &Value, causes: &mut Vec<Cause>) {
    let conversion = &spec["conversion"];
    if !conversion.is_object() {
        return;
    }
    one_of(
        &conversion["strategy"],
        "spec.conversion.strategy",
        &["None", "Webhook"],
        causes,
    );
    let webhook = &conversion["webhook"];
    let (client, versions) = (
        &webhook["clientConfig"],
        list(&webhook["conversionReviewVersions"]),
    );
    let path = "spec.conversion.webhookClientConfig";
    let versions_path = "spec.conversion.conversionReviewVersions";
    if conversion["strategy"] != "Webhook" {
        let detail = "should not be set when strategy is not set to Webhook";
        if client.is_object() {
            causes.push(Cause::forbidden(path, detail));
        }
        if !versions.is_empty() {
            causes.push(Cause::forbidden(versions_path, detail));
        }
        return;
    }
    if !client.is_object() {
        causes.push(Cause::required(
            path,
            "required when strategy is set to Webhook",
        ));
    } else if client["url"].is_string() == client["service"].is_object() {
        causes.push(Cause::required(
            path,
            "exactly one of url or service is required",
        ));
    } else if client["url"].is_string() && !text(&client["url"]).starts_with("https://") {
        let scheme = text(&client["url"]).split("://").next().unwrap_or_default();
        let detail = format!(
            "'https' is the only allowed URL scheme; desired format: https://host[/path]{}",
            ""
        );
        let shown = Value::from(scheme);
        causes.push(Cause::invalid(&format!("{path}.url"), &shown, &detail));
    }
    review_versions(versions, versions_path, causes);
}

fn review_versions(versions: &[Value], path: &str, causes: &mut Vec<Cause>) {
    if versions.is_empty() {
        causes.push(Cause::required(path, ""));
        return;
    }
    for (index, version) in versions.iter().enumerate() {
        let at = format!("{path}[{index}]");
        if versions[..index].contains(version) {
            causes.push(Cause::invalid(&at, version, "duplicate version"));
        } else if let Some(problem) = names::label_1035_problem(text(version)) {
            causes.push(Cause::invalid(&at, version, &problem));
        }
    }
    if !versions
        .iter()
        .any(|version| version == "v1" || version == "v1beta1")
    {
        let detail = "must include at least one of v1, v1beta1";
        causes.push(Cause::invalid(path, &versions.into(), detail));
    }
}

/// Groups of the Kubernetes community need the consent of their keepers.
fn approval(object: &Value, current: Option<&Value>, causes: &mut Vec<Cause>) {
    const ANNOTATION: &str = "api-approved.kubernetes.io";
    let group = text(&object["spec"]["group"]);
    let community = ["k8s.io", "kubernetes.io"].iter().any(|owned| {
        group == *owned
            || group
                .strip_suffix(owned)
                .is_some_and(|rest| rest.ends_with('.'))
    });
    let given = |object: &Value| object["metadata"]["annotations"][ANNOTATION].clone();
    if !community || current.is_some_and(|current| given(current) == given(object)) {
        return;
    }
    let value = given(object);
    let path = format!("metadata.annotations[{ANNOTATION}]");
    match value.as_str() {
        None | Some("") => {
            let detail = "protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111";
            causes.push(Cause::required(&path, detail));
        }
        Some(text) if text.starts_with("unapproved") || text.contains("://") => {}
        Some(text) => {
            let detail = format!(
                "protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111, not {text:?}"
            );
            let detail = detail.split(", not ").next().unwrap_or_default();
            causes.push(Cause::invalid(&path, &value, detail));
        }
    }
}

fn stored_versions(object: &Value, causes: &mut Vec<Cause>) {
    let stored = object["status"]["storedVersions"]
        .as_array()
        .filter(|stored| !stored.is_empty());
    let path = "status.storedVersions";
    let Some(stored) = stored else {
        let detail = "must have at least one stored version";
        causes.push(Cause::invalid(path, &Value::Null, detail));
        return;
    };
    let storage = list(&object["spec"]["versions"]).iter();
    for version in storage.filter(|version| version["storage"] == true) {
        if !stored.contains(&version["name"]) {
            let detail = format!("must have the storage version {}", text(&version["name"]));
            causes.push(Cause::invalid(path, &stored.as_slice().into(), &detail));
        }
    }
    let versions = || object["spec"]["versions"].as_array().into_iter().flatten();
    for (index, version) in stored.iter().enumerate() {
        if !versions().any(|known| known["name"] == *version) {
            let detail = format!(
                "missing from spec.versions; {} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {} and removes {} from status.storedVersions",
                version.as_str().unwrap_or_default(),
                version.as_str().unwrap_or_default(),
                version.as_str().unwrap_or_default(),
            );
            causes.push(Cause::invalid(
                &format!("{path}[{index}]"),
                version,
                &detail,
            ));
        }
    }
}

/// Scope and names of what is established stay.
fn unchanged(current: &Value, object: &Value, causes: &mut Vec<Cause>) {
    let mut keep = |path: &str, before: &Value, after: &Value| {
        if before != after {
            causes.push(Cause::invalid(path, after, "field is immutable"));
        }
    };
    let (before, after) = (&current["spec"], &object["spec"]);
    keep("spec.group", &before["group"], &after["group"]);
    keep(
        "spec.names.plural",
        &before["names"]["plural"],
        &after["names"]["plural"],
    );
    if condition(current, "Established") == Some("True") {
        keep("spec.scope", &before["scope"], &after["scope"]);
        keep(
            "spec.names.kind",
            &before["names"]["kind"],
            &after["names"]["kind"],
        );
    }
}
