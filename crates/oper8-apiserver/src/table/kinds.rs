//! The columns of the tables of the built-in kinds, as a Kubernetes 1.36 server answers them.

use super::cells::{age, class_name, created_at};
use super::column::Column;
use super::{cells, events, network, nodes, pods, storage, workloads};

const NAME: Column = Column::name();
const AGE: Column = Column::made("Age", age);
const CONTAINERS: Column = Column::made("Containers", workloads::container_names);
const IMAGES: Column = Column::made("Images", workloads::container_images);
const LABEL_SELECTOR: Column = Column::made("Selector", workloads::label_selector);
const DESIRED: Column = Column::number("Desired", "/spec/replicas");
const CURRENT: Column = Column::number("Current", "/status/replicas");
const READY: Column = Column::number("Ready", "/status/readyReplicas");

/// Kinds that nobody thought of a table for.
const ANY: &[Column] = &[NAME, Column::made("Created At", created_at).typed("date")];
const NAME_AND_AGE: &[Column] = &[NAME, AGE];

/// The table of the scale of any object.
pub(super) const SCALE: &[Column] = &[
    Column::text("Name", "/metadata/name"),
    DESIRED,
    Column::number("Available", "/status/replicas"),
    AGE,
];

/// The columns of a built-in kind.
pub(super) fn columns(group: &str, kind: &str) -> &'static [Column] {
    match group {
        "" => core(kind),
        "apps" | "batch" | "autoscaling" | "policy" => workload(kind),
        "networking.k8s.io" | "discovery.k8s.io" => networking(kind),
        "storage.k8s.io" => storage_of(kind),
        "rbac.authorization.k8s.io" => match kind {
            "RoleBinding" | "ClusterRoleBinding" => BINDING,
            _ => ANY,
        },
        "admissionregistration.k8s.io" => admission(kind),
        "events.k8s.io" => EVENT,
        _ => other(kind),
    }
}

fn core(kind: &str) -> &'static [Column] {
    match kind {
        "ConfigMap" => {
            const {
                &[
                    NAME,
                    Column::made_number("Data", cells::data_count).typed("string"),
                    AGE,
                ]
            }
        }
        "Endpoints" => const { &[NAME, Column::made("Endpoints", network::endpoints), AGE] },
        "Event" => EVENT,
        "Namespace" => const { &[NAME, Column::text("Status", "/status/phase"), AGE] },
        "Node" => NODE,
        "PersistentVolumeClaim" => CLAIM,
        "PersistentVolume" => VOLUME,
        "Pod" => POD,
        "PodTemplate" => {
            const {
                &[
                    NAME,
                    CONTAINERS,
                    IMAGES,
                    Column::made("Pod Labels", workloads::template_labels),
                ]
            }
        }
        "ReplicationController" => {
            const {
                &[
                    NAME,
                    DESIRED,
                    CURRENT,
                    READY,
                    AGE,
                    CONTAINERS.wide(),
                    IMAGES.wide(),
                    Column::made("Selector", workloads::plain_selector).wide(),
                ]
            }
        }
        "ResourceQuota" => {
            const {
                &[
                    NAME,
                    Column::made("Request", cells::quota_requests),
                    Column::made("Limit", cells::quota_limits),
                    AGE,
                ]
            }
        }
        "Secret" => {
            const {
                &[
                    NAME,
                    Column::text("Type", "/type"),
                    Column::count("Data", "/data").typed("string"),
                    AGE,
                ]
            }
        }
        "Service" => SERVICE,
        "ServiceAccount" => NAME_AND_AGE,
        _ => ANY,
    }
}

const EVENT: &[Column] = &[
    Column::made("Last Seen", events::last_seen),
    Column::text("Type", "/type"),
    Column::text("Reason", "/reason"),
    Column::made("Object", events::object),
    Column::made("Subobject", events::part).wide(),
    Column::made("Source", events::source).wide(),
    Column::made("Message", events::message),
    Column::made("First Seen", events::first_seen).wide(),
    Column::made_number("Count", events::count)
        .typed("string")
        .wide(),
    NAME.wide(),
];

const NODE: &[Column] = &[
    NAME,
    Column::made("Status", nodes::status),
    Column::made("Roles", nodes::roles),
    AGE,
    Column::text("Version", "/status/nodeInfo/kubeletVersion"),
    Column::made("Internal-IP", nodes::internal_ip).wide(),
    Column::made("External-IP", nodes::external_ip).wide(),
    Column::made("OS-Image", nodes::image).wide(),
    Column::made("Kernel-Version", nodes::kernel).wide(),
    Column::made("Container-Runtime", nodes::runtime).wide(),
];

