//! What a resource says about its own reconciliation: pause, version and configuration.

use oper8_config::Config;
use oper8_reconcile::{Component, Result, Session, Skipped};
use serde_json::{Value, json};

use crate::ready::ready_message;
use crate::support::{Cluster, Part, Script, config_map, each};

#[tokio::test]
async fn a_paused_resource_is_left_alone() {
    each(async |cluster| {
        let metadata = json!({"annotations": {"oper8.org/pause-execution": "True"}});
        cluster.create_with(metadata, json!({"spec": {}})).await;
        cluster.writes();
        let done = cluster
            .reconcile(&cluster.manager(), &Script::chain([Part::new("a")]).any())
            .await;
        assert_eq!((done.skipped, done.requeue), (Some(Skipped::Paused), None));
        assert_eq!(cluster.writes(), [""; 0]);
        assert!(cluster.cr().await["status"].is_null());
    })
    .await;
}

#[tokio::test]
async fn strict_versioning_refuses_other_versions() {
    each(async |cluster| {
        cluster.create(json!({"version": "3.0.0"})).await;
        let mut config = Config::default();
        config.strict_versioning = true;
        config.supported_versions = vec!["1.0.0".to_owned(), "2.0.0".to_owned()];
        let manager = cluster.manager_with(config);
        let script = Script::chain([Part::new("a")]);
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .has_failed()
        );
        assert_eq!(ready_message(cluster).await, "Unsupported version: 3.0.0");
        cluster
            .patch_cr(json!({"spec": {"version": "2.0.0"}}))
            .await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        let available = cluster.cr().await["status"]["versions"]["available"]["versions"].clone();
        assert_eq!(available, json!([{"name": "1.0.0"}, {"name": "2.0.0"}]));
    })
    .await;
}

#[tokio::test]
async fn strict_versioning_asks_for_a_version_and_only_of_the_kinds_that_it_is_for() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::chain([Part::new("a")]);
        let mut config = Config::default();
        config.strict_versioning = true;
        config.supported_versions = vec!["1.0.0".to_owned()];
        let manager = cluster.manager_with(config.clone());
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.has_failed());
        assert_eq!(ready_message(cluster).await, "CR Manifest has no version");
        assert!(cluster.config_map("a").await.is_null());
        for (kinds, complete) in [("^Tri", false), ("^((?!Trial).*)$", true)] {
            config.strict_version_kind_regex = kinds.parse().unwrap();
            let manager = cluster.manager_with(config.clone());
            let done = cluster.reconcile(&manager, &script.any()).await;
            assert_eq!(done.is_complete(), complete, "{kinds}");
        }
    })
    .await;
}

/// Writes what a session knows into a ConfigMap.
pub(crate) struct Witness;

impl Component for Witness {
    fn name(&self) -> &str {
        "witness"
    }

