//! When nothing is written.

use oper8_deploy_manager::{ApplyOptions, Change, DeployManager as _, manifest_diff};
use serde_json::{Value, json};

use crate::clients::Cluster;

pub(crate) async fn nothing_is_written_for_what_typical_operators_apply(cluster: &Cluster) {
    let manifests: Vec<Value> = typical(&cluster.namespace);
    for manifest in &manifests {
        let applied = cluster.applied(manifest).await;
        assert_eq!(applied.change, Change::Created, "{}", applied.key);
        if manifest["metadata"].get("namespace").is_none() {
            cluster.delete_later(manifest);
        }
    }
    cluster.journal.take();
    let mut written = Vec::new();
    for manifest in &manifests {
        let applied = cluster.applied(manifest).await;
        let requests = cluster.journal.take();
        let differs = manifest_diff(&applied.object, manifest).unwrap().is_some();
        if requests.len() != 1 || applied.change != Change::Unchanged || differs {
            written.push(format!(
                "{}: {requests:?}\n{}",
                applied.key,
                serde_json::to_string_pretty(&*applied.object).unwrap()
            ));
        }
    }
    assert!(written.is_empty(), "{}", written.join("\n"));
}

pub(crate) async fn string_data_is_applied_as_data(cluster: &Cluster) {
    let secret = |texts: Value| {
        json!({
            "apiVersion": "v1", "kind": "Secret",
            "metadata": {"name": "s", "namespace": cluster.namespace},
            "stringData": texts,
        })
    };
    cluster.applied(&secret(json!({"a": "x", "b": "y"}))).await;
    let applied = cluster.applied(&secret(json!({"a": "x"}))).await;
    assert_eq!(applied.object["data"], json!({"a": "eA=="}));
}

pub(crate) async fn what_the_server_drops_is_applied_once(cluster: &Cluster) {
    let known = json!({"type": "object", "properties": {"size": {"type": "integer"}}});
    let kind = crate::custom::install(cluster, true, json!({"known": known})).await;
    let spec = |size: i32| json!({"known": {"size": size, "noSuchField": "x"}});
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let manifest = kind.object("a", spec(1));
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.change, Change::Created);
    assert_eq!(applied.object["spec"]["known"], json!({"size": 1}));
    cluster.journal.take();
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (1, 0));
    // What others do to the object does not make it a difference again.
    cluster
        .meddle(
            &kind.path("a"),
            &json!({"metadata": {"labels": {"theirs": "1"}}}),
        )
        .await;
    cluster.journal.take();
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
    let requests = cluster.journal.take();
    assert!(
        requests.iter().all(|it| it.starts_with("GET")),
        "{requests:?}"
    );
    // A change of the manifest is applied.
    let applied = manager
        .apply(&kind.object("a", spec(2)), &options)
        .await
        .unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["spec"]["known"], json!({"size": 2}));
}

pub(crate) async fn what_the_server_rewrites_is_applied_again_when_it_drifts(cluster: &Cluster) {
    // The server writes the default in place of null.
    let known = json!({
        "type": "object", "properties": {"size": {"type": "integer", "default": 5}},
    });
    let kind = crate::custom::install(cluster, true, json!({"known": known})).await;
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let manifest = kind.object("a", json!({"known": {"size": null}}));
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.object["spec"]["known"], json!({"size": 5}));
    cluster
        .meddle(
            &kind.path("a"),
            &json!({"metadata": {"labels": {"theirs": "1"}}}),
        )
        .await;
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
    cluster
        .meddle(&kind.path("a"), &json!({"spec": {"known": {"size": 7}}}))
        .await;
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["spec"]["known"], json!({"size": 5}));
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
}