const CLAIM: &[Column] = &[
    NAME,
    Column::made("Status", cells::phase),
    Column::text("Volume", "/spec/volumeName"),
    Column::made("Capacity", storage::claim_capacity),
    Column::made("Access Modes", storage::claim_modes),
    Column::made("StorageClass", storage::storage_class),
    Column::text_or(
        "VolumeAttributesClass",
        "/spec/volumeAttributesClassName",
        "<unset>",
    ),
    AGE,
    Column::text_or("VolumeMode", "/spec/volumeMode", "<unset>").wide(),
];

const VOLUME: &[Column] = &[
    NAME,
    Column::made("Capacity", storage::volume_capacity),
    Column::made("Access Modes", storage::volume_modes),
    Column::text("Reclaim Policy", "/spec/persistentVolumeReclaimPolicy"),
    Column::made("Status", cells::phase),
    Column::made("Claim", storage::volume_claim),
    Column::made("StorageClass", storage::storage_class),
    Column::text_or(
        "VolumeAttributesClass",
        "/spec/volumeAttributesClassName",
        "<unset>",
    ),
    Column::text("Reason", "/status/reason"),
    AGE,
    Column::text_or("VolumeMode", "/spec/volumeMode", "<unset>").wide(),
];

const POD: &[Column] = &[
    NAME,
    Column::made("Ready", pods::ready),
    Column::made("Status", pods::status),
    Column::made("Restarts", pods::restarts),
    AGE,
    Column::made("IP", pods::address).wide(),
    Column::text_or("Node", "/spec/nodeName", "<none>").wide(),
    Column::text_or("Nominated Node", "/status/nominatedNodeName", "<none>").wide(),
    Column::made("Readiness Gates", pods::gates).wide(),
];

const SERVICE: &[Column] = &[
    NAME,
    Column::text("Type", "/spec/type"),
    Column::made("Cluster-IP", network::cluster_ip),
    Column::made("External-IP", network::external_ip),
    Column::made("Port(s)", network::service_ports),
    AGE,
    Column::made("Selector", workloads::plain_selector).wide(),
];

fn workload(kind: &str) -> &'static [Column] {
    match kind {
        "ControllerRevision" => {
            const {
                &[
                    NAME,
                    Column::made("Controller", workloads::controlled_by),
                    Column::number("Revision", "/revision").typed("string"),
                    AGE,
                ]
            }
        }
        "DaemonSet" => DAEMON_SET,
        "Deployment" => DEPLOYMENT,
        "ReplicaSet" => {
            const {
                &[
                    NAME,
                    DESIRED,
                    CURRENT,
                    READY,
                    AGE,
                    CONTAINERS.wide(),
                    IMAGES.wide(),
                    LABEL_SELECTOR.wide(),
                ]
            }
        }
        "StatefulSet" => {
            const {
                &[
                    NAME,
                    Column::made("Ready", workloads::ready_replicas),
                    AGE,
                    CONTAINERS.wide(),
                    IMAGES.wide(),
                ]
            }
        }
        "CronJob" => CRON_JOB,
        "Job" => JOB,
        "HorizontalPodAutoscaler" => AUTOSCALER,
        "PodDisruptionBudget" => {
            const {
                &[
                    NAME,
                    Column::made("Min Available", workloads::min_available),
                    Column::made("Max Unavailable", workloads::max_unavailable),
                    Column::number("Allowed Disruptions", "/status/disruptionsAllowed"),
                    AGE,
                ]
            }
        }
        _ => ANY,
    }
}

const DAEMON_SET: &[Column] = &[
    NAME,
    Column::number("Desired", "/status/desiredNumberScheduled"),
    Column::number("Current", "/status/currentNumberScheduled"),
    Column::number("Ready", "/status/numberReady"),
    Column::number("Up-to-date", "/status/updatedNumberScheduled"),
    Column::number("Available", "/status/numberAvailable"),
    Column::made("Node Selector", workloads::node_selector),
    AGE,
    CONTAINERS.wide(),
    IMAGES.wide(),
    LABEL_SELECTOR.wide(),
];

