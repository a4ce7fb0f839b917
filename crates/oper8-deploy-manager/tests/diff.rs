//! A difference is told exactly when an apply changes something.

#![cfg(feature = "dry-run")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{
    ApplyOptions, Change, DeployManager as _, DeploySettings, KubeDeployManager, manifest_diff,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// A map of those of `fields` that are there.
fn present<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let fields = fields.into_iter();
    let fields = fields.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect())
}

/// One of these values, or none.
fn any_of(values: Value) -> impl Strategy<Value = Option<Value>> {
    let Value::Array(values) = values else {
        unreachable!("a list is given")
    };
    option::of(select(values))
}

fn texts() -> impl Strategy<Value = Value> {
    let entries = vec((select(vec!["a", "b"]), select(vec!["1", "2", ""])), 0..3);
    entries.prop_map(|entries| {
        let entries = entries.into_iter();
        let texts: Map<_, _> = entries
            .map(|(name, text)| (name.to_owned(), text.into()))
            .collect();
        Value::Object(texts)
    })
}

fn metadata() -> impl Strategy<Value = Value> {
    (option::of(texts()), option::of(texts())).prop_map(|(labels, annotations)| {
        let mut metadata = present([("labels", labels), ("annotations", annotations)]);
        // Without any field there is nothing to own, and nothing tells that the object was applied.
        metadata["labels"]["mine"] = json!("1");
        metadata["name"] = json!("a");
        metadata["namespace"] = json!("default");
        metadata
    })
}

fn config_map() -> impl Strategy<Value = Value> {
    let immutable = any_of(json!([false]));
    (metadata(), option::of(texts()), immutable).prop_map(|(metadata, data, immutable)| {
        let mut manifest = present([("data", data), ("immutable", immutable)]);
        manifest["apiVersion"] = json!("v1");
        manifest["kind"] = json!("ConfigMap");
        manifest["metadata"] = metadata;
        manifest
    })
}

fn service_port() -> impl Strategy<Value = Value> {
    let target = any_of(json!([80, 81, "http"]));
    let protocol = any_of(json!(["TCP", "TCP", "UDP"]));
    (select(vec![80, 81, 82]), target, protocol).prop_map(|(port, target, protocol)| {
        let mut found = present([("targetPort", target), ("protocol", protocol.clone())]);
        let protocol = protocol.map_or("tcp".to_owned(), |it| it.as_str().unwrap().to_lowercase());
        found["name"] = json!(format!("{protocol}-{port}"));
        found["port"] = json!(port);
        found
    })
}

fn service() -> impl Strategy<Value = Value> {
    let ports = vec(service_port(), 1..4);
    let kind = any_of(json!(["ClusterIP"]));
    let affinity = any_of(json!(["None", "ClientIP"]));
    let own = any_of(json!([false, true]));
    (metadata(), ports, option::of(texts()), kind, affinity, own).prop_map(
        |(metadata, mut ports, selector, kind, affinity, own)| {
            ports.sort_by_key(|port| port["name"].to_string());
            ports.dedup_by_key(|port| port["name"].clone());
            let mut spec = present([
                ("selector", selector),
                ("type", kind),
                ("sessionAffinity", affinity),
                ("publishNotReadyAddresses", own),
            ]);
            spec["ports"] = Value::Array(ports);
            json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
        },
    )
}

fn container() -> impl Strategy<Value = Value> {
    let cpu = any_of(json!(["1", "1000m", 1, "500m", "0.5"]));
    let variable = (select(vec!["A", "B", "C"]), any_of(json!(["1", ""])));
    let variables = option::of(vec(variable, 0..3));
    let image = select(vec!["i:1", "i:2"]);
    let policy = any_of(json!(["IfNotPresent", "Always"]));
    let args = any_of(json!([[], ["x"], ["x", "y"], ["y", "x"]]));
    (
        select(vec!["web", "side"]),
        image,
        cpu,
        variables,
        policy,
        args,
    )
        .prop_map(|(name, image, cpu, variables, policy, args)| {
            let variables = variables.map(|mut variables| {
                variables.sort_by_key(|variable| variable.0);
                variables.dedup_by_key(|variable| variable.0);
                let variables = variables.into_iter().map(|(name, value)| {
                    let mut found = present([("value", value)]);
                    found["name"] = json!(name);
                    found
                });
                variables.collect()
            });
            let mut found = present([
                (
                    "resources",
                    cpu.map(|cpu| json!({"requests": {"cpu": cpu}})),
                ),
                ("env", variables),
                ("imagePullPolicy", policy),
                ("args", args),
            ]);
            found["name"] = json!(name);
            found["image"] = json!(image);
            found
        })
}

