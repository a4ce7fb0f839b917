//! What waits for what: components, their verifications and checks, and resources.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oper8_config::Config;
use oper8_reconcile::{Component, Error, Rendered, Result, Session};
use serde_json::{Value, json};

use crate::conditions::{condition, pair};
use crate::support::{Action, Part, Script, config_map, each};

#[tokio::test]
async fn after_ready_waits_for_the_verification_of_the_upstream() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let scripted = |verify| {
            Script::new(move |graph, components| {
                let cache = components.add(graph.part(&Part {
                    verify,
                    ..Part::new("cache")
                }))?;
                let web = components.add(graph.part(&Part::new("web")))?;
                components.after_ready(web, cache)
            })
        };
        let manager = cluster.manager();
        let done = cluster
            .reconcile(&manager, &scripted(Action::Answer(false)).any())
            .await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert!(cluster.config_map("web").await.is_null());
        let status = cluster.cr().await["status"]["componentStatus"].clone();
        assert_eq!(
            (&status["deployed"], &status["verified"]),
            (&json!("1/2"), &json!("0/2"))
        );

        let failing = scripted(Action::Fail(Error::Fatal));
        assert!(
            cluster
                .reconcile(&manager, &failing.any())
                .await
                .has_failed()
        );
        assert!(cluster.config_map("web").await.is_null());
        assert_eq!(
            condition(cluster, "Ready").await,
            pair("Errored", "error in cache.verify")
        );

        assert!(
            cluster
                .reconcile(&manager, &scripted(Action::Default).any())
                .await
                .is_complete()
        );
        assert!(!cluster.config_map("web").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn after_check_waits_for_what_the_author_says() {
    async fn has_ticket(session: Session) -> oper8_reconcile::Result<bool> {
        Ok(session.object("v1", "ConfigMap", "ticket").await?.is_some())
    }
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("cache")))?;
            components.add(graph.part(&Part::new("web")))?;
            components.after_check("web", "cache", has_ticket)
        });
        let manager = cluster.manager();
        assert!(
            !cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert!(cluster.config_map("web").await.is_null());
        let mut ticket = config_map("ticket", "a");
        ticket["metadata"]["namespace"] = json!(cluster.namespace);
        cluster.put(ticket).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

#[tokio::test]
async fn a_panic_in_a_check_fails_the_component_that_waits() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("cache")))?;
            components.add(graph.part(&Part::new("web")))?;
            components.after_check("web", "cache", async |_| panic!("no such ticket"))
        });
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(done.completion.unwrap().failed_nodes(), ["web"].into());
        assert!(
            condition(cluster, "Ready")
                .await
                .1
                .contains("no such ticket")
        );
    })
    .await;
}

#[tokio::test]
async fn resources_of_a_component_are_applied_in_the_order_of_their_dependencies() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::new(|_, components| components.add(Ordered).map(drop));
        cluster.writes();
        cluster.reconcile(&cluster.manager(), &script.any()).await;
        let applied: Vec<_> = cluster
            .writes()
            .into_iter()
            .filter(|write| write.contains("configmaps"))
            .collect();
        assert_eq!(
            applied,
            [
                "PATCH configmaps/z",
                "PATCH configmaps/a",
                "PATCH configmaps/b"
            ]
        );
    })
    .await;
}

struct Ordered;

impl oper8_reconcile::Component for Ordered {
    fn name(&self) -> &str {
        "ordered"
    }

    async fn build_chart(
        &self,
        _session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> oper8_reconcile::Result<()> {
        let first = chart.add("a", config_map("a", "1"))?;
        chart.add("b", config_map("b", "1"))?;
        let last = chart.add("z", config_map("z", "1"))?;
        chart.after(&first, &last)?;
        assert!(chart.after(&last, &first).is_err());
        assert!(chart.add("a", config_map("c", "1")).is_err());
        assert!(
            chart
                .add("d", json!({"kind": "ConfigMap", "metadata": {"name": "d"}}))
                .is_err()
        );
        Ok(())
    }

    fn update_object_definition(
        &self,
        _session: &Session,
        internal_name: &str,
        mut manifest: Value,
    ) -> oper8_reconcile::Result<Value> {
        manifest["data"]["name"] = internal_name.into();
        Ok(manifest)
    }
}

/// How many components are at work, and the most there were.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A component without resources that counts who is at work beside it.
struct Counted(String, Arc<Crowd>);

impl Counted {
    async fn work(&self) -> Result<bool> {
        let now = self.1.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.1.most.fetch_max(now, Ordering::Relaxed);
        tokio::task::yield_now().await;
        self.1.now.fetch_sub(1, Ordering::Relaxed);
        Ok(true)
    }
}

impl Component for Counted {
    fn name(&self) -> &str {
        &self.0
    }

    async fn deploy(&self, _session: &Session, _rendered: &Rendered) -> Result<bool> {
        self.work().await
    }

    async fn verify(&self, _session: &Session, _rendered: &Rendered) -> Result<bool> {
        self.work().await
    }
}

#[tokio::test]
async fn standalone_rollouts_work_on_one_component_at_a_time() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        for (standalone, most) in [(false, 3), (true, 1)] {
            let crowd = Arc::new(Crowd::default());
            let seen = Arc::clone(&crowd);
            let script = Script::new(move |_, components| {
                for name in ["a", "b", "c"] {
                    components.add(Counted(name.to_owned(), Arc::clone(&crowd)))?;
                }
                Ok(())
            });
            let mut config = Config::default();
            config.standalone = standalone;
            config.rollout_manager.deploy_threads = 3.try_into().ok();
            let manager = cluster.manager_with(config);
            let done = cluster.reconcile(&manager, &script.any()).await;
            assert!(done.is_complete());
            assert_eq!(seen.most.load(Ordering::Relaxed), most);
        }
    })
    .await;
}
