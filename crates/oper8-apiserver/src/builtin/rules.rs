//! Defaults of built-in kinds that follow from other fields of the object.

use serde_json::{Map, Value, json};

/// Completes an object of a built-in kind whose plain defaults are set.
pub(crate) fn apply_rules(object: &mut Value, qualified: &str) {
    match qualified {
        "Pod" => {
            pod_template(&mut object["spec"]);
            pod(&mut object["spec"]);
            probe_times(object);
        }
        "EndpointSlice.discovery.k8s.io" => slice(object),
        "PodTemplate" => pod_template(&mut object["template"]["spec"]),
        "ReplicaSet.apps" => pod_template(&mut object["spec"]["template"]["spec"]),
        "ReplicationController" if object["spec"]["template"].is_object() => {
            pod_template(&mut object["spec"]["template"]["spec"]);
            let labels = object["spec"]["template"]["metadata"]
                .get("labels")
                .cloned();
            if let Some(labels) = labels {
                if object["spec"]["selector"]
                    .as_object()
                    .is_none_or(Map::is_empty)
                {
                    object["spec"]["selector"] = labels.clone();
                }
                set_default(&mut object["metadata"], "labels", labels);
            }
        }
        "Deployment.apps" => {
            pod_template(&mut object["spec"]["template"]["spec"]);
            rolling_update(
                &mut object["spec"]["strategy"],
                &[("maxUnavailable", json!("25%")), ("maxSurge", json!("25%"))],
            );
        }
        "DaemonSet.apps" => {
            pod_template(&mut object["spec"]["template"]["spec"]);
            let annotation = "deprecated.daemonset.template.generation";
            set_default(&mut object["metadata"], "annotations", json!({}));
            set_default(
                &mut object["metadata"]["annotations"],
                annotation,
                "1".into(),
            );
            rolling_update(
                &mut object["spec"]["updateStrategy"],
                &[("maxUnavailable", json!(1)), ("maxSurge", json!(0))],
            );
        }
        "StatefulSet.apps" => {
            pod_template(&mut object["spec"]["template"]["spec"]);
            stateful_set(object);
        }
        "Job.batch" => {
            pod_template(&mut object["spec"]["template"]["spec"]);
            job(object);
        }
        "CronJob.batch" => {
            pod_template(&mut object["spec"]["jobTemplate"]["spec"]["template"]["spec"]);
        }
        "FlowSchema.flowcontrol.apiserver.k8s.io" => {
            let precedence = &mut object["spec"]["matchingPrecedence"];
            if *precedence == 0 {
                *precedence = 1000.into();
            }
        }
        "Lease.coordination.k8s.io" => {
            // Behind feature gates that are off by default.
            for field in ["strategy", "preferredHolder"] {
                if let Some(spec) = object.get_mut("spec") {
                    remove(spec, field);
                }
            }
        }
        "Service" => service(&mut object["spec"]),
        "Secret" => secret(object),
        "Namespace" => namespace(object),
        "LimitRange" => limit_range(object),
        "NetworkPolicy.networking.k8s.io" => network_policy(&mut object["spec"]),
        "HorizontalPodAutoscaler.autoscaling" => autoscaler(&mut object["spec"]),
        "RoleBinding.rbac.authorization.k8s.io"
        | "ClusterRoleBinding.rbac.authorization.k8s.io" => subjects(object),
        "CustomResourceDefinition.apiextensions.k8s.io" => definition(object),
        _ => {}
    }
}

/// The conditions of a pod tell when they were probed, even if they never were.
fn probe_times(pod: &mut Value) {
    let conditions = pod.pointer_mut("/status/conditions");
    let conditions = conditions.and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten() {
        if let Some(fields) = condition.as_object_mut() {
            fields.entry("lastProbeTime").or_insert(Value::Null);
        }
    }
}

/// A slice tells of endpoints and ports, even if it has none.
fn slice(slice: &mut Value) {
    if let Some(fields) = slice.as_object_mut() {
        for field in ["endpoints", "ports"] {
            fields.entry(field).or_insert(Value::Null);
        }
    }
}

fn items<'a>(value: &'a mut Value, field: &str) -> impl Iterator<Item = &'a mut Value> {
    value
        .get_mut(field)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
}

fn is_absent(value: &Value, field: &str) -> bool {
    match value.get(field) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

fn set_default(value: &mut Value, field: &str, default: Value) {
    if value.is_object() && is_absent(value, field) {
        value[field] = default;
    }
}

/// Image pull policies, volumes without a source.
fn pod_template(spec: &mut Value) {
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        for container in items(spec, list) {
            let policy = pull_policy(container["image"].as_str().unwrap_or_default());
            set_default(container, "imagePullPolicy", policy.into());
        }
    }
    for volume in items(spec, "volumes") {
        if let Some(fields) = volume.as_object_mut()
            && fields.keys().all(|field| field == "name")
        {
            fields.insert("emptyDir".into(), json!({}));
        }
    }
    for list in ["containers", "initContainers"] {
        for container in items(spec, list) {
            // Behind a feature gate that is off by default.
            remove(&mut container["lifecycle"], "stopSignal");
            if container["lifecycle"].as_object().is_none_or(Map::is_empty) {
                remove(container, "lifecycle");
            }
        }
    }
    // The older of two names for one field, which the server writes beside the newer.
    if let Some(account) = spec.get("serviceAccountName").cloned() {
        spec["serviceAccount"] = account;
    } else if let Some(account) = spec.get("serviceAccount").cloned() {
        spec["serviceAccountName"] = account;
    }
}

