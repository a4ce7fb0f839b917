//! The operator's account, with the role that the example ships: what a life needs beyond it is refused.

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::cluster::Cluster;
use super::life::Life;

/// Makes the account in the namespace, and the role and its binding under the namespace's name: others may have the shipped
/// names in the same cluster. The answer is the account's token.
pub(super) async fn give(life: &Life, cluster: &Cluster) -> anyhow::Result<String> {
    let path = life.folder().join("deploy/rbac.yaml");
    let shipped = || -> anyhow::Result<Vec<Value>> {
        Ok(serde_saphyr::from_multiple(&std::fs::read_to_string(
            &path,
        )?)?)
    };
    let shipped = shipped().with_context(|| format!("could not read {}", path.display()))?;
    let namespace = cluster.namespace.as_str();
    for mut object in shipped {
        match object["kind"].as_str() {
            Some("ServiceAccount") => object["metadata"]["namespace"] = namespace.into(),
            Some("ClusterRole") => object["metadata"]["name"] = namespace.into(),
            Some("ClusterRoleBinding") => {
                object["metadata"]["name"] = namespace.into();
                object["roleRef"]["name"] = namespace.into();
                object["subjects"][0]["namespace"] = namespace.into();
            }
            _ => bail!("{}: what is {object}?", path.display()),
        }
        make(cluster, &object).await?;
    }
    token(&life.program(), cluster).await
}

/// Takes away what is not in the namespace.
pub(super) async fn take_back(cluster: &Cluster) {
    for plural in ["clusterrolebindings", "clusterroles"] {
        let path = cluster_path(plural, &cluster.namespace);
        // What cannot be deleted is no matter of the suite.
        let _ = cluster.ask("DELETE", &path, None).await;
    }
}

async fn make(cluster: &Cluster, object: &Value) -> anyhow::Result<()> {
    let path = match object["kind"].as_str() {
        Some("ServiceAccount") => accounts(cluster),
        Some("ClusterRole") => cluster_path("clusterroles", ""),
        _ => cluster_path("clusterrolebindings", ""),
    };
    let (code, answer) = cluster.ask("POST", &path, Some(object)).await?;
    if code != 201 {
        bail!("POST {path} was refused: {answer}");
    }
    Ok(())
}

async fn token(account: &str, cluster: &Cluster) -> anyhow::Result<String> {
    let path = format!("{}/{account}/token", accounts(cluster));
    let request =
        json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}});
    let (_, answer) = cluster.ask("POST", &path, Some(&request)).await?;
    let token = answer["status"]["token"].as_str();
    let token = token.with_context(|| format!("{path} gave no token: {answer}"))?;
    Ok(token.to_owned())
}

fn accounts(cluster: &Cluster) -> String {
    format!("/api/v1/namespaces/{}/serviceaccounts", cluster.namespace)
}

fn cluster_path(plural: &str, name: &str) -> String {
    let path = format!("/apis/rbac.authorization.k8s.io/v1/{plural}/{name}");
    path.trim_end_matches('/').to_owned()
}
