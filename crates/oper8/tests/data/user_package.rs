//! A whole operator of a user.

use std::process::ExitCode;

use oper8::prelude::*;
use oper8::serde_json::json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[kube(group = "demo.oper8.org", version = "v1", kind = "Greeter", namespaced)]
#[kube(crates(
    kube_core = "oper8::kube::core",
    k8s_openapi = "oper8::k8s_openapi",
    serde_json = "oper8::serde_json"
))]
struct GreeterSpec {
    greeting: String,
    loud: bool,
}

struct Text(String);

impl Component for Text {
    fn name(&self) -> &str {
        "text"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let settings = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": session.scoped_name("settings")},
            "data": {"greeting": self.0},
        });
        chart.add("settings", settings)?;
        Ok(())
    }
}

struct Horn;

impl Component for Horn {
    fn name(&self) -> &str {
        "horn"
    }
}

struct GreeterController;

impl Controller for GreeterController {
    type Resource = Greeter;

    async fn setup_components(
        &self,
        greeter: &Greeter,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        ensure_config(!greeter.spec.greeting.is_empty(), "spec.greeting is empty")?;
        let text = graph.add(Text(greeter.spec.greeting.clone()))?;
        if greeter.spec.loud {
            let horn = graph.add(Horn)?;
            graph.after_check(&horn, &text, text_is_read)?;
        } else {
            graph.add_disabled(Horn)?;
        }
        Ok(())
    }
}

async fn text_is_read(session: Session) -> Result<bool> {
    Ok(!session.name().is_empty())
}

fn main() -> ExitCode {
    Operator::new("greeter").controller(GreeterController).main()
}