fn host_ports(spec: &mut Value) {
    for list in ["containers", "initContainers"] {
        for container in items(spec, list) {
            for port in items(container, "ports") {
                let number = port["containerPort"].clone();
                set_default(port, "hostPort", number);
            }
        }
    }
}

/// `latest`, or no tag and no digest, is pulled always.
fn pull_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or(image);
    let latest = !image.is_empty()
        && !image.contains('@')
        && match name.split_once(':') {
            Some((_, tag)) => tag == "latest",
            None => true,
        };
    if latest { "Always" } else { "IfNotPresent" }
}

/// Requests follow limits, and ports of the host those of the containers.
fn pod(spec: &mut Value) {
    if spec["hostNetwork"] == true {
        host_ports(spec);
    }
    if spec["terminationGracePeriodSeconds"]
        .as_i64()
        .is_some_and(|seconds| seconds < 0)
    {
        spec["terminationGracePeriodSeconds"] = 1.into();
    }
    if let Some(limits) = spec["resources"]["limits"].as_object().cloned() {
        for (resource, limit) in limits {
            set_default(&mut spec["resources"], "requests", json!({}));
            set_default(&mut spec["resources"]["requests"], &resource, limit);
        }
    }
    if spec["resources"].is_null() {
        remove(spec, "resources");
    }
    for list in ["containers", "initContainers"] {
        for container in items(spec, list) {
            let Some(limits) = container["resources"]["limits"].as_object().cloned() else {
                continue;
            };
            for (resource, limit) in limits {
                set_default(&mut container["resources"], "requests", json!({}));
                set_default(&mut container["resources"]["requests"], &resource, limit);
            }
        }
    }
}

fn rolling_update(strategy: &mut Value, defaults: &[(&str, Value)]) {
    if strategy["type"] != "RollingUpdate" {
        return;
    }
    set_default(strategy, "rollingUpdate", json!({}));
    for (field, default) in defaults {
        set_default(&mut strategy["rollingUpdate"], field, default.clone());
    }
}

fn stateful_set(object: &mut Value) {
    let strategy = &mut object["spec"]["updateStrategy"];
    if !strategy.is_object() {
        *strategy = json!({});
    }
    if is_absent(strategy, "type") {
        strategy["type"] = "RollingUpdate".into();
        set_default(strategy, "rollingUpdate", json!({}));
    }
    // Behind a feature gate that is off by default.
    remove(&mut strategy["rollingUpdate"], "maxUnavailable");
    if strategy["rollingUpdate"].is_null() {
        remove(strategy, "rollingUpdate");
    }
    if strategy["type"] == "RollingUpdate" && strategy["rollingUpdate"].is_object() {
        set_default(&mut strategy["rollingUpdate"], "partition", 0.into());
    }
}

fn job(object: &mut Value) {
    let spec = &mut object["spec"];
    if is_absent(spec, "completions") && is_absent(spec, "parallelism") {
        set_default(spec, "completions", 1.into());
    }
    set_default(spec, "parallelism", 1.into());
    let retries = if is_absent(spec, "backoffLimitPerIndex") {
        6
    } else {
        i32::MAX
    };
    set_default(spec, "backoffLimit", retries.into());
    let replacement = if is_absent(spec, "podFailurePolicy") {
        "TerminatingOrFailed"
    } else {
        "Failed"
    };
    set_default(spec, "podReplacementPolicy", replacement.into());
    if let Some(labels) = spec["template"]["metadata"].get("labels").cloned() {
        set_default(&mut object["metadata"], "labels", labels);
    }
}

fn service(spec: &mut Value) {
    for port in items(spec, "ports") {
        let number = port["port"].clone();
        if port["targetPort"] == 0 {
            port["targetPort"] = Value::Null;
        }
        set_default(port, "targetPort", number);
    }
    match spec["sessionAffinity"].as_str() {
        Some("ClientIP") => {
            if spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].is_null() {
                spec["sessionAffinityConfig"] = json!({"clientIP": {"timeoutSeconds": 10800}});
            }
        }
        _ => remove(spec, "sessionAffinityConfig"),
    }
    let kind = spec["type"].as_str().unwrap_or_default().to_owned();
    let external = spec["externalIPs"]
        .as_array()
        .is_some_and(|ips| !ips.is_empty());
    let reachable =
        matches!(kind.as_str(), "NodePort" | "LoadBalancer") || (kind == "ClusterIP" && external);
    if reachable {
        set_default(spec, "externalTrafficPolicy", "Cluster".into());
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer" | "ClusterIP") {
        set_default(spec, "internalTrafficPolicy", "Cluster".into());
    }
    if kind == "LoadBalancer" {
        set_default(spec, "allocateLoadBalancerNodePorts", true.into());
    }
    if let Some(fields) = spec.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
}

