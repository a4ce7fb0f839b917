//! Tests of a user's operator.

use oper8::testing::{TestCluster, TestResult, tokio};

use super::{Greeter, GreeterController, GreeterSpec};

#[tokio::test(start_paused = true)]
async fn a_greeter_gets_its_settings() -> TestResult {
    let greeting = GreeterSpec {
        greeting: "Hello!".to_owned(),
        loud: true,
    };
    let cluster = TestCluster::start(GreeterController).await?;
    let hello = cluster.apply(Greeter::new("hello", greeting)).await?;
    cluster.reconcile(&hello).await?.assert_stable();
    let settings = cluster
        .assert_exists("v1", "ConfigMap", "hello-settings")
        .await;
    settings.assert_field("data.greeting", "Hello!");
    cluster.reconcile(&hello).await?.assert_no_writes();
    Ok(())
}