const DEPLOYMENT: &[Column] = &[
    NAME,
    Column::made("Ready", workloads::ready_replicas),
    Column::number("Up-to-date", "/status/updatedReplicas").typed("string"),
    Column::number("Available", "/status/availableReplicas").typed("string"),
    AGE,
    CONTAINERS.wide(),
    IMAGES.wide(),
    Column::made("Selector", workloads::selector_text).wide(),
];

const CRON_JOB: &[Column] = &[
    NAME,
    Column::text("Schedule", "/spec/schedule"),
    Column::text_or("Timezone", "/spec/timeZone", "<none>"),
    Column::made("Suspend", workloads::suspended).typed("boolean"),
    Column::count("Active", "/status/active"),
    Column::made("Last Schedule", workloads::last_schedule),
    AGE,
    CONTAINERS.wide(),
    IMAGES.wide(),
    Column::made("Selector", workloads::job_template_selector).wide(),
];

const JOB: &[Column] = &[
    NAME,
    Column::made("Status", workloads::job_status),
    Column::made("Completions", workloads::job_completions),
    Column::made("Duration", workloads::job_duration),
    AGE,
    CONTAINERS.wide(),
    IMAGES.wide(),
    LABEL_SELECTOR.wide(),
];

const AUTOSCALER: &[Column] = &[
    NAME,
    Column::made("Reference", workloads::scale_target),
    Column::made("Targets", workloads::metrics),
    Column::made("MinPods", workloads::min_pods),
    Column::number("MaxPods", "/spec/maxReplicas").typed("string"),
    Column::number("Replicas", "/status/currentReplicas").typed("string"),
    AGE,
];

fn networking(kind: &str) -> &'static [Column] {
    match kind {
        "IngressClass" => {
            const {
                &[
                    Column::made("Name", class_name).as_name(),
                    Column::text("Controller", "/spec/controller"),
                    Column::made("Parameters", network::class_parameters),
                    AGE,
                ]
            }
        }
        "Ingress" => {
            const {
                &[
                    NAME,
                    Column::text_or("Class", "/spec/ingressClassName", "<none>"),
                    Column::made("Hosts", network::ingress_hosts),
                    Column::made("Address", network::load_balancer),
                    Column::made("Ports", network::ingress_ports),
                    AGE,
                ]
            }
        }
        // A real server gives this one a cell more than it has columns.
        "IPAddress" => const { &[NAME, Column::made("ParentRef", network::parent_ref)] },
        "NetworkPolicy" => {
            const {
                &[
                    NAME,
                    Column::made("Pod-Selector", network::pod_selector),
                    AGE,
                ]
            }
        }
        "ServiceCIDR" => const { &[NAME, Column::made("CIDRs", network::cidrs), AGE] },
        "EndpointSlice" => {
            const {
                &[
                    NAME,
                    Column::text("AddressType", "/addressType"),
                    Column::made("Ports", network::slice_ports),
                    Column::made("Endpoints", network::slice_endpoints),
                    AGE,
                ]
            }
        }
        _ => ANY,
    }
}

fn storage_of(kind: &str) -> &'static [Column] {
    match kind {
        "CSIDriver" => {
            const {
                &[
                    NAME,
                    Column::flag("AttachRequired", "/spec/attachRequired"),
                    Column::flag("PodInfoOnMount", "/spec/podInfoOnMount"),
                    Column::flag("StorageCapacity", "/spec/storageCapacity"),
                    Column::made("TokenRequests", storage::token_requests),
                    Column::flag("RequiresRepublish", "/spec/requiresRepublish"),
                    Column::made("Modes", storage::lifecycle_modes),
                    AGE,
                ]
            }
        }
        "CSINode" => const { &[NAME, Column::count("Drivers", "/spec/drivers"), AGE] },
        "StorageClass" => {
            const {
                &[
                    Column::made("Name", class_name).as_name(),
                    Column::text("Provisioner", "/provisioner"),
                    Column::text_or("ReclaimPolicy", "/reclaimPolicy", "Delete"),
                    Column::text_or("VolumeBindingMode", "/volumeBindingMode", "Immediate"),
                    Column::flag("AllowVolumeExpansion", "/allowVolumeExpansion").typed("string"),
                    AGE,
                ]
            }
        }
        "VolumeAttachment" => {
            const {
                &[
                    NAME,
                    Column::text("Attacher", "/spec/attacher"),
                    Column::text("PV", "/spec/source/persistentVolumeName"),
                    Column::text("Node", "/spec/nodeName"),
                    Column::flag("Attached", "/status/attached"),
                    AGE,
                ]
            }
        }
        "VolumeAttributesClass" => {
            const { &[NAME, Column::text("DriverName", "/driverName"), AGE] }
        }
        _ => ANY,
    }
}