    async fn build_chart(
        &self,
        session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> Result<()> {
        let seen = json!({
            "config": session.config().to_string(),
            "spec": session.spec().to_string(),
            "name": session.scoped_name("witness"),
            "version": session.version(),
            "current": session.current_version(),
        });
        let mut map = config_map("witness", "value");
        map["data"] = seen;
        chart.add("map", map)?;
        Ok(())
    }
}

pub(crate) async fn witness(cluster: &Cluster) -> Value {
    let data = cluster.config_map("witness").await["data"].clone();
    let parsed =
        |key: &str| -> Value { serde_json::from_str(data[key].as_str().unwrap()).unwrap() };
    json!({"config": parsed("config"), "spec": parsed("spec"), "name": data["name"], "current": data["current"]})
}

#[tokio::test]
async fn configuration_and_defaults_are_layered() {
    each(async |cluster| {
        let mut map = config_map("settings", "map");
        map["data"] = json!({"b": "map", "c": "map", "d": "map"});
        map["metadata"]["namespace"] = json!(cluster.namespace);
        cluster.put(map).await;
        let metadata = json!({"annotations": {"oper8.org/config-defaults": "settings"}});
        let fields = json!({
            "spec": {"version": "1.0.0", "size": 2, "configOverrides": {"c": "spec", "d": "spec"}},
            "configOverrides": {"d": "top", "deep": {"own": 1}},
        });
        cluster.create_with(metadata, fields).await;
        let script = Script::new(|_, components| components.add(Witness).map(drop)).defaults(
            json!({"spec": {"size": 1, "colour": "red"}}),
            json!({"a": "default", "b": "default", "deep": {"given": 1}}),
        );
        let manager = cluster.manager();
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        let seen = witness(cluster).await;
        let expected =
            json!({"a": "default", "b": "map", "c": "spec", "d": "top", "deep": {"given": 1, "own": 1}});
        assert_eq!(seen["config"], expected);
        assert_eq!((&seen["spec"]["size"], &seen["spec"]["colour"]), (&json!(2), &json!("red")));
        assert_eq!(seen["name"], "a-witness");
        assert_eq!(seen["current"], Value::Null);
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        assert_eq!(witness(cluster).await["current"], "1.0.0");

        let gone = json!({"metadata": {"annotations": {"oper8.org/config-defaults": "gone"}}});
        cluster.patch_cr(gone).await;
        assert!(cluster.reconcile(&manager, &script.any()).await.has_failed());
        assert_eq!(ready_message(cluster).await, "Did not find configured config defaults ConfigMap: gone");
    })
    .await;
}

/// The configuration that a CR with this annotation gets, or the message and reason of its Ready condition.
async fn config_of(cluster: &Cluster, annotation: &str) -> Result<Value, (String, String)> {
    let metadata = json!({"metadata": {"annotations": {"oper8.org/config-defaults": annotation}}});
    cluster.patch_cr(metadata).await;
    let script = Script::new(|_, components| components.add(Witness).map(drop))
        .defaults(json!({}), json!({"a": "default", "deep": {"given": 1}}));
    let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
    match done.is_complete() {
        true => Ok(witness(cluster).await["config"].take()),
        false => {
            let cr = cluster.cr().await;
            let text = |key: &str| {
                cr["status"]["conditions"][0][key]
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            Err((text("reason"), text("message")))
        }
    }
}

#[tokio::test]
async fn keys_of_the_annotation_lead_into_the_documents_of_a_config_map() {
    each(async |cluster| {
        let mut map = config_map("settings", "map");
        map["data"] = json!({
            "prod.yaml": "a: file\ndeep:\n  more: 0644\n  deeper: {size: 1.5}\n",
            "prod.json": "{\"a\": [1]}",
            "text": "only text",
            "broken": "a: [secret",
        });
        map["metadata"]["namespace"] = json!(cluster.namespace);
        cluster.put(map).await;
        cluster.create(json!({})).await;
        for (annotation, expected) in [
            ("settings/prod.yaml", json!({"a": "file", "deep": {"given": 1, "more": 420, "deeper": {"size": 1.5}}})),
            ("settings/prod.json", json!({"a": [1], "deep": {"given": 1}})),
            ("settings/prod.yaml/deep/deeper", json!({"a": "default", "deep": {"given": 1}, "size": 1.5})),
        ] {
            assert_eq!(config_of(cluster, annotation).await, Ok(expected), "{annotation}");
        }
        let start = "config defaults ConfigMap settings";
        for (annotation, expected) in [
            ("settings/gone", format!("{start} has no key gone; there are: broken, prod.json, prod.yaml, text")),
            ("settings/prod.yaml/deep/gone", format!("{start} has no key gone in prod.yaml/deep; there are: deeper, more")),
            ("settings/text", format!("{start}: key text holds a single value where a mapping is expected")),
            ("settings/prod.json/a/b", format!("{start}: key prod.json/a holds a list where a mapping is expected")),
            ("settings/broken", format!("{start}: key broken is not valid YAML, line 1, column 4")),
            ("settings/", "the annotation oper8.org/config-defaults is `settings/`: <name of a ConfigMap>[/<key>...] is expected".to_owned()),
            ("gone/key", "Did not find configured config defaults ConfigMap: gone".to_owned()),
        ] {
            let expected = Err(("ConfigError".to_owned(), expected));
            assert_eq!(config_of(cluster, annotation).await, expected, "{annotation}");
        }
    })
    .await;
}