fn remove(value: &mut Value, field: &str) {
    if let Some(fields) = value.as_object_mut() {
        fields.remove(field);
    }
}

/// `stringData` is for writing only.
fn secret(object: &mut Value) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let Some(fields) = object.as_object_mut() else {
        return;
    };
    let Some(Value::Object(plain)) = fields.remove("stringData") else {
        return;
    };
    let data = fields
        .entry("data")
        .or_insert_with(|| Value::Object(Map::new()));
    for (key, text) in plain {
        data[key] = STANDARD.encode(text.as_str().unwrap_or_default()).into();
    }
}

fn namespace(object: &mut Value) {
    let name = object["metadata"]["name"].clone();
    if name.as_str().is_some_and(|name| !name.is_empty()) {
        set_default(&mut object["metadata"], "labels", json!({}));
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name;
    }
}

fn limit_range(object: &mut Value) {
    for item in items(&mut object["spec"], "limits") {
        if item["type"] != "Container" {
            continue;
        }
        for (from, to) in [
            ("max", "default"),
            ("default", "defaultRequest"),
            ("min", "defaultRequest"),
        ] {
            let Some(source) = item.get(from).and_then(Value::as_object).cloned() else {
                continue;
            };
            for (resource, amount) in source {
                set_default(item, to, json!({}));
                set_default(&mut item[to], &resource, amount);
            }
        }
    }
}

fn network_policy(spec: &mut Value) {
    let mut types = vec!["Ingress"];
    if !is_absent(spec, "egress") {
        types.push("Egress");
    }
    set_default(spec, "policyTypes", json!(types));
}

fn autoscaler(spec: &mut Value) {
    let cpu = json!([{
        "type": "Resource",
        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
    }]);
    set_default(spec, "metrics", cpu);
    if !spec["behavior"].is_object() {
        remove(spec, "behavior");
        return;
    }
    let percent = json!({"type": "Percent", "value": 100, "periodSeconds": 15});
    let pods = json!({"type": "Pods", "value": 4, "periodSeconds": 15});
    let behavior = &mut spec["behavior"];
    set_default(behavior, "scaleUp", json!({}));
    set_default(behavior, "scaleDown", json!({}));
    set_default(
        &mut behavior["scaleUp"],
        "stabilizationWindowSeconds",
        0.into(),
    );
    for (direction, policies) in [
        ("scaleUp", json!([pods, percent])),
        ("scaleDown", json!([percent])),
    ] {
        set_default(&mut behavior[direction], "selectPolicy", "Max".into());
        set_default(&mut behavior[direction], "policies", policies);
    }
}

fn subjects(object: &mut Value) {
    let group = "rbac.authorization.k8s.io";
    set_default(&mut object["roleRef"], "apiGroup", group.into());
    for subject in items(object, "subjects") {
        if matches!(subject["kind"].as_str(), Some("User" | "Group")) {
            set_default(subject, "apiGroup", group.into());
        }
    }
}

fn definition(object: &mut Value) {
    let kind = object["spec"]["names"]["kind"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let names = &mut object["spec"]["names"];
    set_default(names, "singular", kind.to_lowercase().into());
    if !kind.is_empty() {
        set_default(names, "listKind", format!("{kind}List").into());
    }
    if !is_absent(&object["status"], "storedVersions") {
        return;
    }
    let stored = object["spec"]["versions"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|version| version["storage"] == true)
        .map(|version| version["name"].clone());
    if let Some(version) = stored {
        object["status"]["storedVersions"] = json!([version]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_without_a_tag_is_the_latest() {
        for image in ["nginx", "nginx:latest", "host:5000/a/nginx"] {
            assert_eq!(pull_policy(image), "Always", "{image}");
        }
        for image in ["nginx:1", "host:5000/nginx:1", "nginx@sha256:00"] {
            assert_eq!(pull_policy(image), "IfNotPresent", "{image}");
        }
    }

    #[test]
    fn string_data_becomes_data() {
        let mut secret = json!({"data": {"a": "eA=="}, "stringData": {"a": "b", "c": "d"}});
        apply_rules(&mut secret, "Secret");
        assert_eq!(secret, json!({"data": {"a": "Yg==", "c": "ZA=="}}));
    }

    #[test]
    fn target_ports_follow_ports() {
        let mut service = json!({"spec": {"type": "ClusterIP", "ports": [{"port": 80}, {"port": 1, "targetPort": "x"}]}});
        apply_rules(&mut service, "Service");
        assert_eq!(service["spec"]["ports"][0]["targetPort"], 80);
        assert_eq!(service["spec"]["ports"][1]["targetPort"], "x");
        assert!(service["spec"].get("sessionAffinityConfig").is_none());
    }
}