const BINDING: &[Column] = &[
    NAME,
    Column::made("Role", cells::role),
    AGE,
    Column::made("Users", cells::users).wide(),
    Column::made("Groups", cells::groups).wide(),
    Column::made("ServiceAccounts", cells::service_accounts).wide(),
];

fn admission(kind: &str) -> &'static [Column] {
    match kind {
        "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => {
            const { &[NAME, Column::count("Webhooks", "/webhooks"), AGE] }
        }
        "MutatingAdmissionPolicy" => {
            const {
                &[
                    NAME,
                    Column::count("Mutations", "/spec/mutations"),
                    Column::made("ParamKind", cells::param_kind),
                    AGE,
                ]
            }
        }
        "ValidatingAdmissionPolicy" => {
            const {
                &[
                    NAME,
                    Column::count("Validations", "/spec/validations"),
                    Column::made("ParamKind", cells::param_kind),
                    AGE,
                ]
            }
        }
        "MutatingAdmissionPolicyBinding" | "ValidatingAdmissionPolicyBinding" => {
            const {
                &[
                    NAME,
                    Column::text("PolicyName", "/spec/policyName"),
                    Column::made("ParamRef", cells::param_ref),
                    AGE,
                ]
            }
        }
        _ => ANY,
    }
}

fn other(kind: &str) -> &'static [Column] {
    match kind {
        "APIService" => {
            const {
                &[
                    NAME,
                    Column::made("Service", cells::api_service),
                    Column::made("Available", cells::available),
                    AGE,
                ]
            }
        }
        "CertificateSigningRequest" => {
            const {
                &[
                    NAME,
                    AGE,
                    Column::text_or("SignerName", "/spec/signerName", "<none>"),
                    Column::text("Requestor", "/spec/username"),
                    Column::made("RequestedDuration", cells::certificate_duration),
                    Column::made("Condition", cells::certificate_state),
                ]
            }
        }
        "PriorityClass" => {
            const {
                &[
                    NAME,
                    Column::number("Value", "/value"),
                    Column::flag("Global-Default", "/globalDefault"),
                    AGE,
                    Column::text("PreemptionPolicy", "/preemptionPolicy"),
                ]
            }
        }
        "Lease" => const { &[NAME, Column::text("Holder", "/spec/holderIdentity"), AGE] },
        "RuntimeClass" => const { &[NAME, Column::text("Handler", "/handler"), AGE] },
        "DeviceClass" | "ResourceClaimTemplate" => NAME_AND_AGE,
        "ResourceClaim" => const { &[NAME, Column::made("State", cells::claim_state), AGE] },
        "PriorityLevelConfiguration" => {
            const {
                &[
                    NAME,
                    Column::text("Type", "/spec/type"),
                    Column::any(
                        "NominalConcurrencyShares",
                        "/spec/limited/nominalConcurrencyShares",
                    ),
                    Column::any("Queues", "/spec/limited/limitResponse/queuing/queues"),
                    Column::any("HandSize", "/spec/limited/limitResponse/queuing/handSize"),
                    Column::any(
                        "QueueLengthLimit",
                        "/spec/limited/limitResponse/queuing/queueLengthLimit",
                    ),
                    AGE,
                ]
            }
        }
        "ResourceSlice" => {
            const {
                &[
                    NAME,
                    Column::text("Node", "/spec/nodeName"),
                    Column::text("Driver", "/spec/driver"),
                    Column::text("Pool", "/spec/pool/name"),
                    AGE,
                ]
            }
        }
        "FlowSchema" => {
            const {
                &[
                    NAME,
                    Column::text("PriorityLevel", "/spec/priorityLevelConfiguration/name"),
                    Column::number("MatchingPrecedence", "/spec/matchingPrecedence")
                        .typed("string"),
                    Column::text_or(
                        "DistinguisherMethod",
                        "/spec/distinguisherMethod/type",
                        "<none>",
                    ),
                    AGE,
                    Column::made("MissingPL", cells::dangling),
                ]
            }
        }
        _ => ANY,
    }
}