fn deployment() -> impl Strategy<Value = Value> {
    let replicas = any_of(json!([0, 1, 2]));
    let network = any_of(json!([false]));
    let selector = any_of(json!([{}, {"disk": "fast"}]));
    let volume = any_of(json!([[], [{"name": "v", "emptyDir": {}}], [{"name": "v"}]]));
    let strategy =
        any_of(json!([{"type": "RollingUpdate"}, {"rollingUpdate": {"maxSurge": "25%"}}]));
    let parts = (
        metadata(),
        vec(container(), 1..3),
        replicas,
        network,
        selector,
        volume,
        strategy,
    );
    parts.prop_map(
        |(metadata, mut containers, replicas, network, node, volumes, strategy)| {
            containers.sort_by_key(|container| container["name"].to_string());
            containers.dedup_by_key(|container| container["name"].clone());
            let mut pod = present([
                ("hostNetwork", network),
                ("nodeSelector", node),
                ("volumes", volumes),
            ]);
            pod["containers"] = Value::Array(containers);
            let mut spec = present([("replicas", replicas), ("strategy", strategy)]);
            spec["selector"] = json!({"matchLabels": {"app": "a"}});
            spec["template"] = json!({"metadata": {"labels": {"app": "a"}}, "spec": pod});
            json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec})
        },
    )
}

/// Two manifests of one object: any two, and two that differ in one part only.
fn pairs(manifests: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = (Value, Value)> {
    let mixed = (manifests.clone(), manifests, 0..4u8, any::<bool>());
    mixed.prop_map(|(one, mut other, part, whole)| {
        if !whole {
            let (one, other) = (one.as_object().unwrap(), other.as_object_mut().unwrap());
            for (index, (name, value)) in one.iter().enumerate() {
                if index != usize::from(part) {
                    other.insert(name.clone(), value.clone());
                }
            }
        }
        (one, other)
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn check(first: &Value, second: &Value) -> Result<(), TestCaseError> {
    let server = ApiServer::builder().controllers(false).build();
    // A manager of its own for each call, as after a restart: nothing is remembered.
    let manager = || KubeDeployManager::dry_run(&server, &DeploySettings::default());
    let options = ApplyOptions::default();
    runtime().block_on(async {
        let live = manager().apply(first, &options).await.unwrap().object;
        let told = manager().diff(second, &options).await.unwrap();
        let pure = manifest_diff(&live, second).unwrap();
        let last = manager();
        let applied = last.apply(second, &options).await.unwrap();
        let unchanged = applied.change == Change::Unchanged;
        prop_assert_eq!(unchanged, told.is_none(), "{} -> {}", first, second);
        prop_assert_eq!(&told, &pure, "{} -> {}", first, second);
        let after = last.diff(second, &options).await.unwrap();
        prop_assert_eq!(
            after.map(|it| (it.left, it.right)),
            None,
            "{} -> {}",
            first,
            second
        );
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_config_map_differs_exactly_when_an_apply_changes_it((one, other) in pairs(config_map().boxed())) {
        check(&one, &other)?;
    }

    #[test]
    fn a_service_differs_exactly_when_an_apply_changes_it((one, other) in pairs(service().boxed())) {
        check(&one, &other)?;
    }

    #[test]
    fn a_deployment_differs_exactly_when_an_apply_changes_it((one, other) in pairs(deployment().boxed())) {
        check(&one, &other)?;
    }
}