/// One of each kind that operators apply, with what the server is known to fill in, drop and rewrite.
fn typical(namespace: &str) -> Vec<Value> {
    let meta = |name: &str| json!({"name": name, "namespace": namespace, "labels": {"app": "web"}});
    let template = json!({
        "metadata": {"labels": {"app": "web"}, "annotations": {}, "creationTimestamp": null},
        "spec": {
            "serviceAccountName": "runner",
            "automountServiceAccountToken": false,
            "hostNetwork": false,
            "securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
            "imagePullSecrets": [{"name": "pull"}],
            "nodeSelector": {"kubernetes.io/os": "linux"},
            "tolerations": [{"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 30}],
            "affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{
                "weight": 1,
                "podAffinityTerm": {"labelSelector": {"matchLabels": {"app": "web"}}, "topologyKey": "kubernetes.io/hostname"},
            }]}},
            "topologySpreadConstraints": [{
                "maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app": "web"}},
            }],
            "initContainers": [{"name": "init", "image": "init:1", "command": ["sh", "-c", "true"], "args": []}],
            "containers": [{
                "name": "main",
                "image": "main:1",
                "ports": [{"containerPort": 8080}, {"containerPort": 53, "protocol": "UDP", "name": "dns"}],
                "env": [
                    {"name": "EMPTY", "value": ""},
                    {"name": "NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                    {"name": "CPU", "valueFrom": {"resourceFieldRef": {"containerName": "main", "resource": "limits.cpu"}}},
                    {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "secret", "key": "password"}}},
                ],
                "envFrom": [{"configMapRef": {"name": "settings"}}],
                "resources": {"requests": {"cpu": 0.25, "memory": "128Mi"}, "limits": {"cpu": "1000m", "memory": "1G"}},
                "livenessProbe": {"httpGet": {"path": "/", "port": 8080}, "initialDelaySeconds": 0},
                "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 5},
                "volumeMounts": [{"name": "settings", "mountPath": "/settings", "readOnly": true}],
                "securityContext": {"capabilities": {"drop": ["ALL"]}, "allowPrivilegeEscalation": false, "privileged": false},
                "lifecycle": {"preStop": {"exec": {"command": ["sleep", "1"]}}},
            }],
            "volumes": [
                {"name": "settings", "configMap": {"name": "settings", "items": [{"key": "a", "path": "b"}]}},
                {"name": "secret", "secret": {"secretName": "secret", "defaultMode": 256}},
                {"name": "scratch", "emptyDir": {}},
                {"name": "claim", "persistentVolumeClaim": {"claimName": "data"}},
                {"name": "all", "projected": {"sources": [
                    {"serviceAccountToken": {"path": "token"}},
                    {"configMap": {"name": "settings"}},
                    {"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
                ]}},
                {"name": "downward", "downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
                {"name": "fresh", "ephemeral": {"volumeClaimTemplate": {"spec": {
                    "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}},
                }}}},
            ],
        },
    });
    let mut job = template.clone();
    job["spec"]["restartPolicy"] = json!("Never");
    let selector = json!({"matchLabels": {"app": "web"}});
    let rbac = "rbac.authorization.k8s.io/v1";
    let role = |kind: &str, name: &str| json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name});
    let unique = |name: &str| json!({"name": format!("{namespace}-{name}")});
    vec![
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta("settings"), "data": {"a": "1"}, "binaryData": {"b": "AAEC"}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta("empty"), "data": {}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": meta("secret"), "type": "Opaque", "data": {"a": "eA=="}, "stringData": {"password": "x"}}),
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta("runner"), "imagePullSecrets": [{"name": "pull"}], "secrets": [{"name": "secret"}]}),
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta("web"), "spec": {
            "replicas": 0, "selector": selector, "template": template, "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "50%"}},
        }, "status": {}}),
        json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": meta("web"), "spec": {"selector": selector, "template": template}}),
        json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": meta("web"), "spec": {
            "replicas": 0, "serviceName": "web", "selector": selector, "template": template,
            "volumeClaimTemplates": [{
                "metadata": {"name": "data", "labels": {"app": "web"}},
                "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1024Mi"}}},
            }],
        }}),
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": meta("once"), "spec": {"backoffLimit": 2, "template": job}}),
        json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": meta("often"), "spec": {
            "schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": job}},
        }}),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": meta("web"), "spec": {
            "selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http", "name": "http"}, {"port": 53, "protocol": "UDP", "name": "dns"}],
        }}),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": meta("headless"), "spec": {
            "clusterIP": "None", "selector": {"app": "web"}, "ports": [{"port": 80}], "publishNotReadyAddresses": true,
        }}),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": meta("open"), "spec": {
            "type": "NodePort", "selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}],
        }}),
        json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta("data"), "spec": {
            "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "0.5Gi"}},
        }}),
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "single", "namespace": namespace}, "spec": {
            "containers": [{"name": "a", "image": "a"}],
        }}),
        json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": meta("quota"), "spec": {"hard": {"pods": "1000", "services": "2k"}}}),
        json!({"apiVersion": "v1", "kind": "LimitRange", "metadata": meta("limits"), "spec": {"limits": [{"type": "Container", "default": {"cpu": "4000m"}, "defaultRequest": {"cpu": 0.1}}]}}),
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": meta("web"), "spec": {
            "tls": [{"hosts": ["a.example"], "secretName": "tls"}],
            "rules": [{"host": "a.example", "http": {"paths": [{
                "path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}},
            }]}}],
        }}),
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": meta("web"), "spec": {
            "podSelector": {}, "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [{"podSelector": selector}], "ports": [{"port": 80}]}],
            "egress": [{}],
        }}),
        json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": meta("web"), "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "maxReplicas": 3,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}],
            "behavior": {"scaleDown": {"policies": [{"type": "Percent", "value": 10, "periodSeconds": 60}]}},
        }}),
        json!({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": meta("web"), "spec": {"minAvailable": "50%", "selector": selector}}),
        json!({"apiVersion": rbac, "kind": "Role", "metadata": meta("web"), "rules": [
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}, {"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"], "resourceNames": []},
        ]}),
        json!({"apiVersion": rbac, "kind": "RoleBinding", "metadata": meta("web"), "roleRef": role("Role", "web"), "subjects": [
            {"kind": "ServiceAccount", "name": "runner", "namespace": namespace}, {"kind": "User", "name": "somebody"},
        ]}),
        json!({"apiVersion": rbac, "kind": "RoleBinding", "metadata": meta("short"), "roleRef": {"kind": "Role", "name": "web"}, "subjects": [
            {"kind": "Group", "name": "people"},
        ]}),
        json!({"apiVersion": rbac, "kind": "ClusterRole", "metadata": unique("role"), "rules": [{"nonResourceURLs": ["/healthz"], "verbs": ["get"]}]}),
        json!({"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": unique("high"), "value": 1000}),
        json!({"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": unique("disk"), "provisioner": "nobody.example/none", "parameters": {"a": "b"}}),
        json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": unique("checks"), "webhooks": [{
            "name": "a.nobody.example", "admissionReviewVersions": ["v1"], "sideEffects": "None",
            "clientConfig": {"service": {"namespace": namespace, "name": "web"}},
            "rules": [{"apiGroups": ["nobody.example"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["things"]}],
            "namespaceSelector": {"matchLabels": {"nobody": "x"}}, "failurePolicy": "Ignore",
        }]}),
        json!({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": meta("lease"), "spec": {"holderIdentity": "a", "renewTime": "2026-01-01T00:00:00.500000Z"}}),
    ]
}
