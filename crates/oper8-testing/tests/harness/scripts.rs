//! Components and controllers that do as they are told.

use std::time::Duration;

use oper8_reconcile::{Error, Result};
use oper8_testing::{
    Answer, ErrorClass, Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult,
    UpdatingReason,
};
use serde_json::json;

fn map(name: &str) -> Manifest {
    Manifest::config_map(name, [("key", "value")])
}

fn part(name: &str) -> ScriptedComponent {
    ScriptedComponent::new(name).resource("map", map(name))
}

fn trials() -> ScriptedController {
    ScriptedController::new("demo.oper8.org/v1", "Trial")
}

async fn cluster(controller: ScriptedController) -> TestCluster {
    let builder = TestCluster::builder().dynamic_controller(controller, None);
    builder.start().await.unwrap()
}

fn trial() -> Manifest {
    Manifest::new("demo.oper8.org/v1", "Trial", "a")
}

#[tokio::test]
async fn answers_are_given_call_by_call_and_the_last_one_from_then_on() -> TestResult {
    let controller = trials().component(part("web").on_verify([
        Answer::returns(false),
        Answer::fails(Error::Verification, "not there"),
        Answer::panics("out of cheese"),
        Answer::ok(),
    ]));
    let cluster = cluster(controller).await;
    let a = cluster.apply(trial()).await?;
    cluster.reconcile(&a).await?.assert_waiting_for("web");
    let second = cluster.reconcile(&a).await?;
    second
        .assert_waiting()
        .assert_error_class(ErrorClass::Verification);
    let third = cluster.reconcile(&a).await?;
    third
        .assert_failed("out of cheese")
        .assert_error_class(ErrorClass::Panic);
    for _ in 0..2 {
        cluster.reconcile(&a).await?.assert_stable();
    }
    Ok(())
}

#[tokio::test]
async fn what_fails_once_is_mended_by_the_next_try() -> TestResult {
    let once = |error: Answer| part("web").on_deploy(error.once());
    for component in [
        once(Answer::fails(Error::Fatal, "broken")),
        once(Answer::fails(Error::other, "disk full")),
        once(Answer::fails(Error::Precondition, "later")),
        once(Answer::returns(false)),
        once(Answer::panics("out of cheese")),
        part("web").on_render(Answer::fails(Error::Config, "wrong").once()),
    ] {
        let controller = trials().component(component);
        let calls = controller.calls();
        let cluster = cluster(controller).await;
        cluster.apply(trial()).await?;
        cluster.settle().await?.assert_stable();
        assert_eq!(calls.count("web.verify"), 1);
        assert!(calls.count("web.render") >= 2);
    }
    Ok(())
}

#[tokio::test]
async fn what_fails_always_is_left_as_failed() -> TestResult {
    let controller = trials()
        .component(part("cache").on_deploy(Answer::fails(Error::Fatal, "disk full")))
        .component(part("web"))
        .component(part("alone"))
        .after("web", "cache");
    let cluster = cluster(controller).await;
    cluster.apply(trial()).await?;
    let settled = cluster.settle().await?;
    let last = settled.last()[0];
    last.assert_component_failed("cache", "disk full")
        .assert_not_started("web");
    last.status()
        .assert_updating(UpdatingReason::Errored)
        .assert_failed(["cache"]);
    last.status().assert_unverified(["alone"]);
    Ok(())
}

#[tokio::test]
async fn calls_are_remembered_in_order() -> TestResult {
    let controller = trials()
        .component(part("cache"))
        .component(part("web"))
        .disabled(part("old"))
        .after_ready("web", "cache")
        .on_after_verify(Answer::returns(false).once());
    let calls = controller.calls();
    let cluster = cluster(controller).await;
    cluster.apply(map("old")).await?;
    let a = cluster.apply(trial()).await?;
    cluster.reconcile(&a).await?.assert_waiting();
    cluster.assert_absent("v1", "ConfigMap", "old").await;
    let seen = calls.take();
    let place = |call: &str| seen.iter().position(|it| it == call).unwrap();
    let order = [
        "setup",
        "cache.render",
        "cache.deploy",
        "web.deploy",
        "after_deploy",
        "web.verify",
        "after_verify",
    ];
    assert!(order.map(place).is_sorted(), "{seen:?}");
    assert!(seen.contains(&"old.disable".to_owned()), "{seen:?}");
    cluster.reconcile(&a).await?.assert_stable();
    assert_eq!(calls.all().last().unwrap(), "after_verify");
    Ok(())
}

#[tokio::test]
async fn hooks_setup_and_defaults_do_as_they_are_told() -> TestResult {
    let extra = part("extra");
    let last = part("last");
    let controller = trials()
        .component(part("web").on_deploy([Answer::returns(false), Answer::ok()]))
        .on_after_deploy_unsuccessful(Answer::fails(Error::other, "hook too"))
        .on_after_deploy([Answer::returns(false), Answer::ok()])
        .cr_defaults(json!({"spec": {"extra": true}}))
        .config_defaults(json!({"size": "small"}))
        .setup(move |cr, session, graph| -> Result<()> {
            assert_eq!(session.config()["size"], "large");
            if cr.data["spec"]["extra"] == true {
                graph.add(extra.clone())?;
            }
            Ok(())
        })
        .finalize(move |_, _, graph| graph.add_disabled(last.clone()).map(drop));
    let calls = controller.calls();
    let cluster = cluster(controller).await;
    let a = cluster
        .apply(trial().config_overrides(json!({"size": "large"})))
        .await?;
    cluster
        .reconcile(&a)
        .await?
        .assert_component_failed("web", "");
    assert_eq!(calls.count("after_deploy_unsuccessful"), 1);
    cluster.reconcile(&a).await?.assert_waiting();
    cluster.reconcile(&a).await?.assert_stable();
    cluster.assert_exists("v1", "ConfigMap", "extra").await;
    cluster.apply(map("last")).await?;
    cluster.delete(&a).await?;
    cluster.reconcile(&a).await?;
    cluster.assert_absent("v1", "ConfigMap", "last").await;
    cluster
        .assert_absent("demo.oper8.org/v1", "Trial", "a")
        .await;
    assert_eq!(calls.count("finalize"), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_answer_may_take_its_time() -> TestResult {
    let minute = Duration::from_secs(60);
    let controller = trials().component(part("web").on_deploy(Answer::ok().after(minute)));
    let cluster = cluster(controller).await;
    let a = cluster.apply(trial()).await?;
    cluster.reconcile(&a).await?.assert_stable();
    assert_eq!(cluster.clock().elapsed(), minute);
    Ok(())
}
