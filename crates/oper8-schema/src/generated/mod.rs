//! The built-in kinds of Kubernetes v1.36.3. Written by `cargo xtask codegen`; do not edit.

use crate::kinds::{Group, ResourceKind, Subresource};
use crate::shape::ScalarType::*;
use crate::shape::table::{Elements::*, Field, Free::*, Node, What::*, f, n};

/// The server that was asked.
pub(crate) static VERSION: &str = "v1.36.3";

// Shapes that are known by name.
pub(crate) static OBJECT_META: u16 = 773;
pub(crate) static LIST_META: u16 = 774;
pub(crate) static DELETE_OPTIONS: u16 = 312;
pub(crate) static STATUS: u16 = 776;
pub(crate) static JSON_SCHEMA: u16 = 646;

/// Every text of the table, sorted, one after the other.
pub(crate) static TEXT: &str = "\
\"\"\
\"/etc/ceph/keyring\"\
\"Equal\"\
\"ReadWrite\"\
\"Shared\"\
\"TCP\"\
\"ThinProvisioned\"\
\"admin\"\
\"default\"\
\"ext4\"\
\"rbd\"\
\"xfs\"\
$ref\
$schema\
*\
0\
1\
Active\
All\
Allow\
Always\
AlwaysAllow\
ApplyConfiguration\
Audit\
Available\
BestEffort\
Bidirectional\
Block\
BlockDevice\
Bound\
Burstable\
CONNECT\
CREATE\
CharDevice\
ClientIP\
Cluster\
ClusterFirst\
ClusterFirstWithHostNet\
ClusterIP\
ControllerResizeInProgress\
ControllerResizeInfeasible\
Count\
CrossNamespacePodAffinity\
DELETE\
Dedicated\
Default\
Delete\
Deny\
Directory\
DirectoryOrCreate\
DoNotSchedule\
DoesNotExist\
Egress\
Equal\
Equivalent\
Exact\
ExactCount\
Exists\
ExternalName\
FQDN\
Fail\
FailIndex\
FailJob\
Failed\
FallbackToLogsOnError\
FieldValueDuplicate\
FieldValueForbidden\
FieldValueInvalid\
FieldValueRequired\
File\
FileOrCreate\
Filesystem\
Forbid\
FromClaim\
FromClass\
Gt\
Guaranteed\
HTTP\
HTTPS\
Honor\
HostToContainer\
IPv4\
IPv6\
IfHealthyBudget\
IfNeeded\
IfNotPresent\
Ignore\
Immediate\
ImplementationSpecific\
In\
InProgress\
Indexed\
Infeasible\
Ingress\
JSONPatch\
LoadBalancer\
Local\
Localhost\
Lost\
Lt\
Managed\
Merge\
Namespaced\
Never\
NoExecute\
NoSchedule\
NodePort\
NodeResizeInProgress\
NodeResizeInfeasible\
NodeResizePending\
NonIndexed\
None\
NoneOnDryRun\
NotBestEffort\
NotIn\
NotTerminating\
OnDelete\
OnFailure\
OnRootMismatch\
OrderedReady\
Parallel\
Pending\
Port\
PreemptLowerPriority\
PreferDualStack\
PreferNoSchedule\
Prefix\
PriorityClass\
ReadOnly\
ReadOnlyMany\
ReadWrite\
ReadWriteMany\
ReadWriteOnce\
ReadWriteOncePod\
Recreate\
Recycle\
Released\
Replace\
RequireDualStack\
Retain\
RollingUpdate\
Running\
RuntimeDefault\
SCTP\
SIGABRT\
SIGALRM\
SIGBUS\
SIGCHLD\
SIGCLD\
SIGCONT\
SIGFPE\
SIGHUP\
SIGILL\
SIGINT\
SIGIO\
SIGIOT\
SIGKILL\
SIGPIPE\
SIGPOLL\
SIGPROF\
SIGPWR\
SIGQUIT\
SIGRTMAX\
SIGRTMAX-1\
SIGRTMAX-10\
SIGRTMAX-11\
SIGRTMAX-12\
SIGRTMAX-13\
SIGRTMAX-14\
SIGRTMAX-2\
SIGRTMAX-3\
SIGRTMAX-4\
SIGRTMAX-5\
SIGRTMAX-6\
SIGRTMAX-7\
SIGRTMAX-8\
SIGRTMAX-9\
SIGRTMIN\
SIGRTMIN+1\
SIGRTMIN+10\
SIGRTMIN+11\
SIGRTMIN+12\
SIGRTMIN+13\
SIGRTMIN+14\
SIGRTMIN+15\
SIGRTMIN+2\
SIGRTMIN+3\
SIGRTMIN+4\
SIGRTMIN+5\
SIGRTMIN+6\
SIGRTMIN+7\
SIGRTMIN+8\
SIGRTMIN+9\
SIGSEGV\
SIGSTKFLT\
SIGSTOP\
SIGSYS\
SIGTERM\
SIGTRAP\
SIGTSTP\
SIGTTIN\
SIGTTOU\
SIGURG\
SIGUSR1\
SIGUSR2\
SIGVTALRM\
SIGWINCH\
SIGXCPU\
SIGXFSZ\
ScheduleAnyway\
Shared\
SingleStack\
Socket\
Some\
Strict\
Succeeded\
TCP\
Terminated\
Terminating\
TerminatingOrFailed\
UDP\
UPDATE\
Unconfined\
Unknown\
Unmasked\
VolumeAttributesClass\
WaitForFirstConsumer\
Warn\
acceptedNames\
accessModes\
acquireTime\
action\
active\
activeDeadlineSeconds\
add\
additionalItems\
additionalPrinterColumns\
additionalProperties\
address\
addressType\
addresses\
adminAccess\
admissionReviewVersions\
affinity\
aggregationRule\
allNodes\
allOf\
allocatable\
allocateLoadBalancerNodePorts\
allocatedResourceStatuses\
allocatedResources\
allocatedResourcesStatus\
allocation\
allocationMode\
allocationMultiplier\
allocationTimestamp\
allowMultipleAllocations\
allowPrivilegeEscalation\
allowVolumeExpansion\
allowed\
allowedTopologies\
annotations\
any\
anyOf\
apiGroup\
apiGroups\
apiVersion\
apiVersions\
appArmorProfile\
appProtocol\
applyConfiguration\
architecture\
args\
assigned\
attachError\
attachRequired\
attached\
attacher\
attachmentMetadata\
attributes\
audience\
audiences\
auditAnnotations\
authenticated\
automountServiceAccountToken\
availableReplicas\
averageUtilization\
averageValue\
awsElasticBlockStore\
azureDisk\
azureFile\
backend\
backoffLimit\
backoffLimitPerIndex\
behavior\
binaryData\
bindingConditions\
bindingFailureConditions\
bindsToNode\
blockOwnerDeletion\
bool\
bools\
bootID\
borrowingLimitPercent\
boundObjectRef\
byte\
caBundle\
cachingMode\
capabilities\
capacity\
capacityKey\
categories\
causes\
cel\
cephfs\
cert sign\
certificate\
certificateChainPath\
chapAuthDiscovery\
chapAuthSession\
cidr\
cidrs\
cinder\
claimName\
claimRef\
claims\
client auth\
clientConfig\
clientIP\
clusterIP\
clusterIPs\
clusterRoleSelectors\
clusterScope\
clusterTrustBundle\
code\
code signing\
collisionCount\
command\
completedIndexes\
completionMode\
completionTime\
completions\
component\
concurrencyPolicy\
conditionType\
conditions\
config\
configMap\
configMapKeyRef\
configMapRef\
configSource\
constraints\
consumedCapacity\
consumesCounters\
container\
containerID\
containerName\
containerPort\
containerResource\
containerRuntimeVersion\
containerStatuses\
containers\
content commitment\
continue\
controller\
controllerExpandSecretRef\
controllerPublishSecretRef\
conversion\
conversionReviewVersions\
count\
counterSet\
counters\
creationTimestamp\
credentialBundlePath\
crl sign\
csi\
current\
currentCPUUtilizationPercentage\
currentHealthy\
currentMetrics\
currentNumberScheduled\
currentReplicas\
currentRevision\
currentVolumeAttributesClassName\
daemonEndpoints\
data\
data encipherment\
dataSource\
dataSourceRef\
datasetName\
datasetUUID\
date-time\
decipher only\
declaredFeatures\
default\
defaultBackend\
defaultMode\
defaultRequest\
definitions\
deleteOptions\
deletionGracePeriodSeconds\
deletionTimestamp\
denied\
dependencies\
deprecated\
deprecatedCount\
deprecatedFirstTimestamp\
deprecatedLastTimestamp\
deprecatedSource\
deprecatedTopology\
deprecationWarning\
describedObject\
description\
desiredHealthy\
desiredNumberScheduled\
desiredReplicas\
detachError\
details\
device\
deviceClassName\
devicePath\
devices\
digital signature\
directory\
diskName\
diskURI\
disruptedPods\
disruptionsAllowed\
distinctAttribute\
distinguisherMethod\
divisor\
dnsConfig\
dnsPolicy\
double\
downwardAPI\
driver\
driverName\
drivers\
drop\
dryRun\
effect\
egress\
email protection\
emptyDir\
enableServiceLinks\
encipher only\
endPort\
endpoints\
endpointsNamespace\
enum\
env\
envFrom\
ephemeral\
ephemeralContainerStatuses\
ephemeralContainers\
error\
errorCode\
evaluationError\
eventTime\
exactly\
example\
except\
excludeResourceRules\
exclusiveMaximum\
exclusiveMinimum\
exec\
exempt\
exitCode\
exitCodes\
expectedPods\
expirationSeconds\
expirationTimestamp\
expression\
expressionWarnings\
extendedResourceClaimStatus\
extendedResourceName\
external\
externalDocs\
externalID\
externalIPs\
externalName\
externalTrafficPolicy\
extra\
failed\
failedIndexes\
failedJobsHistoryLimit\
failurePolicy\
failureThreshold\
false\
fc\
features\
field\
fieldPath\
fieldRef\
fieldSelector\
fieldsType\
fieldsV1\
fileKeyRef\
finalizers\
finishedAt\
firstAvailable\
firstTimestamp\
flexVolume\
flocker\
forNodes\
forZones\
format\
from\
fsGroup\
fsGroupChangePolicy\
fsGroupPolicy\
fsType\
fullyLabeledReplicas\
gateway\
gcePersistentDisk\
generateName\
generation\
gid\
gitRepo\
globalDefault\
glusterfs\
gmsaCredentialSpec\
gmsaCredentialSpecName\
gracePeriodSeconds\
group\
groupPriorityMinimum\
groups\
grpc\
handSize\
handler\
hard\
hardwareAddress\
health\
healthCheckNodePort\
hints\
holderIdentity\
host\
hostAliases\
hostIP\
hostIPC\
hostIPs\
hostNetwork\
hostPID\
hostPath\
hostPort\
hostProcess\
hostUsers\
hostname\
hostnameOverride\
hostnames\
hosts\
http\
httpGet\
httpHeaders\
id\
ignoreStoreReadErrorWithClusterBreakingPotential\
image\
imageID\
imagePullPolicy\
imagePullSecrets\
imageRef\
images\
immutable\
incomplete\
ingress\
ingressClassName\
initContainerStatuses\
initContainers\
initialDelaySeconds\
initiatorName\
inlineVolumeSpec\
insecureSkipTLSVerify\
int\
int-or-string\
int32\
int64\
interfaceName\
internalTrafficPolicy\
ints\
involvedObject\
ip\
ipBlock\
ipFamilies\
ipFamilyPolicy\
ipMode\
ips\
ipsec end system\
ipsec tunnel\
ipsec user\
iqn\
iscsi\
iscsiInterface\
items\
jobTemplate\
jsonPatch\
jsonPath\
kernelVersion\
key\
key agreement\
key encipherment\
keyPath\
keyType\
keyring\
kind\
kubeProxyVersion\
kubeletConfigKey\
kubeletEndpoint\
kubeletVersion\
labelSelector\
labelSelectorPath\
labels\
lastHeartbeatTime\
lastKnownGood\
lastObservedTime\
lastPhaseTransitionTime\
lastProbeTime\
lastScaleTime\
lastScheduleTime\
lastState\
lastSuccessfulTime\
lastTimestamp\
lastTransitionTime\
lastUpdateTime\
leaseDurationSeconds\
leaseTransitions\
lendablePercent\
level\
lifecycle\
limitResponse\
limited\
limits\
linux\
listKind\
livenessProbe\
loadBalancer\
loadBalancerClass\
loadBalancerIP\
loadBalancerSourceRanges\
local\
localhostProfile\
lun\
machineID\
managedBy\
managedFields\
manager\
manualSelector\
matchAttribute\
matchConditions\
matchConstraints\
matchExpressions\
matchFields\
matchLabelExpressions\
matchLabelKeys\
matchLabels\
matchPolicy\
matchResources\
matchingPrecedence\
max\
maxExpirationSeconds\
maxFailedIndexes\
maxItems\
maxLength\
maxLimitRequestRatio\
maxProperties\
maxReplicas\
maxSkew\
maxSurge\
maxUnavailable\
maximum\
maximumVolumeSize\
medium\
message\
messageExpression\
metadata\
metric\
metrics\
microsoft sgc\
min\
minAvailable\
minDomains\
minItems\
minLength\
minProperties\
minReadySeconds\
minReplicas\
minimum\
mismatchLabelKeys\
mode\
modifyVolumeStatus\
monitors\
mountOptions\
mountPath\
mountPropagation\
multipleOf\
mutations\
name\
names\
nameservers\
namespace\
namespaceSelector\
namespaces\
netscape sgc\
networkData\
nfs\
nodeAffinity\
nodeAffinityPolicy\
nodeAllocatableResourceClaimStatuses\
nodeAllocatableResourceMappings\
nodeAllocatableUpdatePeriodSeconds\
nodeExpandSecretRef\
nodeID\
nodeInfo\
nodeName\
nodePort\
nodePublishSecretRef\
nodeSelector\
nodeSelectorTerms\
nodeStageSecretRef\
nodeTaintsPolicy\
nodeTopology\
nominalConcurrencyShares\
nominatedNodeName\
nonResourceAttributes\
nonResourceRules\
nonResourceURLs\
not\
notReadyAddresses\
note\
nullable\
number\
numberAvailable\
numberMisscheduled\
numberReady\
numberUnavailable\
object\
objectSelector\
observedGeneration\
ocsp signing\
onExitCodes\
onPodConditions\
oneOf\
opaque\
openAPIV3Schema\
operatingSystem\
operation\
operations\
operator\
optional\
optionalOldSelf\
options\
ordinals\
orphanDependents\
os\
osImage\
overhead\
ownerReferences\
parallelism\
paramKind\
paramRef\
parameterNotFoundAction\
parameters\
parentRef\
partition\
patchType\
path\
pathType\
paths\
pattern\
patternProperties\
paused\
pdID\
pdName\
perDeviceNodeSelection\
periodSeconds\
persistentVolumeClaim\
persistentVolumeClaimRetentionPolicy\
persistentVolumeName\
persistentVolumeReclaimPolicy\
phase\
photonPersistentDisk\
plural\
podAffinity\
podAffinityTerm\
podAntiAffinity\
podCIDR\
podCIDRs\
podCertificate\
podFailurePolicy\
podFixed\
podGroupName\
podIP\
podIPs\
podInfoOnMount\
podManagementPolicy\
podReplacementPolicy\
podSelector\
pods\
policies\
policyName\
policyTypes\
pool\
port\
portals\
ports\
portworxVolume\
postStart\
preStop\
preconditions\
preemptionPolicy\
preference\
preferredDuringSchedulingIgnoredDuringExecution\
preferredHolder\
prefix\
preserveUnknownFields\
preventPodSchedulingIfMissing\
priority\
priorityClassName\
priorityLevelConfiguration\
privileged\
procMount\
progressDeadlineSeconds\
projected\
propagationPolicy\
properties\
protectionDomain\
protocol\
providerID\
provisioner\
publishNotReadyAddresses\
pullPolicy\
qosClass\
queueLengthLimit\
queues\
queuing\
quobyte\
rawSelector\
rbd\
readOnly\
readOnlyRootFilesystem\
readinessGates\
readinessProbe\
ready\
readyReplicas\
reason\
reclaimPolicy\
recursiveReadOnly\
recursiveReadOnlyMounts\
reference\
regarding\
registry\
reinvocationPolicy\
related\
remainingItemCount\
renewTime\
replicas\
reportingComponent\
reportingController\
reportingInstance\
repository\
request\
requestMappings\
requestName\
requestPolicy\
requests\
required\
requiredDuringSchedulingIgnoredDuringExecution\
requirements\
requiresRepublish\
reservedFor\
resize\
resizePolicy\
resource\
resourceAttributes\
resourceClaimName\
resourceClaimStatuses\
resourceClaimTemplateName\
resourceClaims\
resourceFieldRef\
resourceID\
resourceName\
resourceNames\
resourceRules\
resourceSliceCount\
resourceVersion\
resources\
restartCount\
restartPolicy\
restartPolicyRules\
results\
retryAfterSeconds\
revision\
revisionHistoryLimit\
role\
roleRef\
rollingUpdate\
rule\
rules\
runAsGroup\
runAsNonRoot\
runAsUser\
runAsUserName\
running\
runtimeClassName\
runtimeHandlers\
s/mime\
scale\
scaleDown\
scaleIO\
scaleTargetRef\
scaleUp\
schedule\
schedulerName\
scheduling\
schedulingGates\
schedulingGroup\
schema\
scheme\
scope\
scopeName\
scopeSelector\
scopes\
seLinuxChangePolicy\
seLinuxMount\
seLinuxOptions\
searches\
seccompProfile\
seconds\
secret\
secretFile\
secretKeyRef\
secretName\
secretNamespace\
secretRef\
secrets\
securityContext\
selectPolicy\
selectableFields\
selector\
selectors\
selfLink\
series\
served\
server\
server auth\
service\
serviceAccount\
serviceAccountName\
serviceAccountToken\
serviceAccountTokenInSecrets\
serviceName\
serving\
sessionAffinity\
sessionAffinityConfig\
setHostnameAsFQDN\
shardInfo\
shareID\
shareName\
shareProcessNamespace\
sharedCounters\
shortNames\
sideEffects\
signal\
signerName\
signing\
singular\
sizeBytes\
sizeLimit\
sleep\
source\
sources\
spec\
specReplicasPath\
sslEnabled\
stabilizationWindowSeconds\
start\
startTime\
started\
startedAt\
startingDeadlineSeconds\
startupProbe\
state\
status\
statusReplicasPath\
stdin\
stdinOnce\
step\
stopSignal\
storage\
storageCapacity\
storageClassName\
storageMode\
storagePolicyID\
storagePolicyName\
storagePool\
storageos\
storedVersions\
strategy\
string\
stringData\
strings\
subPath\
subPathExpr\
subdomain\
subjects\
subresource\
subresources\
subsets\
succeeded\
succeededCount\
succeededIndexes\
successPolicy\
successThreshold\
successfulJobsHistoryLimit\
supplementalGroups\
supplementalGroupsPolicy\
suspend\
swap\
sysctls\
system\
systemUUID\
taints\
target\
targetCPUUtilizationPercentage\
targetContainerName\
targetPort\
targetPortal\
targetRef\
targetVolumeAttributesClassName\
targetWWNs\
tcpSocket\
template\
tenant\
terminated\
terminating\
terminatingReplicas\
terminationGracePeriodSeconds\
terminationMessagePath\
terminationMessagePolicy\
time\
timeAdded\
timeZone\
timeoutSeconds\
timestamping\
title\
tls\
to\
token\
tokenRequests\
tolerance\
tolerationSeconds\
tolerations\
topologyKey\
topologyKeys\
topologySpreadConstraints\
trafficDistribution\
ttlSecondsAfterFinished\
tty\
type\
typeChecking\
uid\
unavailableReplicas\
uncountedTerminatedPods\
unhealthyPodEvictionPolicy\
uniqueItems\
unschedulable\
updateRevision\
updateStrategy\
updatedNumberScheduled\
updatedReplicas\
url\
usages\
used\
user\
userAnnotations\
userInfo\
userNamespaces\
username\
validRange\
validValues\
validationActions\
validations\
value\
valueExpression\
valueFrom\
values\
variables\
verb\
verbs\
version\
versionPriority\
versions\
volume\
volumeAttributes\
volumeAttributesClassName\
volumeBindingMode\
volumeClaimTemplate\
volumeClaimTemplates\
volumeDevices\
volumeHandle\
volumeID\
volumeLifecycleModes\
volumeMode\
volumeMounts\
volumeName\
volumeNamespace\
volumePath\
volumeStatus\
volumes\
volumesAttached\
volumesInUse\
vsphereVolume\
waiting\
warning\
webhook\
webhooks\
weight\
whenDeleted\
whenScaled\
whenUnsatisfiable\
windowsOptions\
workingDir\
wwids\
x-kubernetes-embedded-resource\
x-kubernetes-int-or-string\
x-kubernetes-list-map-keys\
x-kubernetes-list-type\
x-kubernetes-map-type\
x-kubernetes-preserve-unknown-fields\
x-kubernetes-validations\
zone\
";

/// Where each text ends.
pub(crate) static TEXT_ENDS: &[u32] = &[
    0, 2, 21, 28, 39, 47, 52, 69, 76, 85, 91, 96, 101, 105, 112, 113, 114, 115, 121, 124, 129, 135, 146, 164, 169, 178,
    188, 201, 206, 217, 222, 231, 238, 244, 254, 262, 269, 281, 304, 313, 339, 365, 370, 395, 401, 410, 417, 423, 427,
    436, 453, 466, 478, 484, 489, 499, 504, 514, 520, 532, 536, 540, 549, 556, 562, 583, 602, 621, 638, 656, 660, 672,
    682, 688, 697, 706, 708, 718, 722, 727, 732, 747, 751, 755, 770, 778, 790, 796, 805, 827, 829, 839, 846, 856, 863,
    872, 884, 889, 898, 902, 904, 911, 916, 926, 931, 940, 950, 958, 978, 998, 1015, 1025, 1029, 1041, 1054, 1059, 1073,
    1081, 1090, 1104, 1116, 1124, 1131, 1135, 1155, 1170, 1186, 1192, 1205, 1213, 1225, 1234, 1247, 1260, 1276, 1284,
    1291, 1299, 1306, 1322, 1328, 1341, 1348, 1362, 1366, 1373, 1380, 1386, 1393, 1399, 1406, 1412, 1418, 1424, 1430,
    1435, 1441, 1448, 1455, 1462, 1469, 1475, 1482, 1490, 1500, 1511, 1522, 1533, 1544, 1555, 1565, 1575, 1585, 1595,
    1605, 1615, 1625, 1635, 1643, 1653, 1664, 1675, 1686, 1697, 1708, 1719, 1729, 1739, 1749, 1759, 1769, 1779, 1789,
    1799, 1806, 1815, 1822, 1828, 1835, 1842, 1849, 1856, 1863, 1869, 1876, 1883, 1892, 1900, 1907, 1914, 1928, 1934,
    1945, 1951, 1955, 1961, 1970, 1973, 1983, 1994, 2013, 2016, 2022, 2032, 2039, 2047, 2068, 2088, 2092, 2105, 2116,
    2127, 2133, 2139, 2160, 2163, 2178, 2202, 2222, 2229, 2240, 2249, 2260, 2283, 2291, 2306, 2314, 2319, 2330, 2359,
    2384, 2402, 2426, 2436, 2450, 2470, 2489, 2513, 2537, 2557, 2564, 2581, 2592, 2595, 2600, 2608, 2617, 2627, 2638,
    2653, 2664, 2682, 2694, 2698, 2706, 2717, 2731, 2739, 2747, 2765, 2775, 2783, 2792, 2808, 2821, 2849, 2866, 2884,
    2896, 2916, 2925, 2934, 2941, 2953, 2973, 2981, 2991, 3008, 3032, 3043, 3061, 3065, 3070, 3076, 3097, 3111, 3115,
    3123, 3134, 3146, 3154, 3165, 3175, 3181, 3184, 3190, 3199, 3210, 3230, 3247, 3262, 3266, 3271, 3277, 3286, 3294,
    3300, 3311, 3323, 3331, 3340, 3350, 3370, 3382, 3400, 3404, 3416, 3430, 3437, 3453, 3467, 3481, 3492, 3501, 3518,
    3531, 3541, 3547, 3556, 3571, 3583, 3595, 3606, 3622, 3638, 3647, 3658, 3671, 3684, 3701, 3724, 3741, 3751, 3769,
    3777, 3787, 3812, 3838, 3848, 3872, 3877, 3887, 3895, 3912, 3932, 3940, 3943, 3950, 3981, 3995, 4009, 4031, 4046,
    4061, 4093, 4108, 4112, 4129, 4139, 4152, 4163, 4174, 4183, 4196, 4212, 4219, 4233, 4244, 4258, 4269, 4282, 4308,
    4325, 4331, 4343, 4353, 4368, 4392, 4415, 4431, 4449, 4467, 4482, 4493, 4507, 4529, 4544, 4555, 4562, 4568, 4583,
    4593, 4600, 4617, 4626, 4634, 4641, 4654, 4672, 4689, 4708, 4715, 4724, 4733, 4739, 4750, 4756, 4766, 4773, 4777,
    4783, 4789, 4795, 4811, 4819, 4837, 4850, 4857, 4866, 4884, 4888, 4891, 4898, 4907, 4933, 4952, 4957, 4966, 4981,
    4990, 4997, 5004, 5010, 5030, 5046, 5062, 5066, 5072, 5080, 5089, 5101, 5118, 5137, 5147, 5165, 5192, 5212, 5220,
    5232, 5242, 5253, 5265, 5286, 5291, 5297, 5310, 5332, 5345, 5361, 5366, 5368, 5376, 5381, 5390, 5398, 5411, 5421,
    5429, 5439, 5449, 5459, 5473, 5487, 5497, 5504, 5512, 5520, 5526, 5530, 5537, 5556, 5569, 5575, 5595, 5602, 5619,
    5631, 5641, 5644, 5651, 5664, 5673, 5691, 5713, 5731, 5736, 5756, 5762, 5766, 5774, 5781, 5785, 5800, 5806, 5825,
    5830, 5844, 5848, 5859, 5865, 5872, 5879, 5890, 5897, 5905, 5913, 5924, 5933, 5941, 5957, 5966, 5971, 5975, 5982,
    5993, 5995, 6043, 6048, 6055, 6070, 6086, 6094, 6100, 6109, 6119, 6126, 6142, 6163, 6177, 6196, 6209, 6225, 6246,
    6249, 6262, 6267, 6272, 6285, 6306, 6310, 6324, 6326, 6333, 6343, 6357, 6363, 6366, 6382, 6394, 6404, 6407, 6412,
    6426, 6431, 6442, 6451, 6459, 6472, 6475, 6488, 6504, 6511, 6518, 6525, 6529, 6545, 6561, 6576, 6590, 6603, 6620,
    6626, 6643, 6656, 6672, 6695, 6708, 6721, 6737, 6746, 6764, 6777, 6795, 6809, 6829, 6845, 6860, 6865, 6874, 6887,
    6894, 6900, 6905, 6913, 6926, 6938, 6955, 6969, 6993, 6998, 7014, 7017, 7026, 7035, 7048, 7055, 7069, 7083, 7098,
    7114, 7130, 7141, 7162, 7176, 7187, 7198, 7212, 7230, 7233, 7253, 7269, 7277, 7286, 7306, 7319, 7330, 7337, 7345,
    7359, 7366, 7383, 7389, 7396, 7413, 7421, 7427, 7434, 7447, 7450, 7462, 7472, 7480, 7489, 7502, 7517, 7528, 7535,
    7552, 7556, 7574, 7582, 7594, 7603, 7619, 7629, 7638, 7642, 7647, 7658, 7667, 7684, 7694, 7706, 7717, 7720, 7732,
    7750, 7786, 7817, 7851, 7870, 7876, 7884, 7892, 7900, 7920, 7932, 7949, 7967, 7983, 7995, 8019, 8036, 8057, 8073,
    8088, 8091, 8108, 8112, 8120, 8126, 8141, 8159, 8170, 8187, 8193, 8207, 8225, 8237, 8248, 8263, 8268, 8274, 8289,
    8304, 8313, 8323, 8331, 8339, 8354, 8361, 8369, 8385, 8387, 8394, 8402, 8417, 8428, 8437, 8445, 8468, 8478, 8487,
    8496, 8505, 8509, 8517, 8522, 8529, 8546, 8552, 8556, 8562, 8584, 8597, 8618, 8654, 8674, 8703, 8708, 8728, 8734,
    8745, 8760, 8775, 8782, 8790, 8804, 8820, 8828, 8840, 8845, 8851, 8865, 8884, 8904, 8915, 8919, 8927, 8937, 8948,
    8952, 8956, 8963, 8968, 8982, 8991, 8998, 9011, 9027, 9037, 9084, 9099, 9105, 9126, 9155, 9163, 9180, 9206, 9216,
    9225, 9248, 9257, 9274, 9284, 9300, 9308, 9318, 9329, 9353, 9363, 9371, 9387, 9393, 9400, 9407, 9418, 9421, 9429,
    9451, 9465, 9479, 9484, 9497, 9503, 9516, 9533, 9556, 9565, 9574, 9582, 9600, 9607, 9625, 9634, 9642, 9660, 9679,
    9696, 9706, 9713, 9728, 9739, 9752, 9760, 9768, 9814, 9826, 9843, 9854, 9860, 9872, 9880, 9898, 9915, 9936, 9961,
    9975, 9991, 10001, 10013, 10026, 10039, 10057, 10072, 10081, 10093, 10106, 10124, 10131, 10148, 10156, 10176, 10180,
    10187, 10200, 10204, 10209, 10219, 10231, 10240, 10253, 10260, 10276, 10291, 10297, 10302, 10311, 10318, 10332,
    10339, 10347, 10360, 10370, 10385, 10400, 10406, 10412, 10417, 10426, 10439, 10445, 10464, 10476, 10490, 10498,
    10512, 10519, 10525, 10535, 10547, 10557, 10572, 10581, 10588, 10603, 10615, 10631, 10639, 10648, 10656, 10662,
    10668, 10674, 10685, 10692, 10706, 10724, 10743, 10771, 10782, 10789, 10804, 10825, 10842, 10851, 10858, 10867,
    10888, 10902, 10912, 10923, 10929, 10939, 10946, 10954, 10963, 10972, 10977, 10983, 10990, 10994, 11010, 11020,
    11046, 11051, 11060, 11067, 11076, 11099, 11111, 11116, 11122, 11140, 11145, 11154, 11158, 11168, 11175, 11190,
    11206, 11217, 11232, 11249, 11260, 11269, 11283, 11291, 11297, 11307, 11314, 11321, 11332, 11341, 11349, 11360,
    11372, 11379, 11388, 11402, 11418, 11431, 11447, 11473, 11491, 11515, 11522, 11526, 11533, 11539, 11549, 11555,
    11561, 11591, 11610, 11620, 11632, 11641, 11672, 11682, 11691, 11699, 11705, 11715, 11726, 11745, 11774, 11796,
    11820, 11824, 11833, 11841, 11855, 11867, 11872, 11875, 11877, 11882, 11895, 11904, 11921, 11932, 11943, 11955,
    11980, 11999, 12022, 12025, 12029, 12041, 12044, 12063, 12086, 12112, 12123, 12136, 12150, 12164, 12186, 12201,
    12204, 12210, 12214, 12218, 12233, 12241, 12255, 12263, 12273, 12284, 12301, 12312, 12317, 12332, 12341, 12347,
    12356, 12360, 12365, 12372, 12387, 12395, 12401, 12417, 12442, 12459, 12478, 12498, 12511, 12523, 12531, 12551,
    12561, 12573, 12583, 12598, 12608, 12620, 12627, 12642, 12654, 12667, 12674, 12681, 12688, 12696, 12702, 12713,
    12723, 12740, 12754, 12764, 12769, 12799, 12825, 12851, 12873, 12894, 12930, 12954, 12958,
];

/// Lists of texts: keys of lists, values of enumerations.
pub(crate) static LISTS: &[&[u16]] = &[
    &[], &[0, 29, 34, 49, 50, 70, 71, 213], &[0, 82, 83], &[15, 32, 33, 44, 222], &[15, 36, 103], &[18, 219], &[19, 57],
    &[20, 73, 138], &[21, 86, 104], &[21, 104, 118], &[21, 119], &[22, 84], &[23, 95], &[24, 48, 228],
    &[25, 30, 64, 122, 137], &[26, 31, 77], &[26, 43, 114, 116, 128, 219, 226], &[27, 81, 112], &[28, 72],
    &[30, 99, 122], &[35, 112], &[36, 97], &[37, 38, 46, 112], &[39, 59, 96, 107], &[40, 41, 108, 109, 110],
    &[42, 62, 63, 87], &[45, 101, 211], &[46, 225], &[47, 136, 140], &[51, 210], &[52, 58, 76, 90, 100, 115],
    &[52, 58, 90, 115], &[53, 94], &[54, 58], &[54, 58, 76, 100], &[55, 56], &[56, 89, 127], &[60, 82, 83], &[61, 87],
    &[64, 122, 142, 216, 224], &[64, 220], &[65, 70], &[66, 67, 68, 69], &[74, 75], &[78, 79], &[80, 87], &[85, 104],
    &[88, 227], &[90, 115], &[91, 93, 122], &[92, 111], &[98, 143, 223], &[102, 215], &[104, 124], &[105, 106, 112],
    &[105, 106, 126], &[112, 113, 214, 224], &[112, 129, 131], &[117, 141], &[120, 121], &[122, 142, 218],
    &[125, 139, 212], &[130, 132, 133, 134], &[135, 141], &[144, 217, 221],
    &[145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209],
    &[263, 316, 327, 336, 363, 375, 387, 393, 423, 443, 446, 587, 588, 589, 599, 600, 677, 702, 738, 905, 944, 964, 1043],
    &[358, 826], &[421], &[436, 419, 801, 956], &[581], &[692], &[696], &[802, 826], &[879], &[896], &[1052, 1119],
    &[1058], &[1060],
];

/// Where the fields of each object end.
pub(crate) static OBJECT_ENDS: &[u16] = &[
    4, 19, 26, 33, 39, 43, 47, 53, 57, 60, 64, 68, 85, 87, 89, 93, 94, 100, 105, 106, 108, 113, 118, 125, 139, 140, 144,
    146, 152, 156, 157, 158, 160, 171, 173, 175, 180, 181, 182, 184, 189, 198, 206, 209, 213, 215, 217, 223, 225, 228,
    233, 264, 268, 272, 278, 282, 288, 292, 302, 307, 312, 314, 318, 322, 324, 335, 337, 340, 341, 343, 346, 352, 360,
    370, 375, 379, 381, 382, 384, 387, 392, 434, 455, 458, 483, 486, 512, 514, 515, 516, 517, 520, 523, 524, 525, 538,
    543, 551, 582, 589, 604, 606, 607, 610, 611, 613, 615, 617, 619, 622, 625, 628, 638, 643, 645, 647, 659, 661, 668,
    670, 672, 674, 678, 680, 682, 686, 689, 695, 699, 703, 708, 710, 712, 713, 718, 721, 724, 726, 737, 739, 741, 749,
    759, 763, 768, 770, 773, 774, 779, 782, 784, 786, 792, 797, 799, 801, 805, 806, 808, 813, 815, 817, 819, 822, 826,
    828, 834, 837, 838, 845, 847, 850, 851, 854, 856, 860, 863, 866, 867, 869, 874, 877, 878, 885, 888, 891, 892, 896,
    904, 906, 910, 912, 917, 921, 927, 932, 937, 938, 940, 945, 948, 950, 951, 954, 961, 967, 972, 975, 977, 981, 986,
    1006, 1008, 1014, 1015, 1021, 1022, 1023, 1027, 1030, 1035, 1042, 1043, 1046, 1051, 1056, 1061, 1066, 1076, 1078,
    1083, 1085, 1090, 1098, 1107, 1109, 1115, 1117, 1122, 1126, 1133, 1138, 1143, 1154, 1164, 1165, 1167, 1169, 1174,
    1176, 1193, 1195, 1199, 1200, 1204, 1209, 1211, 1215, 1220, 1226, 1230, 1232, 1241, 1243, 1245, 1248, 1253, 1255,
    1260, 1261, 1265, 1267, 1271, 1276, 1281, 1286, 1292, 1294, 1300, 1303, 1308, 1314, 1318, 1321, 1323, 1326, 1328,
    1330, 1333, 1335, 1338, 1340, 1342, 1345, 1349, 1351, 1354, 1359, 1363, 1368, 1371, 1376, 1384, 1387, 1389, 1405,
    1406, 1407, 1410, 1412, 1415, 1417, 1422, 1433, 1439, 1441, 1446, 1454, 1456, 1462, 1466, 1468, 1473, 1478, 1482,
    1483, 1485, 1487, 1489, 1490, 1492, 1493, 1496, 1498, 1501, 1504, 1508, 1509, 1513, 1517, 1521, 1523, 1525, 1528,
    1531, 1533, 1538, 1539, 1540, 1545, 1549, 1556, 1561, 1564, 1568, 1573, 1574, 1579, 1584, 1588, 1592, 1603, 1605,
    1609, 1610, 1614, 1615, 1622, 1632, 1633, 1635, 1640, 1643, 1647, 1649, 1652, 1657, 1661, 1668, 1670, 1675, 1678,
    1680, 1682, 1688, 1689, 1690, 1694, 1697, 1701, 1705, 1717, 1720, 1725, 1729, 1734, 1741, 1744, 1746, 1750, 1751,
    1753, 1757, 1761, 1765, 1776, 1781, 1787, 1791, 1793, 1799, 1808, 1814, 1816, 1822, 1823, 1824, 1826, 1829, 1873,
    1876, 1880, 1882, 1888, 1895, 1899, 1906, 1912, 1913, 1915, 1921, 1929, 1933, 1936, 1938, 1939, 1940, 1944, 1947,
    1948, 1949, 1951, 1952, 1957, 1958, 1961, 1964, 1967, 1974, 1978, 1980, 1983, 1986, 1988, 1991, 1998, 2005, 2008,
    2018, 2019, 2024, 2028, 2030, 2034, 2042, 2055, 2058, 2060, 2068, 2070, 2072, 2074, 2078, 2079, 2082, 2085, 2090,
    2094, 2095, 2096, 2097, 2100, 2105, 2107, 2112, 2116, 2117, 2119, 2120, 2125, 2128, 2129, 2131, 2135, 2140, 2142,
    2145, 2150, 2151, 2159, 2165, 2168,
];

/// Name, shape, flags and protobuf numbers of every field, sorted within its object.
pub(crate) static FIELDS: &[Field] = &[
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(1022, 3, 9, 0x2000000), f(262, 5, 2, 0xc000000),
    f(373, 6, 2, 0x8000000), f(401, 7, 16, 0xa000000), f(402, 6, 16, 0x9000000), f(499, 8, 2, 0xe000000),
    f(516, 1, 2, 0x2000000), f(517, 7, 2, 0x7000000), f(611, 5, 2, 0xb000000), f(644, 10, 2, 0x11000000),
    f(696, 1, 2, 0x1000000), f(699, 1, 2, 0x3000000), f(756, 12, 2, 0xd000000), f(884, 1, 2, 0x6000000),
    f(940, 1, 2, 0x4000000), f(1060, 1, 2, 0x5000000), f(267, 1, 2, 0x5000000), f(493, 1, 2, 0x7000000),
    f(604, 1, 2, 0x1000000), f(696, 1, 2, 0x3000000), f(699, 1, 2, 0x2000000), f(884, 1, 2, 0x6000000),
    f(1060, 1, 2, 0x4000000), f(267, 1, 2, 0x3000000), f(496, 1, 2, 0x6000000), f(497, 13, 16, 0x7000000),
    f(645, 1, 2, 0x1000000), f(745, 1, 2, 0x2000000), f(1005, 1, 2, 0x8000000), f(1039, 6, 16, 0x4000000),
    f(267, 4, 9, 0x5000000), f(300, 14, 16, 0x7000000), f(365, 14, 16, 0x6000000), f(604, 4, 9, 0x1000000),
    f(696, 4, 9, 0x3000000), f(1060, 4, 9, 0x4000000), f(267, 1, 0, 0x0), f(346, 17, 2, 0x2000000), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(456, 1, 2, 0x4000000), f(672, 1, 2, 0x3000000), f(982, 4, 9, 0x2000000),
    f(1058, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(296, 20, 2, 0x3000000), f(386, 5, 2, 0x2000000),
    f(563, 14, 16, 0x4000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(1007, 23, 2, 0x2000000), f(241, 25, 2, 0x1000000), f(727, 25, 2, 0x2000000),
    f(804, 27, 2, 0x3000000), f(548, 1, 2, 0x3000000), f(581, 4, 9, 0x1000000), f(713, 1, 16, 0x4000000),
    f(1027, 28, 16, 0x2000000), f(270, 1, 16, 0x4000000), f(696, 1, 2, 0x1000000), f(802, 29, 9, 0x2000000),
    f(826, 30, 2, 0x3000000), f(232, 1, 2, 0xc000000), f(267, 1, 0, 0x0), f(370, 32, 2, 0x8000000),
    f(459, 33, 2, 0xa000000), f(502, 6, 2, 0x6000000), f(580, 3, 9, 0x2000000), f(604, 1, 0, 0x0),
    f(621, 6, 2, 0x7000000), f(672, 1, 2, 0x4000000), f(674, 2, 9, 0x1000000), f(844, 1, 2, 0x3000000),
    f(852, 28, 16, 0xd000000), f(856, 4, 8, 0xe000000), f(858, 4, 8, 0xf000000), f(941, 34, 16, 0xb000000),
    f(969, 35, 2, 0x5000000), f(1058, 1, 2, 0x9000000), f(370, 32, 2, 0x1000000), f(614, 33, 2, 0x2000000),
    f(343, 1, 2, 0x1000000), f(537, 1, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 37, 2, 0x2000000), f(631, 39, 9, 0x1000000), f(395, 41, 2, 0x4000000), f(398, 41, 2, 0x5000000),
    f(658, 41, 2, 0x2000000), f(663, 41, 2, 0x6000000), f(678, 41, 2, 0x3000000), f(1058, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 43, 2, 0x2000000), f(982, 44, 2, 0x3000000),
    f(499, 45, 2, 0x1000000), f(346, 47, 2, 0x2000000), f(779, 48, 2, 0x1000000), f(622, 6, 2, 0x4000000),
    f(672, 1, 2, 0x6000000), f(844, 1, 2, 0x5000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 50, 2, 0x2000000), f(982, 51, 2, 0x3000000),
    f(351, 52, 16, 0x6000000), f(479, 1, 2, 0x2000000), f(785, 1, 2, 0x1000000), f(786, 8, 2, 0x7000000),
    f(827, 1, 2, 0x3000000), f(1021, 54, 2, 0x5000000), f(1065, 14, 2, 0x4000000), f(241, 56, 2, 0x5000000),
    f(248, 41, 2, 0x2000000), f(310, 41, 2, 0x1000000), f(346, 58, 2, 0x4000000), f(347, 59, 16, 0xb000000),
    f(385, 60, 2, 0x6000000), f(394, 45, 2, 0xe000000), f(491, 61, 16, 0xd000000), f(562, 63, 2, 0x8000000),
    f(712, 64, 2, 0x7000000), f(779, 65, 2, 0x3000000), f(904, 67, 2, 0xc000000), f(1109, 69, 2, 0xa000000),
    f(1110, 45, 2, 0x9000000), f(348, 70, 16, 0x2000000), f(441, 71, 9, 0x3000000), f(598, 4, 9, 0x1000000),
    f(1040, 6, 16, 0x4000000), f(1082, 1, 2, 0x2000000), f(239, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(612, 6, 2, 0x3000000), f(622, 6, 2, 0x4000000), f(672, 1, 2, 0x6000000), f(844, 1, 2, 0x5000000),
    f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(233, 52, 16, 0x2000000), f(274, 52, 16, 0x1000000),
    f(456, 1, 2, 0x4000000), f(613, 52, 16, 0x3000000), f(607, 72, 2, 0x1000000), f(1015, 14, 16, 0x1000000),
    f(697, 45, 8, 0x1000000), f(966, 7, 2, 0x2000000), f(272, 4, 9, 0xa000000), f(303, 4, 9, 0x3000000),
    f(360, 4, 9, 0x6000000), f(597, 4, 9, 0x4000000), f(605, 4, 9, 0x8000000), f(608, 4, 9, 0x7000000),
    f(642, 4, 9, 0x1000000), f(744, 4, 9, 0x9000000), f(754, 4, 9, 0x5000000), f(1017, 73, 16, 0xb000000),
    f(1020, 4, 9, 0x2000000), f(491, 74, 16, 0x2000000), f(696, 4, 8, 0x1000000), f(421, 4, 9, 0x2000000),
    f(696, 4, 9, 0x1000000), f(606, 4, 9, 0x5000000), f(696, 4, 9, 0x2000000), f(699, 4, 9, 0x1000000),
    f(884, 1, 2, 0x4000000), f(1060, 1, 2, 0x3000000), f(123, 29, 9, 0x1000000), f(310, 7, 16, 0x1000000),
    f(847, 14, 16, 0x1000000), f(1076, 14, 16, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 76, 2, 0x2000000), f(982, 77, 2, 0x3000000), f(230, 79, 2, 0x1000000), f(388, 80, 16, 0x7000000),
    f(389, 81, 16, 0x8000000), f(885, 82, 2, 0x2000000), f(938, 83, 16, 0x4000000), f(990, 1, 16, 0x5000000),
    f(1094, 1, 16, 0x9000000), f(1102, 84, 16, 0x6000000), f(1104, 1, 2, 0x3000000), f(230, 79, 2, 0x2000000),
    f(250, 86, 2, 0x7000000), f(251, 41, 2, 0x5000000), f(310, 41, 2, 0x3000000), f(346, 88, 2, 0x4000000),
    f(384, 1, 16, 0x8000000), f(689, 89, 16, 0x9000000), f(779, 90, 2, 0x1000000), f(265, 1, 24, 0x1000000),
    f(604, 4, 9, 0x2000000), f(696, 4, 9, 0x3000000), f(265, 1, 24, 0x1000000), f(604, 4, 9, 0x2000000),
    f(696, 4, 9, 0x3000000), f(699, 1, 16, 0x4000000), f(631, 41, 2, 0x1000000), f(864, 41, 2, 0x2000000),
    f(650, 92, 2, 0x2000000), f(654, 5, 2, 0x1000000), f(616, 6, 2, 0x3000000), f(622, 6, 2, 0x4000000),
    f(672, 1, 2, 0x6000000), f(844, 1, 2, 0x5000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(982, 93, 9, 0x2000000), f(1028, 1, 2, 0x1000000), f(598, 4, 9, 0x1000000), f(747, 4, 9, 0x2000000),
    f(1085, 45, 2, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 95, 2, 0x2000000),
    f(982, 96, 2, 0x3000000), f(230, 79, 2, 0x3000000), f(289, 97, 16, 0x2020000), f(290, 98, 16, 0x2100000),
    f(291, 99, 16, 0x20d0000), f(310, 41, 2, 0x1000000), f(315, 100, 16, 0x2090000), f(323, 101, 16, 0x2080000),
    f(325, 28, 16, 0x4000000), f(376, 102, 16, 0x2160000), f(490, 103, 16, 0x20a0000), f(503, 104, 16, 0x20c0000),
    f(504, 105, 16, 0x20b0000), f(515, 106, 16, 0x2010000), f(521, 107, 16, 0x2040000), f(544, 108, 16, 0x2030000),
    f(591, 109, 16, 0x2070000), f(639, 110, 16, 0x2140000), f(691, 45, 2, 0x7000000), f(704, 111, 16, 0x2050000),
    f(705, 112, 16, 0x9000000), f(778, 113, 2, 0x5000000), f(780, 114, 16, 0x2110000), f(805, 115, 16, 0x2120000),
    f(835, 116, 16, 0x20f0000), f(837, 117, 16, 0x2060000), f(908, 118, 16, 0x2130000), f(990, 1, 2, 0x6000000),
    f(995, 119, 16, 0x2150000), f(1094, 1, 16, 0xa000000), f(1102, 84, 16, 0x8000000), f(1111, 120, 16, 0x20e0000),
    f(615, 6, 16, 0x4000000), f(672, 1, 2, 0x2000000), f(779, 121, 2, 0x1000000), f(844, 1, 2, 0x3000000),
    f(512, 1, 2, 0x2000000), f(763, 32, 2, 0x3000000), f(838, 14, 2, 0x4000000), f(1100, 4, 9, 0x1000000),
    f(308, 122, 16, 0x3000000), f(425, 4, 9, 0x1000000), f(426, 4, 9, 0x2000000), f(512, 123, 16, 0x4000000),
    f(604, 124, 16, 0x6000000), f(838, 125, 16, 0x5000000), f(838, 14, 2, 0x3000000), f(931, 4, 9, 0x1000000),
    f(932, 1, 24, 0x4000000), f(957, 4, 9, 0x2000000), f(690, 45, 9, 0x1000000), f(765, 1, 2, 0x2000000),
    f(838, 14, 2, 0x6000000), f(929, 1, 2, 0x4000000), f(933, 126, 16, 0x5000000), f(1073, 1, 2, 0x3000000),
    f(512, 1, 2, 0x2000000), f(838, 14, 2, 0x3000000), f(933, 126, 16, 0x4000000), f(1100, 4, 9, 0x1000000),
    f(366, 126, 16, 0x9000000), f(367, 126, 16, 0x6000000), f(436, 4, 9, 0x1000000), f(512, 1, 2, 0x4000000),
    f(710, 126, 16, 0xa000000), f(715, 126, 16, 0x8000000), f(718, 126, 16, 0x7000000), f(838, 14, 2, 0x3000000),
    f(1093, 5, 2, 0x5000000), f(1099, 4, 9, 0x2000000), f(512, 1, 2, 0x3000000), f(641, 32, 16, 0x2000000),
    f(838, 14, 2, 0x4000000), f(1029, 45, 2, 0x1000000), f(1122, 45, 2, 0x5000000), f(436, 4, 9, 0x1000000),
    f(512, 1, 2, 0x2000000), f(750, 5, 2, 0x5000000), f(838, 14, 2, 0x4000000), f(933, 126, 16, 0x3000000),
    f(390, 1, 2, 0x1000000), f(391, 1, 2, 0x2000000), f(512, 1, 2, 0x2000000), f(763, 32, 2, 0x3000000),
    f(772, 4, 9, 0x1000000), f(838, 14, 2, 0x4000000), f(448, 4, 9, 0x1000000), f(449, 1, 16, 0x4000000),
    f(765, 4, 9, 0x2000000), f(838, 14, 2, 0x3000000), f(765, 4, 9, 0x1000000), f(1058, 127, 16, 0x2000000),
    f(319, 14, 2, 0x8000000), f(320, 14, 2, 0xb000000), f(512, 1, 2, 0x5000000), f(570, 1, 16, 0xc000000),
    f(590, 4, 9, 0x2000000), f(592, 128, 2, 0x4000000), f(641, 29, 9, 0x3000000), f(803, 45, 2, 0x7000000),
    f(838, 14, 2, 0x6000000), f(933, 126, 16, 0xa000000), f(1026, 4, 9, 0x1000000), f(512, 1, 16, 0x2000000),
    f(765, 4, 9, 0x1000000), f(765, 4, 9, 0x2000000), f(838, 14, 2, 0x3000000), f(943, 4, 9, 0x1000000),
    f(865, 129, 16, 0x1000000), f(512, 1, 2, 0x2000000), f(771, 4, 9, 0x1000000), f(512, 1, 2, 0x2000000),
    f(838, 14, 2, 0x3000000), f(1100, 4, 9, 0x1000000), f(525, 1, 2, 0x5000000), f(838, 14, 2, 0x3000000),
    f(850, 4, 9, 0x1000000), f(1032, 1, 2, 0x6000000), f(1073, 1, 2, 0x4000000), f(1092, 4, 9, 0x2000000),
    f(512, 1, 2, 0x3000000), f(557, 4, 9, 0x2000000), f(603, 130, 2, 0x6000000), f(690, 45, 9, 0x1000000),
    f(801, 131, 2, 0x4000000), f(838, 14, 2, 0x8000000), f(933, 126, 16, 0x7000000), f(1073, 132, 2, 0x5000000),
    f(512, 133, 2, 0x9000000), f(514, 4, 9, 0x1000000), f(825, 1, 2, 0x5000000), f(838, 14, 2, 0xa000000),
    f(933, 126, 25, 0x3000000), f(973, 14, 2, 0x4000000), f(991, 134, 2, 0x7000000), f(994, 1, 2, 0x6000000),
    f(1019, 4, 9, 0x2000000), f(1104, 1, 2, 0x8000000), f(512, 1, 2, 0x3000000), f(838, 14, 2, 0x4000000),
    f(933, 28, 16, 0x5000000), f(1104, 1, 2, 0x1000000), f(1105, 1, 2, 0x2000000), f(512, 1, 2, 0x2000000),
    f(992, 1, 2, 0x4000000), f(993, 1, 2, 0x3000000), f(1106, 4, 9, 0x1000000), f(696, 1, 2, 0x1000000),
    f(699, 1, 2, 0x2000000), f(717, 136, 9, 0x1000000), f(650, 138, 2, 0x1000000), f(651, 138, 2, 0x2000000),
    f(598, 4, 9, 0x1000000), f(747, 139, 9, 0x2000000), f(1085, 45, 2, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 141, 2, 0x2000000), f(982, 142, 2, 0x3000000), f(234, 7, 16, 0x5000000),
    f(244, 143, 16, 0x12000000), f(285, 14, 16, 0x15000000), f(362, 145, 9, 0x2000000), f(432, 146, 16, 0x1a000000),
    f(433, 147, 2, 0x6000000), f(445, 14, 16, 0x1e000000), f(455, 149, 2, 0x22000000), f(538, 151, 2, 0x17000000),
    f(540, 14, 2, 0xd000000), f(542, 14, 2, 0xb000000), f(543, 14, 2, 0xc000000), f(547, 14, 16, 0x25000000),
    f(548, 1, 2, 0x10000000), f(549, 1, 16, 0x29000000), f(560, 153, 2, 0xf000000), f(568, 145, 2, 0x14000000),
    f(713, 1, 2, 0xa000000), f(716, 154, 2, 0x7000000), f(753, 155, 16, 0x24000000), f(755, 41, 2, 0x20000000),
    f(809, 156, 16, 0x1f000000), f(816, 32, 16, 0x19000000), f(817, 1, 2, 0x18000000), f(840, 158, 2, 0x1c000000),
    f(877, 160, 2, 0x27000000), f(885, 161, 16, 0x28000000), f(887, 162, 2, 0x3000000), f(903, 1, 16, 0x1d000000),
    f(912, 1, 2, 0x13000000), f(914, 164, 2, 0x26000000), f(915, 165, 16, 0x2b000000), f(935, 166, 16, 0xe000000),
    f(946, 1, 2, 0x9000000), f(947, 1, 2, 0x8000000), f(954, 14, 16, 0x23000000), f(958, 14, 16, 0x1b000000),
    f(1003, 1, 2, 0x11000000), f(1036, 7, 16, 0x4000000), f(1051, 168, 2, 0x16000000), f(1054, 170, 2, 0x21000000),
    f(1108, 172, 2, 0x1000000), f(251, 41, 2, 0x13000000), f(346, 174, 2, 0x2000000), f(361, 176, 2, 0x8000000),
    f(454, 176, 2, 0xd000000), f(475, 177, 16, 0x12000000), f(539, 1, 2, 0x5000000), f(541, 179, 2, 0x10000000),
    f(567, 176, 2, 0xa000000), f(672, 1, 2, 0x3000000), f(707, 181, 2, 0x15000000), f(722, 1, 2, 0xb000000),
    f(737, 7, 2, 0x11000000), f(779, 182, 2, 0x1000000), f(791, 1, 2, 0x6000000), f(792, 184, 2, 0xc000000),
    f(831, 185, 2, 0x9000000), f(844, 1, 2, 0x4000000), f(870, 1, 2, 0xe000000), f(875, 187, 2, 0xf000000),
    f(885, 161, 16, 0x14000000), f(976, 6, 16, 0x7000000), f(705, 188, 16, 0x1000000), f(782, 189, 16, 0x2000000),
    f(784, 190, 16, 0x3000000), f(273, 45, 2, 0x4000000), f(338, 45, 2, 0x3000000), f(451, 192, 2, 0x7000000),
    f(452, 194, 2, 0x13000000), f(557, 1, 2, 0x2000000), f(559, 195, 2, 0xe000000), f(628, 196, 16, 0xc000000),
    f(634, 197, 16, 0xa000000), f(696, 4, 9, 0x1000000), f(804, 199, 2, 0x6000000), f(841, 197, 16, 0xb000000),
    f(871, 201, 2, 0x17000000), f(885, 202, 2, 0x8000000), f(887, 1, 16, 0x18000000), f(888, 204, 2, 0x19000000),
    f(935, 205, 16, 0xf000000), f(980, 197, 16, 0x16000000), f(984, 14, 2, 0x10000000), f(985, 14, 2, 0x11000000),
    f(1037, 1, 2, 0xd000000), f(1038, 206, 2, 0x14000000), f(1057, 14, 2, 0x12000000), f(1098, 208, 2, 0x15000000),
    f(1103, 210, 2, 0x9000000), f(1121, 1, 2, 0x5000000), f(698, 45, 2, 0x1000000), f(750, 212, 2, 0x3000000),
    f(925, 45, 2, 0x2000000), f(273, 45, 2, 0x1040000), f(338, 45, 2, 0x1030000), f(451, 192, 2, 0x1070000),
    f(452, 194, 2, 0x1130000), f(557, 1, 2, 0x1020000), f(559, 195, 2, 0x10e0000), f(628, 196, 16, 0x10c0000),
    f(634, 197, 16, 0x10a0000), f(696, 4, 9, 0x1010000), f(804, 199, 2, 0x1060000), f(841, 197, 16, 0x10b0000),
    f(871, 201, 2, 0x1170000), f(885, 202, 2, 0x1080000), f(887, 1, 16, 0x1180000), f(888, 204, 2, 0x1190000),
    f(935, 205, 16, 0x10f0000), f(980, 197, 16, 0x1160000), f(984, 14, 2, 0x1100000), f(985, 14, 2, 0x1110000),
    f(1024, 1, 2, 0x2000000), f(1037, 1, 2, 0x10d0000), f(1038, 206, 2, 0x1140000), f(1057, 14, 2, 0x1120000),
    f(1098, 208, 2, 0x1150000), f(1103, 210, 2, 0x1090000), f(1121, 1, 2, 0x1050000), f(550, 45, 2, 0x2000000),
    f(581, 4, 9, 0x1000000), f(696, 4, 2, 0x1000000), f(696, 4, 9, 0x1000000), f(345, 4, 9, 0x1000000),
    f(696, 4, 9, 0x1000000), f(874, 1, 16, 0x3000000), f(876, 1, 16, 0x4000000), f(326, 214, 2, 0x3000000),
    f(631, 41, 2, 0x1000000), f(864, 41, 2, 0x2000000), f(696, 4, 9, 0x1000000), f(790, 1, 16, 0x1000000),
    f(269, 215, 16, 0xb000000), f(509, 7, 16, 0x5000000), f(510, 216, 16, 0x9000000), f(898, 7, 16, 0x6000000),
    f(899, 14, 16, 0x3000000), f(900, 7, 16, 0x2000000), f(922, 1, 16, 0xd000000), f(924, 217, 16, 0x1000000),
    f(926, 218, 16, 0xa000000), f(1014, 220, 2, 0x4000000), f(1015, 221, 16, 0xc000000), f(1018, 223, 2, 0x7000000),
    f(1120, 224, 16, 0x8000000), f(441, 225, 2, 0x4000000), f(598, 1, 2, 0x1000000), f(747, 226, 2, 0x2000000),
    f(1050, 7, 16, 0x5000000), f(1082, 1, 2, 0x3000000), f(609, 83, 16, 0x4000000), f(653, 45, 2, 0x8000000),
    f(666, 29, 9, 0x1000000), f(680, 32, 16, 0x5000000), f(706, 227, 16, 0x6000000), f(719, 227, 16, 0x7000000),
    f(1052, 4, 9, 0x2000000), f(1119, 228, 9, 0x3000000), f(289, 97, 16, 0x2040000), f(290, 98, 16, 0x2160000),
    f(291, 229, 16, 0x2120000), f(315, 230, 16, 0x20e0000), f(323, 231, 16, 0x20d0000), f(348, 232, 16, 0x2130000),
    f(376, 233, 16, 0x21c0000), f(435, 234, 16, 0x2100000), f(444, 235, 16, 0x2020000), f(453, 236, 16, 0x21d0000),
    f(490, 103, 16, 0x2110000), f(503, 237, 16, 0x20c0000), f(504, 105, 16, 0x20f0000), f(515, 106, 16, 0x2030000),
    f(519, 238, 16, 0x2050000), f(521, 239, 16, 0x2090000), f(544, 108, 16, 0x2010000), f(557, 240, 16, 0x21e0000),
    f(591, 241, 16, 0x2080000), f(696, 4, 9, 0x1000000), f(704, 111, 16, 0x2070000), f(775, 242, 16, 0x20a0000),
    f(780, 114, 16, 0x2170000), f(805, 115, 16, 0x2180000), f(822, 243, 16, 0x21a0000), f(835, 116, 16, 0x2150000),
    f(837, 244, 16, 0x20b0000), f(908, 245, 16, 0x2190000), f(928, 246, 16, 0x2060000), f(995, 247, 16, 0x21b0000),
    f(1111, 120, 16, 0x2140000), f(616, 6, 2, 0x3000000), f(622, 6, 2, 0x4000000), f(672, 1, 2, 0x6000000),
    f(737, 7, 2, 0x7000000), f(844, 1, 2, 0x5000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(251, 41, 2, 0xa000000), f(252, 249, 2, 0xe000000), f(356, 1, 2, 0x8000000), f(557, 4, 9, 0x6000000),
    f(558, 4, 9, 0x7000000), f(619, 250, 2, 0x3000000), f(696, 4, 9, 0x1000000), f(842, 125, 9, 0x4000000),
    f(885, 161, 16, 0xb000000), f(886, 29, 9, 0x5000000), f(977, 14, 16, 0x9000000), f(981, 250, 2, 0x2000000),
    f(987, 251, 16, 0xf000000), f(1073, 252, 16, 0xd000000), f(1103, 254, 2, 0xc000000), f(861, 256, 9, 0x1000000),
    f(874, 4, 9, 0x2000000), f(581, 4, 9, 0x1000000), f(362, 257, 2, 0x2000000), f(874, 4, 9, 0x1000000),
    f(885, 41, 9, 0x3000000), f(581, 4, 9, 0x1000000), f(696, 4, 9, 0x1000000), f(874, 1, 16, 0x2000000),
    f(811, 259, 2, 0x2000000), f(866, 129, 16, 0x1000000), f(811, 261, 2, 0x2000000), f(866, 263, 2, 0x1000000),
    f(811, 261, 2, 0x2000000), f(866, 263, 2, 0x1000000), f(696, 4, 9, 0x1000000), f(1082, 1, 2, 0x2000000),
    f(1084, 264, 16, 0x3000000), f(350, 265, 16, 0x2000000), f(813, 1, 2, 0x1000000), f(933, 266, 16, 0x3000000),
    f(806, 267, 16, 0x1000000), f(807, 267, 16, 0x2000000), f(987, 251, 16, 0x3000000), f(466, 268, 16, 0x1010000),
    f(488, 32, 2, 0x6000000), f(528, 269, 16, 0x1040000), f(553, 270, 16, 0x1020000), f(569, 32, 2, 0x2000000),
    f(774, 32, 2, 0x4000000), f(1012, 32, 2, 0x5000000), f(1030, 271, 16, 0x1030000), f(1036, 7, 16, 0x7000000),
    f(1042, 32, 2, 0x3000000), f(358, 29, 9, 0x3000000), f(539, 1, 2, 0x5000000), f(545, 32, 2, 0x2000000),
    f(696, 1, 2, 0x1000000), f(826, 272, 2, 0x4000000), f(880, 4, 9, 0x1000000), f(887, 4, 9, 0x2000000),
    f(232, 1, 3, 0x1000000), f(469, 273, 16, 0x2000000), f(258, 14, 16, 0x7000000), f(269, 215, 16, 0xc000000),
    f(309, 274, 16, 0x1000000), f(819, 14, 16, 0x2000000), f(820, 275, 16, 0x9000000), f(839, 14, 16, 0x6000000),
    f(898, 7, 16, 0x8000000), f(899, 14, 16, 0x5000000), f(900, 7, 16, 0x4000000), f(924, 217, 16, 0x3000000),
    f(926, 218, 16, 0xb000000), f(1120, 224, 16, 0xa000000), f(421, 4, 9, 0x2000000), f(696, 4, 9, 0x1000000),
    f(692, 4, 9, 0x3000000), f(693, 276, 16, 0x5000000), f(696, 4, 9, 0x1000000), f(838, 14, 2, 0x2000000),
    f(846, 1, 16, 0x7000000), f(1001, 1, 2, 0x4000000), f(1002, 1, 2, 0x6000000), f(696, 1, 2, 0x1000000),
    f(1082, 1, 16, 0x2000000), f(696, 4, 9, 0x1000000), f(860, 1, 2, 0x2000000), f(640, 1, 16, 0x2000000),
    f(1058, 277, 9, 0x1000000), f(627, 1, 2, 0x4000000), f(893, 1, 2, 0x2000000), f(1058, 1, 2, 0x3000000),
    f(1073, 1, 2, 0x1000000), f(640, 1, 16, 0x2000000), f(1058, 277, 9, 0x1000000), f(696, 4, 9, 0x1000000),
    f(1082, 4, 9, 0x2000000), f(522, 1, 16, 0x2000000), f(523, 1, 16, 0x1000000), f(546, 14, 16, 0x4000000),
    f(901, 1, 16, 0x3000000), f(838, 14, 2, 0x3000000), f(931, 4, 9, 0x1000000), f(957, 4, 9, 0x2000000),
    f(690, 45, 9, 0x1000000), f(765, 1, 2, 0x2000000), f(838, 14, 2, 0x6000000), f(929, 1, 2, 0x4000000),
    f(933, 278, 16, 0x5000000), f(1073, 1, 2, 0x3000000), f(512, 1, 2, 0x2000000), f(838, 14, 2, 0x3000000),
    f(933, 278, 16, 0x4000000), f(1100, 4, 9, 0x1000000), f(397, 32, 16, 0x3000000), f(593, 280, 2, 0x2000000),
    f(696, 4, 2, 0x1010000), f(748, 14, 16, 0x4000000), f(436, 4, 9, 0x1000000), f(512, 1, 16, 0x3000000),
    f(715, 278, 16, 0x5000000), f(838, 14, 16, 0x2000000), f(1093, 5, 2, 0x4000000), f(397, 32, 16, 0x2000000),
    f(593, 282, 2, 0x1000000), f(671, 1, 2, 0x1000000), f(967, 40, 16, 0x2000000), f(1096, 283, 16, 0x1000000),
    f(436, 4, 9, 0x1000000), f(512, 1, 2, 0x2000000), f(750, 5, 2, 0x5000000), f(838, 14, 2, 0x4000000),
    f(933, 278, 16, 0x3000000), f(424, 1, 2, 0x3000000), f(859, 4, 9, 0x1000000), f(891, 1, 2, 0x2000000),
    f(448, 4, 9, 0x1000000), f(765, 4, 9, 0x2000000), f(838, 14, 2, 0x3000000), f(830, 195, 2, 0x2000000),
    f(848, 1, 2, 0x1000000), f(319, 14, 2, 0x8000000), f(320, 14, 2, 0xb000000), f(512, 1, 2, 0x5000000),
    f(570, 1, 16, 0xc000000), f(590, 4, 9, 0x2000000), f(592, 128, 2, 0x4000000), f(641, 29, 9, 0x3000000),
    f(803, 45, 2, 0x7000000), f(838, 14, 2, 0x6000000), f(933, 278, 16, 0xa000000), f(1026, 4, 9, 0x1000000),
    f(324, 4, 9, 0x1000000), f(838, 14, 2, 0x2000000), f(397, 32, 16, 0x2000000), f(970, 285, 8, 0x1000000),
    f(512, 1, 2, 0x3000000), f(557, 4, 9, 0x2000000), f(603, 130, 2, 0x6000000), f(690, 45, 9, 0x1000000),
    f(801, 131, 2, 0x4000000), f(838, 14, 2, 0x8000000), f(933, 278, 16, 0x7000000), f(1073, 132, 2, 0x5000000),
    f(512, 133, 2, 0x9000000), f(514, 4, 9, 0x1000000), f(825, 1, 2, 0x5000000), f(838, 14, 2, 0xa000000),
    f(933, 278, 25, 0x3000000), f(973, 14, 2, 0x4000000), f(991, 134, 2, 0x7000000), f(994, 1, 2, 0x6000000),
    f(1019, 4, 9, 0x2000000), f(1104, 1, 2, 0x8000000), f(397, 32, 16, 0x3000000), f(593, 280, 2, 0x2000000),
    f(748, 14, 16, 0x4000000), f(931, 1, 2, 0x1000000), f(512, 1, 2, 0x3000000), f(838, 14, 2, 0x4000000),
    f(933, 278, 16, 0x5000000), f(1104, 1, 2, 0x1000000), f(1105, 1, 2, 0x2000000), f(696, 4, 9, 0x1000000),
    f(885, 287, 2, 0x2000000), f(902, 288, 16, 0x2000000), f(1033, 289, 16, 0x3000000), f(1112, 290, 16, 0x1000000),
    f(632, 291, 16, 0x1000000), f(692, 4, 9, 0x2000000), f(696, 4, 9, 0x1000000), f(838, 14, 2, 0x3000000),
    f(846, 1, 16, 0x4000000), f(1107, 292, 16, 0x5000000), f(357, 4, 9, 0x1000000), f(862, 4, 9, 0x3000000),
    f(880, 4, 9, 0x2000000), f(810, 135, 9, 0x2000000), f(1116, 29, 9, 0x1000000), f(783, 262, 9, 0x2000000),
    f(1116, 29, 9, 0x1000000), f(609, 83, 16, 0x1000000), f(653, 45, 2, 0x5000000), f(687, 45, 2, 0x6000000),
    f(700, 83, 16, 0x4000000), f(701, 45, 2, 0x2000000), f(1052, 4, 9, 0x3000000), f(349, 293, 16, 0x3000000),
    f(494, 294, 16, 0x1000000), f(498, 295, 16, 0x5000000), f(878, 296, 16, 0x2000000), f(930, 297, 16, 0x4000000),
    f(696, 4, 2, 0x1010000), f(748, 14, 16, 0x2000000), f(696, 4, 2, 0x1010000), f(748, 14, 16, 0x2000000),
    f(466, 268, 16, 0x1000000), f(553, 270, 16, 0x2000000), f(968, 298, 16, 0x4000000), f(1030, 271, 16, 0x3000000),
    f(338, 45, 2, 0x1000000), f(802, 29, 9, 0x1000000), f(945, 4, 24, 0x2000000), f(537, 1, 2, 0x3000000),
    f(554, 300, 2, 0x5000000), f(765, 1, 2, 0x1000000), f(802, 301, 9, 0x2000000), f(917, 302, 2, 0x4000000),
    f(537, 1, 2, 0x2000000), f(802, 301, 9, 0x1000000), f(747, 1, 3, 0x1000000), f(1085, 303, 2, 0x2000000),
    f(235, 45, 2, 0x1000000), f(439, 45, 2, 0x2000000), f(598, 4, 9, 0x1000000), f(688, 32, 16, 0x3000000),
    f(765, 4, 9, 0x2000000), f(494, 294, 16, 0x2000000), f(688, 32, 16, 0x4000000), f(765, 4, 9, 0x1000000),
    f(878, 296, 16, 0x3000000), f(674, 2, 2, 0x1000000), f(971, 76, 9, 0x2000000), f(334, 304, 16, 0x5000000),
    f(348, 305, 16, 0x3000000), f(435, 306, 16, 0x2000000), f(787, 307, 16, 0x6000000), f(928, 308, 16, 0x1000000),
    f(948, 309, 16, 0x4000000), f(533, 1, 2, 0x2000000), f(672, 1, 16, 0x6000000), f(879, 4, 9, 0x1000000),
    f(978, 6, 2, 0x1000000), f(356, 1, 2, 0x7000000), f(468, 29, 9, 0x1000000), f(500, 6, 2, 0x6000000),
    f(672, 1, 2, 0x4000000), f(844, 1, 2, 0x3000000), f(962, 32, 2, 0x2000000), f(978, 6, 2, 0x5000000),
    f(672, 1, 2, 0x2000000), f(844, 1, 2, 0x1000000), f(518, 219, 9, 0x2000000), f(1014, 220, 2, 0x3000000),
    f(1060, 219, 9, 0x1000000), f(557, 310, 16, 0x1000000), f(598, 4, 9, 0x2000000), f(696, 4, 2, 0x1010000),
    f(748, 14, 16, 0x3000000), f(267, 1, 2, 0x1000000), f(493, 4, 9, 0x2000000), f(598, 4, 9, 0x3000000),
    f(748, 125, 16, 0x4000000), f(765, 4, 9, 0x2000000), f(1104, 4, 9, 0x1000000), f(357, 1, 2, 0x1000000),
    f(431, 40, 2, 0x3000000), f(872, 4, 9, 0x2000000), f(598, 4, 9, 0x2000000), f(696, 4, 2, 0x1010000),
    f(748, 14, 16, 0x3000000), f(927, 219, 9, 0x1000000), f(696, 4, 9, 0x1000000), f(1082, 4, 9, 0x2000000),
    f(609, 83, 16, 0x3000000), f(696, 1, 16, 0x1000000), f(748, 14, 16, 0x5000000), f(765, 4, 9, 0x4000000),
    f(963, 1, 16, 0x2000000), f(593, 280, 2, 0x2000000), f(696, 4, 2, 0x1010000), f(748, 14, 16, 0x4000000),
    f(593, 282, 2, 0x1000000), f(318, 1, 2, 0x6000000), f(374, 1, 2, 0x4000000), f(601, 1, 2, 0x5000000),
    f(602, 1, 3, 0x2000000), f(659, 32, 16, 0x3000000), f(963, 1, 3, 0x1000000), f(1074, 5, 2, 0x7000000),
    f(593, 280, 2, 0x2000000), f(696, 4, 2, 0x1010000), f(748, 14, 16, 0x4000000), f(281, 1, 2, 0x1000000),
    f(471, 7, 16, 0x2000000), f(765, 4, 9, 0x3000000), f(561, 1, 3, 0x1000000), f(267, 1, 0, 0x0),
    f(400, 312, 16, 0x2000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(267, 1, 0, 0x0), f(440, 45, 2, 0x5000000),
    f(524, 7, 16, 0x1000000), f(556, 14, 16, 0x6000000), f(604, 1, 0, 0x0), f(752, 14, 16, 0x3000000),
    f(808, 313, 16, 0x2000000), f(823, 1, 16, 0x4000000), f(884, 1, 16, 0x2000000), f(1060, 1, 16, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(1031, 315, 2, 0x2000000), f(674, 2, 2, 0x1000000),
    f(971, 141, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 317, 2, 0x2000000),
    f(982, 318, 2, 0x3000000), f(684, 29, 2, 0x4000000), f(855, 319, 16, 0x1000000), f(938, 154, 2, 0x2000000),
    f(1031, 320, 16, 0x3000000), f(286, 32, 2, 0x5000000), f(346, 322, 2, 0x6000000), f(513, 32, 2, 0x2000000),
    f(737, 7, 2, 0x3000000), f(843, 32, 2, 0x4000000), f(855, 29, 9, 0x1000000), f(622, 6, 2, 0x3000000),
    f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 324, 2, 0x2000000), f(982, 325, 2, 0x3000000),
    f(855, 29, 2, 0x1000000), f(855, 29, 9, 0x1000000), f(938, 1, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 327, 2, 0x2000000), f(982, 328, 2, 0x3000000), f(531, 41, 2, 0x1000000),
    f(920, 329, 16, 0x3000000), f(921, 331, 2, 0x2000000), f(531, 41, 2, 0x1000000), f(1072, 41, 2, 0x2000000),
    f(650, 333, 2, 0x1000000), f(747, 334, 9, 0x2000000), f(919, 330, 9, 0x1000000), f(1085, 45, 2, 0x3000000),
    f(267, 1, 0, 0x0), f(386, 20, 2, 0x2000000), f(563, 14, 16, 0x5000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(999, 5, 2, 0x4000000), f(1058, 1, 2, 0x3000000), f(267, 1, 0, 0x0), f(285, 14, 16, 0x4000000),
    f(560, 337, 2, 0x3000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(934, 338, 2, 0x2000000), f(267, 1, 0, 0x0),
    f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 340, 8, 0x2000000), f(982, 341, 2, 0x3000000),
    f(282, 45, 8, 0x1000000), f(305, 342, 24, 0x3000000), f(471, 7, 24, 0x4000000), f(472, 6, 8, 0x2000000),
    f(1047, 4, 8, 0x1000000), f(267, 1, 2, 0x2000000), f(604, 1, 2, 0x1000000), f(696, 1, 2, 0x3000000),
    f(1060, 1, 2, 0x4000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 344, 2, 0x2000000),
    f(982, 345, 2, 0x3000000), f(249, 14, 16, 0x14000000), f(330, 1, 2, 0x3000000), f(331, 45, 2, 0x12000000),
    f(480, 45, 2, 0x5000000), f(481, 1, 2, 0xa000000), f(482, 346, 2, 0xb000000), f(534, 32, 2, 0xc000000),
    f(578, 346, 16, 0x16000000), f(583, 348, 2, 0x13000000), f(584, 349, 16, 0x11000000), f(636, 1, 16, 0x15000000),
    f(637, 1, 2, 0x8000000), f(638, 45, 2, 0x9000000), f(804, 351, 2, 0x1000000), f(829, 14, 2, 0xd000000),
    f(938, 154, 2, 0x2000000), f(952, 352, 2, 0x7000000), f(953, 353, 16, 0xe000000), f(1055, 1, 16, 0x17000000),
    f(1058, 354, 2, 0x4000000), f(346, 356, 2, 0x2000000), f(635, 357, 2, 0x1000000), f(270, 1, 16, 0x6000000),
    f(696, 1, 2, 0x1000000), f(714, 32, 2, 0x5000000), f(802, 29, 9, 0x3000000), f(826, 272, 2, 0x2000000),
    f(1025, 301, 2, 0x4000000), f(329, 358, 16, 0x1000000), f(622, 6, 9, 0x4000000), f(672, 4, 9, 0x6000000),
    f(737, 7, 2, 0x3000000), f(844, 4, 9, 0x5000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(565, 360, 2, 0x1000000), f(1042, 32, 16, 0x1000000), f(548, 1, 2, 0x2000000), f(581, 1, 2, 0x1000000),
    f(585, 1, 16, 0x3000000), f(804, 362, 2, 0x4000000), f(456, 1, 16, 0x3000000), f(802, 29, 9, 0x1000000),
    f(826, 363, 9, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 365, 2, 0x2000000),
    f(982, 366, 2, 0x3000000), f(307, 19, 2, 0x5000000), f(525, 1, 2, 0x2000000), f(526, 29, 9, 0x7000000),
    f(572, 14, 2, 0x4000000), f(945, 367, 16, 0x1000000), f(1089, 1, 2, 0x3000000), f(1090, 29, 9, 0x8000000),
    f(346, 369, 2, 0x1000000), f(696, 1, 2, 0x2000000), f(699, 1, 2, 0x1000000), f(802, 32, 16, 0x3000000),
    f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000),
    f(1058, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(386, 13, 2, 0x2000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(891, 219, 9, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 372, 2, 0x2000000),
    f(982, 373, 2, 0x3000000), f(684, 32, 2, 0x4000000), f(892, 32, 16, 0x6000000), f(938, 83, 25, 0x1000000),
    f(1031, 315, 9, 0x2000000), f(1067, 374, 2, 0x3000000), f(337, 32, 16, 0x9000000), f(346, 376, 2, 0xa000000),
    f(381, 29, 9, 0x1000000), f(415, 29, 9, 0x3000000), f(731, 32, 2, 0x7000000), f(732, 29, 9, 0x2000000),
    f(733, 29, 9, 0x4000000), f(734, 32, 2, 0x8000000), f(737, 7, 2, 0x5000000), f(1068, 32, 2, 0x6000000),
    f(895, 377, 16, 0x2000000), f(1058, 378, 2, 0x1000000), f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000),
    f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(667, 301, 16, 0x2000000),
    f(668, 301, 16, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 380, 2, 0x2000000),
    f(982, 381, 2, 0x3000000), f(684, 32, 2, 0x5000000), f(770, 14, 2, 0x7000000), f(821, 32, 16, 0x9000000),
    f(855, 32, 16, 0x1000000), f(892, 32, 16, 0x6000000), f(938, 83, 25, 0x2000000), f(997, 382, 2, 0x4000000),
    f(1031, 315, 9, 0x3000000), f(286, 32, 2, 0x4000000), f(337, 32, 16, 0x8000000), f(346, 384, 2, 0x6000000),
    f(737, 7, 2, 0x1000000), f(843, 32, 2, 0x7000000), f(855, 32, 2, 0x2000000), f(1035, 32, 16, 0x9000000),
    f(1061, 32, 2, 0x5000000), f(1069, 32, 2, 0x3000000), f(895, 385, 16, 0x2000000), f(1058, 386, 2, 0x1000000),
    f(622, 6, 2, 0x7000000), f(623, 6, 2, 0x6000000), f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000),
    f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(667, 301, 16, 0x2000000), f(668, 301, 16, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 388, 2, 0x2000000), f(982, 389, 2, 0x3000000),
    f(684, 32, 2, 0x4000000), f(855, 32, 16, 0x1000000), f(938, 83, 25, 0x2000000), f(1031, 315, 2, 0x3000000),
    f(286, 32, 2, 0x5000000), f(346, 391, 2, 0x6000000), f(513, 32, 2, 0x2000000), f(737, 7, 2, 0x3000000),
    f(843, 32, 2, 0x4000000), f(855, 29, 9, 0x1000000), f(1035, 32, 16, 0x7000000), f(622, 6, 2, 0x3000000),
    f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 393, 2, 0x2000000), f(982, 394, 2, 0x3000000),
    f(684, 32, 2, 0x9000000), f(751, 395, 16, 0xb000000), f(776, 396, 16, 0xa000000), f(794, 397, 2, 0x6000000),
    f(855, 32, 16, 0x1000000), f(892, 32, 16, 0x8000000), f(938, 83, 25, 0x2000000), f(950, 4, 8, 0x5000000),
    f(1031, 315, 9, 0x3000000), f(1067, 398, 2, 0x7000000), f(1097, 400, 2, 0x4000000), f(286, 29, 8, 0xb000000),
    f(337, 32, 16, 0x9000000), f(346, 402, 2, 0xa000000), f(382, 32, 2, 0x4000000), f(383, 1, 2, 0x6000000),
    f(737, 7, 2, 0x1000000), f(843, 32, 2, 0x3000000), f(855, 29, 9, 0x2000000), f(1066, 1, 2, 0x7000000),
    f(1069, 32, 2, 0x5000000), f(975, 29, 8, 0x1000000), f(1117, 1, 2, 0x1000000), f(1118, 1, 2, 0x2000000),
    f(895, 403, 16, 0x2000000), f(1058, 378, 2, 0x1000000), f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000),
    f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(668, 301, 16, 0x2000000),
    f(763, 32, 16, 0x1000000), f(232, 1, 2, 0x6000000), f(267, 1, 0, 0x0), f(406, 32, 2, 0xf000000),
    f(407, 6, 2, 0xd000000), f(408, 6, 2, 0xe000000), f(409, 35, 2, 0xc000000), f(459, 33, 9, 0x2000000),
    f(604, 1, 0, 0x0), f(674, 2, 8, 0x1000000), f(728, 1, 2, 0xa000000), f(844, 1, 2, 0x7000000),
    f(849, 3, 2, 0x8000000), f(852, 28, 16, 0x9000000), f(857, 1, 2, 0x4000000), f(858, 1, 2, 0x5000000),
    f(941, 405, 16, 0x3000000), f(1058, 1, 2, 0xb000000), f(370, 29, 9, 0x1000000), f(614, 33, 9, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(982, 407, 2, 0x2000000), f(1075, 408, 2, 0x1000000),
    f(483, 409, 6, 0x4000000), f(527, 45, 2, 0x3000000), f(1060, 1, 2, 0x2000000), f(1077, 1, 2, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 411, 9, 0x2000000), f(982, 412, 2, 0x3000000),
    f(282, 45, 2, 0x2000000), f(1047, 1, 3, 0x1000000), f(282, 45, 2, 0x4000000), f(284, 14, 2, 0x1000000),
    f(456, 1, 2, 0x3000000), f(1073, 408, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 414, 9, 0x2000000), f(982, 415, 2, 0x3000000), f(483, 409, 6, 0x5000000), f(527, 45, 2, 0x4000000),
    f(723, 416, 16, 0x2000000), f(873, 417, 16, 0x1000000), f(1060, 1, 2, 0x6000000), f(1073, 1, 2, 0x3000000),
    f(260, 125, 9, 0x1000000), f(403, 14, 2, 0x4000000), f(458, 1, 2, 0x3000000), f(844, 1, 2, 0x2000000),
    f(765, 1, 2, 0x1000000), f(1087, 1, 2, 0x2000000), f(495, 418, 16, 0x8000000), f(525, 1, 2, 0x3000000),
    f(609, 419, 16, 0x9000000), f(696, 1, 2, 0x7000000), f(699, 1, 2, 0x1000000), f(872, 1, 2, 0x5000000),
    f(1005, 1, 2, 0x6000000), f(1087, 1, 2, 0x2000000), f(1089, 1, 2, 0x4000000), f(836, 1, 2, 0x1000000),
    f(867, 421, 2, 0x2000000), f(836, 1, 2, 0x1000000), f(867, 92, 2, 0x2000000), f(598, 4, 9, 0x1000000),
    f(747, 4, 9, 0x2000000), f(1085, 45, 2, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 423, 9, 0x2000000), f(982, 415, 2, 0x3000000), f(723, 416, 16, 0x2000000), f(873, 417, 16, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 425, 9, 0x2000000), f(982, 426, 2, 0x3000000),
    f(699, 1, 2, 0x1000000), f(458, 1, 2, 0x4000000), f(564, 125, 9, 0x3000000), f(724, 428, 9, 0x2000000),
    f(882, 430, 9, 0x1000000), f(725, 45, 2, 0x2000000), f(1088, 45, 9, 0x1000000), f(266, 45, 2, 0x2000000),
    f(881, 45, 2, 0x4000000), f(885, 45, 2, 0x3000000), f(1088, 45, 9, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 414, 9, 0x2000000), f(982, 415, 2, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 433, 3, 0x2000000), f(982, 434, 2, 0x3000000), f(295, 435, 16, 0x5000000),
    f(665, 29, 9, 0x3000000), f(676, 437, 2, 0x4000000), f(685, 32, 16, 0x2000000), f(909, 438, 9, 0x1000000),
    f(346, 440, 2, 0x6000000), f(380, 442, 8, 0x5000000), f(382, 32, 2, 0x3000000), f(416, 29, 9, 0x4000000),
    f(617, 6, 16, 0x2000000), f(737, 7, 16, 0x1000000), f(907, 443, 16, 0x2000000), f(910, 443, 16, 0x1000000),
    f(359, 444, 16, 0x7000000), f(477, 445, 16, 0x5000000), f(735, 446, 16, 0x2000000), f(797, 447, 16, 0x3000000),
    f(872, 448, 16, 0x4000000), f(1058, 4, 9, 0x1000000), f(267, 1, 2, 0x3000000), f(604, 4, 9, 0x1000000),
    f(696, 4, 9, 0x2000000), f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000),
    f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(359, 449, 16, 0x7000000), f(477, 450, 16, 0x5000000),
    f(735, 451, 16, 0x2000000), f(797, 452, 16, 0x3000000), f(872, 453, 16, 0x4000000), f(1058, 4, 9, 0x1000000),
    f(798, 455, 2, 0x2000000), f(936, 1, 16, 0x1000000), f(974, 32, 16, 0x3000000), f(1049, 40, 16, 0x4000000),
    f(355, 4, 9, 0x3000000), f(696, 4, 9, 0x1000000), f(1022, 456, 9, 0x2000000), f(675, 457, 9, 0x1000000),
    f(1022, 456, 9, 0x2000000), f(412, 438, 9, 0x1000000), f(675, 457, 9, 0x3000000), f(1022, 456, 9, 0x2000000),
    f(675, 457, 9, 0x1000000), f(1022, 456, 9, 0x2000000), f(696, 4, 9, 0x1000000), f(1022, 456, 9, 0x2000000),
    f(355, 4, 9, 0x3000000), f(377, 458, 9, 0x2000000), f(696, 4, 9, 0x1000000), f(377, 458, 9, 0x2000000),
    f(675, 457, 9, 0x1000000), f(377, 458, 9, 0x2000000), f(412, 438, 9, 0x3000000), f(675, 457, 9, 0x1000000),
    f(377, 458, 9, 0x2000000), f(675, 457, 9, 0x1000000), f(377, 458, 9, 0x2000000), f(696, 4, 9, 0x1000000),
    f(774, 29, 9, 0x3000000), f(1058, 4, 9, 0x1000000), f(1082, 29, 9, 0x2000000), f(287, 32, 16, 0x4000000),
    f(288, 40, 16, 0x3000000), f(1058, 4, 9, 0x1000000), f(1082, 40, 16, 0x2000000), f(696, 4, 9, 0x1000000),
    f(938, 83, 16, 0x2000000), f(287, 32, 16, 0x3000000), f(288, 40, 16, 0x2000000), f(1082, 40, 16, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 460, 3, 0x2000000), f(982, 461, 2, 0x3000000),
    f(665, 29, 9, 0x3000000), f(685, 32, 16, 0x2000000), f(909, 462, 9, 0x1000000), f(1023, 32, 16, 0x4000000),
    f(378, 32, 16, 0x5000000), f(382, 29, 9, 0x3000000), f(416, 29, 9, 0x4000000), f(617, 6, 16, 0x2000000),
    f(737, 7, 16, 0x1000000), f(267, 1, 2, 0x3000000), f(604, 4, 9, 0x1000000), f(696, 4, 9, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 464, 3, 0x2000000), f(982, 465, 2, 0x3000000),
    f(344, 466, 2, 0x3000000), f(486, 32, 16, 0x7000000), f(594, 467, 9, 0x5000000), f(911, 4, 9, 0x1000000),
    f(979, 7, 16, 0x2000000), f(1013, 32, 16, 0x6000000), f(1016, 14, 16, 0x4000000), f(1041, 1, 16, 0x8000000),
    f(233, 468, 2, 0x1000000), f(618, 6, 16, 0x4000000), f(620, 6, 16, 0x5000000), f(674, 2, 2, 0x1000000),
    f(971, 469, 2, 0x2000000), f(234, 7, 16, 0x3000000), f(293, 32, 16, 0x7000000), f(294, 32, 16, 0xc000000),
    f(340, 470, 16, 0x9000000), f(342, 32, 16, 0x2000000), f(643, 1, 16, 0xf000000), f(646, 14, 16, 0x5000000),
    f(660, 32, 16, 0xd000000), f(757, 32, 16, 0x1000000), f(788, 471, 16, 0xb000000), f(795, 472, 16, 0xe000000),
    f(938, 83, 16, 0x4000000), f(1011, 473, 16, 0x10000000), f(1016, 14, 16, 0xa000000), f(1031, 315, 9, 0x6000000),
    f(1056, 32, 16, 0x8000000), f(897, 475, 9, 0x1000000), f(897, 477, 9, 0x1000000), f(232, 478, 9, 0x1000000),
    f(739, 479, 16, 0x2000000), f(740, 481, 2, 0x3000000), f(1009, 32, 16, 0x2000000), f(1010, 1, 16, 0x1000000),
    f(357, 1, 16, 0x1000000), f(747, 482, 9, 0x2000000), f(1085, 303, 9, 0x3000000), f(982, 4, 8, 0x2000000),
    f(1058, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 469, 2, 0x2000000),
    f(982, 484, 2, 0x3000000), f(233, 32, 2, 0x4000000), f(339, 1, 2, 0x7000000), f(341, 6, 16, 0x3000000),
    f(346, 486, 2, 0x1000000), f(484, 32, 2, 0x6000000), f(485, 1, 16, 0xa000000), f(842, 32, 16, 0x9000000),
    f(976, 6, 16, 0x2000000), f(1008, 32, 2, 0x5000000), f(1034, 32, 16, 0xb000000), f(1062, 487, 16, 0x8000000),
    f(616, 6, 2, 0x3000000), f(622, 6, 2, 0x4000000), f(672, 1, 2, 0x6000000), f(844, 1, 2, 0x5000000),
    f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000), f(484, 257, 2, 0x2000000), f(1008, 257, 2, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 489, 9, 0x2000000), f(982, 490, 2, 0x3000000),
    f(471, 32, 16, 0x8000000), f(483, 409, 6, 0x6000000), f(527, 45, 2, 0x4000000), f(860, 19, 9, 0x1000000),
    f(963, 4, 9, 0x7000000), f(1060, 1, 2, 0x3000000), f(1071, 492, 2, 0x5000000), f(1077, 1, 2, 0x2000000),
    f(317, 19, 2, 0x2000000), f(346, 494, 2, 0x1000000), f(622, 6, 2, 0x5000000), f(623, 6, 2, 0x4000000),
    f(672, 1, 2, 0x3000000), f(844, 1, 2, 0x2000000), f(982, 4, 9, 0x6000000), f(1058, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 496, 2, 0x2000000), f(365, 1, 2, 0x1000000),
    f(761, 497, 16, 0x2000000), f(265, 1, 16, 0x1000000), f(604, 4, 9, 0x2000000), f(696, 4, 9, 0x3000000),
    f(699, 1, 16, 0x5000000), f(918, 1, 24, 0x4000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 499, 2, 0x2000000), f(982, 500, 2, 0x3000000), f(396, 501, 16, 0x1000000), f(566, 1, 16, 0x4000000),
    f(897, 503, 2, 0x3000000), f(1045, 505, 2, 0x2000000), f(635, 506, 2, 0x1000000), f(872, 80, 16, 0x3000000),
    f(945, 507, 16, 0x4000000), f(537, 1, 2, 0x1000000), f(552, 508, 16, 0x2010000), f(551, 45, 2, 0x1000000),
    f(931, 1, 2, 0x2000000), f(565, 510, 2, 0x1000000), f(696, 4, 9, 0x1000000), f(802, 511, 2, 0x2000000),
    f(767, 513, 9, 0x1000000), f(548, 1, 2, 0x2000000), f(581, 1, 2, 0x1000000), f(804, 515, 2, 0x4000000),
    f(696, 1, 2, 0x1000000), f(730, 32, 2, 0x2000000), f(292, 516, 9, 0x2000000), f(765, 1, 2, 0x1000000),
    f(766, 517, 25, 0x3000000), f(456, 1, 16, 0x3000000), f(802, 29, 9, 0x1000000), f(826, 363, 9, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 519, 3, 0x2000000), f(762, 520, 17, 0x1000000),
    f(525, 1, 2, 0x1000000), f(696, 1, 3, 0x4000000), f(699, 1, 2, 0x3000000), f(872, 1, 3, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 522, 2, 0x2000000), f(442, 524, 2, 0x3000000),
    f(565, 526, 2, 0x2000000), f(796, 527, 8, 0x1000000), f(800, 529, 2, 0x4000000), f(804, 531, 2, 0x1000000),
    f(1046, 533, 2, 0x2000000), f(508, 533, 2, 0x2000000), f(804, 531, 2, 0x1000000), f(447, 32, 16, 0x3000000),
    f(802, 301, 16, 0x2000000), f(826, 30, 16, 0x1000000), f(582, 534, 16, 0x3000000), f(700, 83, 16, 0x2000000),
    f(796, 83, 16, 0x1000000), f(321, 4, 9, 0x1000000), f(462, 45, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 536, 2, 0x2000000), f(982, 537, 2, 0x3000000), f(322, 45, 2, 0x1000000),
    f(346, 356, 2, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 539, 2, 0x2000000),
    f(982, 540, 2, 0x3000000), f(668, 301, 16, 0x3000000), f(679, 301, 16, 0x1000000), f(938, 541, 16, 0x2000000),
    f(1063, 542, 16, 0x4000000), f(346, 356, 2, 0x7000000), f(379, 29, 8, 0x4000000), f(414, 29, 8, 0x5000000),
    f(427, 543, 2, 0x2000000), f(428, 29, 8, 0x3000000), f(470, 29, 8, 0x6000000), f(737, 7, 2, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(894, 545, 9, 0x3000000), f(1004, 547, 2, 0x2000000),
    f(265, 4, 8, 0x1000000), f(604, 4, 9, 0x2000000), f(696, 4, 9, 0x3000000), f(265, 1, 2, 0x2000000),
    f(604, 4, 9, 0x1000000), f(696, 4, 9, 0x3000000), f(699, 1, 2, 0x4000000), f(245, 549, 16, 0x3000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(897, 551, 8, 0x2000000), f(332, 552, 2, 0x1000000),
    f(266, 45, 2, 0x2000000), f(725, 45, 2, 0x5000000), f(881, 45, 2, 0x4000000), f(885, 45, 2, 0x3000000),
    f(1088, 45, 9, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(894, 545, 9, 0x3000000),
    f(1004, 547, 2, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(897, 551, 8, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 556, 9, 0x2000000), f(276, 14, 16, 0x1000000),
    f(511, 1, 16, 0x5000000), f(709, 7, 16, 0x9000000), f(793, 14, 16, 0x2000000), f(815, 14, 16, 0xb000000),
    f(868, 14, 16, 0x7000000), f(923, 14, 16, 0x8000000), f(949, 14, 16, 0xa000000), f(989, 14, 16, 0x4000000),
    f(1048, 558, 2, 0x6000000), f(1101, 257, 2, 0x3000000), f(281, 4, 9, 0x1000000), f(471, 7, 16, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 560, 9, 0x2000000), f(438, 562, 9, 0x1000000),
    f(248, 563, 16, 0x4000000), f(696, 4, 9, 0x1000000), f(711, 4, 9, 0x2000000), f(1053, 45, 8, 0x3000000),
    f(370, 32, 16, 0x1000000), f(267, 1, 0, 0x0), f(310, 40, 16, 0x4000000), f(604, 1, 0, 0x0),
    f(670, 40, 16, 0x5000000), f(674, 2, 2, 0x1000000), f(720, 83, 16, 0x2000000), f(990, 4, 9, 0x3000000),
    f(259, 14, 16, 0x6000000), f(261, 567, 2, 0x8000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(691, 45, 2, 0x5000000), f(761, 5, 2, 0x3000000), f(828, 4, 9, 0x2000000), f(845, 113, 16, 0x4000000),
    f(1095, 568, 16, 0x7000000), f(652, 570, 2, 0x1000000), f(598, 4, 9, 0x1000000), f(1085, 45, 9, 0x2000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 572, 9, 0x2000000), f(982, 573, 2, 0x3000000),
    f(278, 4, 9, 0x1000000), f(713, 4, 9, 0x3000000), f(969, 574, 9, 0x2000000), f(275, 575, 16, 0x3000000),
    f(277, 125, 9, 0x1000000), f(279, 5, 2, 0x2000000), f(417, 575, 16, 0x4000000), f(571, 576, 16, 0x2000000),
    f(777, 1, 16, 0x1000000), f(457, 32, 16, 0x3000000), f(672, 1, 2, 0x2000000), f(1039, 6, 2, 0x1000000),
    f(267, 1, 0, 0x0), f(437, 4, 9, 0x2000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(761, 5, 2, 0x3000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 579, 2, 0x2000000), f(487, 580, 16, 0x5000000),
    f(648, 582, 2, 0x6000000), f(649, 583, 16, 0x2000000), f(695, 585, 2, 0x4000000), f(758, 586, 16, 0x1000000),
    f(851, 587, 2, 0x7000000), f(1086, 589, 2, 0x3000000), f(473, 4, 9, 0x2000000), f(696, 4, 9, 0x1000000),
    f(463, 591, 2, 0x4000000), f(655, 592, 16, 0x7000000), f(700, 83, 16, 0x1000000), f(736, 83, 16, 0x2000000),
    f(882, 591, 2, 0x3000000), f(271, 593, 16, 0x3000000), f(595, 594, 16, 0x4000000), f(764, 595, 9, 0x2000000),
    f(267, 1, 2, 0x1000000), f(604, 1, 2, 0x2000000), f(473, 4, 9, 0x2000000), f(696, 4, 9, 0x1000000),
    f(266, 45, 2, 0x2020100), f(268, 45, 2, 0x2020200), f(746, 597, 2, 0x2010000), f(881, 45, 2, 0x1000000),
    f(885, 45, 2, 0x2020300), f(918, 598, 16, 0x2020400), f(473, 1, 2, 0x1000000), f(473, 1, 2, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 600, 2, 0x2000000), f(656, 583, 16, 0x3000000),
    f(759, 601, 16, 0x2000000), f(799, 1, 2, 0x1000000), f(696, 1, 2, 0x1000000), f(699, 1, 2, 0x2000000),
    f(760, 1, 16, 0x4000000), f(938, 83, 16, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(1115, 604, 2, 0x2000000), f(243, 45, 9, 0x8000000), f(328, 605, 9, 0x2000000), f(487, 580, 16, 0x4000000),
    f(648, 582, 2, 0xc000000), f(655, 592, 16, 0x9000000), f(696, 4, 9, 0x1000000), f(700, 83, 16, 0x5000000),
    f(736, 83, 16, 0xb000000), f(851, 587, 16, 0xa000000), f(897, 607, 2, 0x3000000), f(961, 608, 25, 0x6000000),
    f(1042, 32, 16, 0x7000000), f(307, 19, 2, 0x2000000), f(945, 609, 16, 0x1000000), f(1070, 1, 16, 0x3000000),
    f(266, 45, 2, 0x2010000), f(268, 45, 2, 0x2020000), f(746, 597, 2, 0x1000000), f(885, 45, 2, 0x2030000),
    f(918, 598, 16, 0x2040000), f(696, 4, 9, 0x2000000), f(699, 4, 9, 0x1000000), f(765, 1, 16, 0x3000000),
    f(802, 32, 16, 0x4000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 611, 2, 0x2000000),
    f(982, 612, 2, 0x3000000), f(283, 614, 2, 0x5000000), f(487, 580, 16, 0x4000000), f(648, 582, 2, 0x6000000),
    f(649, 583, 16, 0x2000000), f(758, 586, 16, 0x1000000), f(1081, 616, 2, 0x3000000), f(1086, 617, 2, 0x7000000),
    f(346, 618, 2, 0x3000000), f(737, 7, 2, 0x1000000), f(1059, 619, 16, 0x2000000), f(598, 4, 9, 0x1000000),
    f(1083, 4, 9, 0x2000000), f(473, 4, 9, 0x1000000), f(672, 1, 2, 0x2000000), f(673, 1, 2, 0x4000000),
    f(844, 1, 16, 0x3000000), f(474, 621, 2, 0x1000000), f(494, 4, 9, 0x2000000), f(1113, 4, 9, 0x3000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 623, 3, 0x2000000), f(656, 583, 16, 0x3000000),
    f(759, 601, 16, 0x2000000), f(799, 1, 3, 0x1000000), f(1080, 625, 3, 0x4000000), f(267, 1, 0, 0x0),
    f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(1115, 628, 2, 0x2000000), f(243, 45, 9, 0x8000000),
    f(328, 605, 9, 0x2000000), f(487, 580, 16, 0x4000000), f(648, 582, 2, 0xb000000), f(655, 592, 16, 0x9000000),
    f(696, 4, 9, 0x1000000), f(700, 83, 16, 0x5000000), f(736, 83, 16, 0xa000000), f(897, 607, 2, 0x3000000),
    f(961, 608, 25, 0x6000000), f(1042, 32, 16, 0x7000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 630, 9, 0x2000000), f(982, 631, 2, 0x3000000), f(368, 632, 16, 0x9000000),
    f(525, 4, 9, 0x1000000), f(697, 633, 9, 0x3000000), f(814, 14, 2, 0xa000000), f(918, 4, 9, 0x4000000),
    f(1091, 635, 9, 0x7000000), f(229, 633, 8, 0x2000000), f(346, 637, 8, 0x1000000), f(737, 7, 2, 0x4000000),
    f(996, 45, 8, 0x3000000), f(997, 4, 9, 0x1000000), f(1114, 638, 16, 0x2000000), f(312, 45, 2, 0x6000000),
    f(604, 4, 9, 0x4000000), f(633, 1, 2, 0x5000000), f(781, 4, 9, 0x1000000), f(960, 45, 2, 0x3000000),
    f(965, 1, 2, 0x2000000), f(237, 640, 2, 0x6000000), f(405, 14, 2, 0x7000000), f(411, 1, 16, 0x8000000),
    f(696, 4, 9, 0x1000000), f(916, 641, 16, 0x4000000), f(937, 643, 2, 0x9000000), f(942, 125, 9, 0x2000000),
    f(988, 125, 9, 0x3000000), f(1006, 644, 16, 0x5000000), f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000),
    f(737, 7, 2, 0x6000000), f(844, 1, 2, 0x4000000), f(982, 4, 9, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(328, 645, 16, 0x2000000), f(369, 45, 9, 0x3000000), f(413, 1, 2, 0x4000000), f(507, 1, 2, 0x3000000),
    f(596, 4, 9, 0x6000000), f(696, 4, 9, 0x1000000), f(816, 32, 2, 0x5000000), f(1058, 4, 9, 0x2000000),
    f(743, 646, 16, 0x1000000), f(596, 4, 9, 0x1000000), f(906, 647, 16, 0x2000000), f(982, 648, 16, 0x1000000),
    f(307, 19, 2, 0x2000000), f(945, 649, 16, 0x1000000), f(1070, 1, 16, 0x3000000), f(13, 1, 16, 0x3000000),
    f(14, 1, 2, 0x2000000), f(236, 650, 16, 0x21000000), f(238, 650, 16, 0x1e000000), f(247, 652, 2, 0x19000000),
    f(264, 652, 2, 0x1b000000), f(395, 13, 16, 0x8000000), f(399, 653, 2, 0x22000000), f(404, 655, 2, 0x20000000),
    f(413, 1, 2, 0x4000000), f(450, 656, 2, 0x14000000), f(461, 13, 16, 0x24000000), f(464, 14, 2, 0xa000000),
    f(465, 14, 2, 0xc000000), f(478, 657, 16, 0x23000000), f(507, 1, 2, 0x6000000), f(555, 1, 2, 0x1000000),
    f(593, 658, 16, 0x18000000), f(661, 7, 16, 0x10000000), f(662, 7, 16, 0xd000000), f(664, 7, 16, 0x15000000),
    f(669, 659, 16, 0x9000000), f(681, 7, 16, 0x11000000), f(682, 7, 16, 0xe000000), f(683, 7, 16, 0x16000000),
    f(686, 659, 16, 0xb000000), f(694, 659, 16, 0x13000000), f(726, 646, 16, 0x1c000000), f(729, 14, 2, 0x25000000),
    f(741, 652, 2, 0x1a000000), f(768, 1, 2, 0xf000000), f(769, 653, 2, 0x1f000000), f(824, 653, 2, 0x1d000000),
    f(865, 45, 2, 0x17000000), f(1044, 1, 2, 0x7000000), f(1058, 1, 2, 0x5000000), f(1064, 14, 2, 0x12000000),
    f(1123, 14, 2, 0x27000000), f(1124, 14, 2, 0x28000000), f(1125, 45, 2, 0x29000000), f(1126, 1, 16, 0x2a000000),
    f(1127, 1, 16, 0x2b000000), f(1128, 14, 16, 0x26000000), f(1129, 661, 2, 0x2c000000), f(610, 1, 16, 0x3000000),
    f(972, 4, 9, 0x1000000), f(983, 4, 9, 0x2000000), f(696, 4, 9, 0x2000000), f(699, 4, 9, 0x1000000),
    f(765, 1, 16, 0x3000000), f(802, 32, 16, 0x4000000), f(413, 1, 2, 0x1000000), f(1070, 1, 2, 0x2000000),
    f(493, 1, 2, 0x5000000), f(672, 1, 2, 0x2000000), f(673, 1, 2, 0x3000000), f(749, 14, 16, 0x6000000),
    f(844, 662, 16, 0x4000000), f(896, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(413, 1, 2, 0x4000000),
    f(520, 14, 2, 0x3000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(809, 156, 16, 0x5000000),
    f(1082, 29, 8, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 665, 2, 0x2000000),
    f(231, 33, 16, 0x3000000), f(536, 1, 16, 0x1000000), f(624, 32, 16, 0x2000000), f(625, 32, 16, 0x5000000),
    f(812, 1, 16, 0x7000000), f(854, 33, 16, 0x4000000), f(997, 1, 16, 0x6000000), f(267, 1, 0, 0x0),
    f(530, 4, 9, 0x2000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(755, 667, 16, 0x3000000),
    f(913, 668, 16, 0x4000000), f(789, 41, 2, 0x1000000), f(716, 154, 2, 0x1000000), f(1051, 168, 2, 0x2000000),
    f(240, 670, 9, 0x4000000), f(267, 1, 0, 0x0), f(448, 672, 8, 0x2000000), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(804, 674, 8, 0x3000000), f(241, 257, 9, 0x1000000), f(346, 675, 2, 0x2000000), f(410, 5, 2, 0x5000000),
    f(535, 676, 16, 0x8000000), f(548, 1, 16, 0x3000000), f(713, 1, 16, 0x6000000), f(1027, 28, 16, 0x4000000),
    f(1130, 1, 16, 0x7000000), f(270, 1, 16, 0x4000000), f(696, 1, 16, 0x1000000), f(802, 32, 16, 0x3000000),
    f(826, 30, 16, 0x2000000), f(842, 14, 16, 0x1000000), f(951, 14, 16, 0x2000000), f(1034, 14, 16, 0x3000000),
    f(505, 678, 2, 0x2000000), f(506, 680, 2, 0x1000000), f(696, 4, 9, 0x1000000), f(696, 4, 9, 0x1000000),
    f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 682, 9, 0x2000000), f(347, 684, 2, 0x2000000),
    f(476, 1, 16, 0x4000000), f(939, 686, 2, 0x1000000), f(742, 687, 16, 0x1010000), f(314, 688, 16, 0x1000000),
    f(436, 4, 9, 0x1000000), f(761, 13, 9, 0x2000000), f(473, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 690, 9, 0x2000000), f(982, 691, 2, 0x3000000), f(422, 692, 8, 0x1000000),
    f(253, 693, 16, 0x1000000), f(422, 695, 2, 0x4000000), f(869, 697, 2, 0x2000000), f(347, 699, 2, 0x3000000),
    f(352, 701, 2, 0x2000000), f(864, 703, 8, 0x1000000), f(256, 6, 16, 0x5000000), f(422, 704, 2, 0x1000000),
    f(716, 129, 16, 0x3000000), f(346, 618, 8, 0x4000000), f(386, 13, 16, 0x5000000), f(419, 4, 9, 0x3000000),
    f(436, 4, 9, 0x1000000), f(703, 705, 16, 0x6000000), f(801, 4, 9, 0x2000000), f(956, 1, 16, 0x7000000),
    f(265, 1, 2, 0x1000000), f(696, 4, 9, 0x4000000), f(872, 4, 9, 0x3000000), f(1060, 4, 9, 0x5000000),
    f(742, 687, 16, 0x2010000), f(864, 45, 2, 0x1000000), f(429, 1, 16, 0x3000000), f(647, 1, 16, 0x2000000),
    f(864, 45, 2, 0x1000000), f(460, 706, 16, 0x2000000), f(501, 708, 2, 0x3000000), f(696, 4, 9, 0x1000000),
    f(347, 710, 2, 0x2000000), f(889, 712, 2, 0x1000000), f(532, 1, 2, 0x3000000), f(577, 1, 2, 0x1000000),
    f(586, 45, 2, 0x2000000), f(242, 14, 16, 0x5000000), f(254, 713, 2, 0x3000000), f(310, 714, 16, 0x7000000),
    f(370, 7, 2, 0x4000000), f(420, 4, 9, 0x1000000), f(939, 686, 2, 0x2000000), f(1051, 716, 2, 0x6000000),
    f(254, 713, 2, 0x4000000), f(310, 714, 16, 0x7000000), f(370, 7, 2, 0x5000000), f(420, 4, 9, 0x2000000),
    f(696, 4, 9, 0x1000000), f(939, 686, 2, 0x3000000), f(1051, 716, 2, 0x6000000), f(742, 687, 16, 0x3010000),
    f(864, 45, 2, 0x2000000), f(969, 717, 9, 0x1000000), f(242, 14, 16, 0x5000000), f(297, 45, 2, 0x7000000),
    f(298, 45, 2, 0x8000000), f(353, 41, 2, 0xa000000), f(419, 4, 9, 0x4000000), f(436, 4, 9, 0x2000000),
    f(801, 4, 9, 0x3000000), f(860, 4, 9, 0x1000000), f(956, 1, 16, 0x9000000), f(1051, 716, 2, 0x6000000),
    f(864, 41, 2, 0x1000000), f(441, 718, 2, 0x4000000), f(598, 1, 2, 0x1000000), f(747, 719, 2, 0x2000000),
    f(1050, 7, 16, 0x5000000), f(1082, 1, 2, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000),
    f(971, 721, 9, 0x2000000), f(674, 2, 2, 0x1000000), f(971, 690, 9, 0x2000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 723, 9, 0x2000000), f(246, 14, 16, 0x5000000), f(422, 725, 2, 0x6000000),
    f(436, 4, 9, 0x1000000), f(713, 1, 16, 0x3000000), f(716, 129, 16, 0x4000000), f(773, 14, 16, 0x7000000),
    f(801, 726, 9, 0x2000000), f(959, 728, 2, 0x8000000), f(246, 14, 16, 0x7000000), f(257, 14, 16, 0xc000000),
    f(280, 730, 2, 0x2000000), f(297, 45, 2, 0xa000000), f(298, 45, 2, 0xb000000), f(299, 14, 16, 0x9000000),
    f(310, 732, 2, 0x3000000), f(354, 734, 2, 0x4000000), f(696, 4, 9, 0x1000000), f(708, 736, 2, 0xd000000),
    f(713, 1, 16, 0x5000000), f(716, 129, 16, 0x6000000), f(1021, 738, 2, 0x8000000), f(517, 219, 9, 0x2000000),
    f(696, 4, 9, 0x1000000), f(883, 219, 9, 0x3000000), f(372, 740, 3, 0x2000000), f(696, 4, 9, 0x1000000),
    f(301, 14, 16, 0x3000000), f(302, 741, 2, 0x7000000), f(573, 7, 16, 0x2000000), f(579, 220, 2, 0x6000000),
    f(998, 1, 16, 0x4000000), f(1000, 45, 2, 0x8000000), f(1089, 1, 16, 0x5000000), f(1091, 45, 2, 0x9000000),
    f(863, 742, 16, 0x2000000), f(1082, 40, 9, 0x1000000), f(371, 4, 9, 0x1000000), f(372, 740, 3, 0x2000000),
    f(255, 40, 16, 0x2000000), f(311, 1, 16, 0x1000000), f(441, 743, 9, 0x3000000), f(598, 4, 9, 0x1000000),
    f(1040, 6, 16, 0x4000000), f(1082, 1, 2, 0x2000000), f(1082, 40, 9, 0x1000000), f(395, 40, 24, 0x1000000),
    f(1078, 744, 16, 0x4000000), f(1079, 745, 2, 0x3000000), f(658, 40, 16, 0x2000000), f(678, 40, 17, 0x1000000),
    f(986, 40, 16, 0x3000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0), f(674, 2, 2, 0x1000000), f(971, 747, 2, 0x2000000),
    f(982, 748, 2, 0x3000000), f(430, 749, 16, 0x3000000), f(657, 29, 8, 0x2000000), f(818, 750, 9, 0x1000000),
    f(897, 752, 2, 0x4000000), f(346, 754, 2, 0x1000000), f(1058, 4, 9, 0x1000000), f(696, 4, 9, 0x1000000),
    f(724, 756, 2, 0x3000000), f(882, 758, 2, 0x2000000), f(1004, 760, 9, 0x1000000), f(622, 6, 2, 0x3000000),
    f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000), f(982, 1, 2, 0x2000000), f(1058, 1, 2, 0x1000000),
    f(725, 257, 9, 0x6000000), f(1088, 257, 9, 0x1000000), f(266, 257, 9, 0x2000000), f(333, 14, 2, 0x4000000),
    f(701, 257, 8, 0x5000000), f(885, 257, 9, 0x3000000), f(1088, 257, 9, 0x1000000), f(525, 761, 16, 0x3000000),
    f(604, 4, 9, 0x1000000), f(946, 762, 16, 0x4000000), f(1073, 763, 16, 0x2000000), f(696, 4, 9, 0x1000000),
    f(696, 4, 9, 0x2000000), f(699, 4, 9, 0x1000000), f(696, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(604, 1, 0, 0x0),
    f(674, 2, 2, 0x1000000), f(971, 765, 2, 0x2000000), f(982, 766, 2, 0x3000000), f(467, 767, 16, 0x3000000),
    f(630, 768, 16, 0x2000000), f(1058, 4, 9, 0x1000000), f(346, 770, 2, 0x1000000), f(626, 32, 16, 0x2000000),
    f(721, 32, 16, 0x1000000), f(304, 32, 16, 0x4000000), f(626, 32, 16, 0x3000000), f(629, 771, 2, 0x2000000),
    f(721, 32, 24, 0x1000000), f(622, 6, 2, 0x3000000), f(672, 1, 2, 0x5000000), f(844, 1, 2, 0x4000000),
    f(982, 1, 2, 0x2000000), f(1058, 1, 2, 0x1000000), f(834, 772, 16, 0x2000000), f(1058, 4, 9, 0x1000000),
    f(529, 29, 8, 0x2000000), f(832, 29, 8, 0x3000000), f(833, 29, 8, 0x1000000), f(364, 1, 2, 0x3000000),
    f(853, 7, 16, 0x4000000), f(884, 1, 2, 0x2000000), f(940, 1, 2, 0x1000000), f(955, 775, 16, 0x5000000),
    f(938, 4, 9, 0x1000000), f(267, 1, 0, 0x0), f(335, 32, 2, 0x6000000), f(418, 777, 16, 0x5000000), f(604, 1, 0, 0x0),
    f(672, 1, 2, 0x3000000), f(674, 778, 2, 0x1000000), f(844, 1, 2, 0x4000000), f(982, 1, 2, 0x2000000),
    f(313, 780, 2, 0x4000000), f(525, 1, 2, 0x2000000), f(604, 1, 2, 0x3000000), f(696, 1, 2, 0x1000000),
    f(890, 32, 2, 0x5000000), f(1060, 1, 2, 0x6000000), f(492, 1, 2, 0x3000000), f(672, 1, 2, 0x2000000),
    f(844, 1, 2, 0x1000000),
];

/// Every shape: type, flags, merge key, default, enumeration, format.
pub(crate) static NODES: &[Node] = &[
    n(Object(0), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 0, 0), n(Object(1), 64, 0, 0, 0, 0),
    n(Object(2), 65, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 0, 0), n(Map(4), 0, 0, 0, 0, 0),
    n(Scalar(Time), 0, 0, 0, 0, 392), n(Scalar(Integer), 0, 0, 0, 0, 576), n(List(4, Set), 2, 0, 0, 0, 0),
    n(Object(3), 64, 0, 0, 0, 0), n(List(9, Atomic), 0, 0, 0, 0, 0), n(Object(4), 65, 0, 0, 0, 0),
    n(List(11, Keys(78)), 2, 1060, 0, 0, 0), n(Untyped(Raw), 0, 0, 0, 0, 0), n(Scalar(Boolean), 0, 0, 0, 0, 0),
    n(Object(5), 0, 0, 0, 0, 0), n(Object(6), 64, 0, 0, 0, 0), n(List(16, Keys(77)), 2, 1058, 0, 0, 0),
    n(Object(7), 0, 0, 0, 0, 0), n(Scalar(Bytes), 0, 0, 0, 0, 306), n(Map(19), 0, 0, 0, 0, 0),
    n(Object(8), 0, 0, 0, 0, 0), n(Object(9), 64, 0, 0, 0, 0), n(List(22, Atomic), 0, 0, 0, 0, 0),
    n(Object(10), 65, 0, 0, 0, 0), n(List(24, Atomic), 0, 0, 0, 0, 0), n(Object(11), 65, 0, 0, 0, 0),
    n(List(26, Atomic), 0, 0, 0, 0, 0), n(Object(2), 1, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 16, 0, 575),
    n(Scalar(String), 0, 0, 0, 64, 0), n(Object(12), 0, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 0, 0, 575),
    n(Scalar(MicroTime), 0, 0, 0, 0, 392), n(Object(13), 0, 0, 0, 0, 0), n(Object(14), 64, 0, 0, 0, 0),
    n(Object(15), 0, 0, 0, 0, 0), n(Object(16), 64, 0, 0, 0, 0), n(Object(17), 64, 0, 0, 0, 0),
    n(List(38, Atomic), 0, 0, 0, 0, 0), n(Scalar(Quantity), 0, 0, 0, 0, 0), n(Map(40), 0, 0, 0, 0, 0),
    n(Object(18), 0, 0, 0, 0, 0), n(Object(19), 64, 0, 0, 0, 0), n(Object(20), 64, 0, 0, 0, 0),
    n(List(4, Atomic), 0, 0, 0, 0, 0), n(Object(21), 64, 0, 0, 0, 0), n(List(46, Keys(77)), 2, 1058, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 5, 0), n(Object(22), 0, 0, 0, 0, 0), n(Object(23), 64, 0, 0, 0, 0),
    n(Object(24), 64, 0, 0, 0, 0), n(Object(25), 0, 0, 0, 0, 0), n(Object(26), 64, 0, 0, 0, 0),
    n(List(53, Atomic), 0, 0, 0, 0, 0), n(Object(27), 64, 0, 0, 0, 0), n(List(55, Keys(77)), 2, 1058, 0, 0, 0),
    n(Object(28), 64, 0, 0, 0, 0), n(List(57, Keys(77)), 2, 1058, 0, 0, 0), n(Object(29), 0, 0, 0, 0, 0),
    n(Object(30), 64, 0, 0, 0, 0), n(Object(31), 0, 0, 0, 0, 0), n(Object(32), 64, 0, 0, 0, 0),
    n(List(62, Atomic), 0, 0, 0, 0, 0), n(Object(33), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 60, 0),
    n(Object(34), 64, 0, 0, 0, 0), n(List(66, Atomic), 0, 0, 0, 0, 0), n(Object(35), 64, 0, 0, 0, 0),
    n(List(68, Atomic), 0, 0, 0, 0, 0), n(Object(36), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 55, 0),
    n(Object(37), 64, 0, 0, 0, 0), n(Object(38), 0, 0, 0, 0, 0), n(Object(39), 0, 0, 0, 0, 0),
    n(Object(40), 0, 0, 0, 0, 0), n(Object(41), 64, 0, 0, 0, 0), n(Object(42), 64, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 62, 0), n(List(78, Atomic), 0, 0, 0, 0, 0), n(Object(43), 1, 0, 0, 0, 0),
    n(Object(44), 0, 0, 0, 0, 0), n(Object(45), 64, 0, 0, 0, 0), n(Object(46), 1, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 18, 0), n(Scalar(String), 0, 0, 1, 24, 0), n(Map(85), 0, 0, 0, 0, 0),
    n(Object(47), 64, 0, 0, 0, 0), n(List(87, Keys(77)), 2, 1058, 0, 0, 0), n(Object(48), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 19, 0), n(Object(49), 64, 0, 0, 0, 0), n(List(91, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 49, 0), n(Object(50), 0, 0, 0, 0, 0), n(Object(51), 64, 0, 0, 0, 0),
    n(Object(52), 64, 0, 0, 0, 0), n(Object(53), 0, 0, 0, 0, 0), n(Object(54), 0, 0, 0, 0, 0),
    n(Object(55), 0, 0, 0, 0, 0), n(Object(56), 0, 0, 0, 0, 0), n(Object(57), 0, 0, 0, 0, 0),
    n(Object(58), 0, 0, 0, 0, 0), n(Object(59), 0, 0, 0, 0, 0), n(Object(60), 0, 0, 0, 0, 0),
    n(Object(61), 0, 0, 0, 0, 0), n(Object(62), 0, 0, 0, 0, 0), n(Object(63), 0, 0, 0, 0, 0),
    n(Object(64), 0, 0, 0, 0, 0), n(Object(65), 0, 0, 0, 0, 0), n(Object(66), 0, 0, 0, 0, 0),
    n(Object(67), 0, 0, 0, 0, 0), n(Object(68), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 28, 0),
    n(Object(69), 0, 0, 0, 0, 0), n(Object(70), 0, 0, 0, 0, 0), n(Object(71), 0, 0, 0, 0, 0),
    n(Object(72), 0, 0, 0, 0, 0), n(Object(73), 0, 0, 0, 0, 0), n(Object(74), 0, 0, 0, 0, 0),
    n(Object(75), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 14, 0), n(Scalar(String), 0, 0, 4, 57, 0),
    n(Scalar(String), 0, 0, 10, 0, 0), n(Scalar(String), 0, 0, 5, 26, 0), n(Scalar(Boolean), 0, 0, 489, 0, 0),
    n(Object(76), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 1, 0), n(Scalar(String), 0, 0, 9, 0, 0),
    n(Object(77), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 2, 0, 0), n(Scalar(String), 0, 0, 11, 0, 0),
    n(Scalar(String), 0, 0, 8, 0, 0), n(Scalar(String), 0, 0, 12, 0, 0), n(Scalar(String), 0, 0, 7, 0, 0),
    n(Object(78), 65, 0, 0, 0, 0), n(List(135, Atomic), 0, 0, 0, 0, 0), n(Object(79), 64, 0, 0, 0, 0),
    n(List(137, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 30, 0), n(Object(80), 0, 0, 0, 0, 0),
    n(Object(81), 64, 0, 0, 0, 0), n(Object(82), 64, 0, 0, 0, 0), n(Object(83), 0, 0, 0, 0, 0),
    n(Object(84), 64, 0, 0, 0, 0), n(List(144, Keys(72)), 2, 696, 0, 0, 0), n(Object(85), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 22, 0), n(Object(86), 64, 0, 0, 0, 0), n(List(148, Keys(72)), 2, 696, 0, 0, 0),
    n(Object(87), 64, 0, 0, 0, 0), n(List(150, Keys(70)), 2, 581, 0, 0, 0), n(Object(88), 65, 0, 0, 0, 0),
    n(List(152, Keys(72)), 2, 696, 0, 0, 0), n(Map(4), 1, 0, 0, 0, 0), n(Object(89), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 53, 0), n(Object(90), 64, 0, 0, 0, 0), n(List(157, Atomic), 0, 0, 0, 0, 0),
    n(Object(91), 64, 0, 0, 0, 0), n(List(159, Keys(72)), 6, 696, 0, 0, 0), n(Object(92), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 9, 0), n(Object(93), 64, 0, 0, 0, 0), n(List(163, Keys(72)), 2, 696, 0, 0, 0),
    n(Object(94), 0, 0, 0, 0, 0), n(Object(95), 0, 0, 0, 0, 0), n(Object(96), 64, 0, 0, 0, 0),
    n(List(167, Atomic), 0, 0, 0, 0, 0), n(Object(97), 64, 0, 0, 0, 0), n(List(169, Keys(76)), 2, 1052, 0, 0, 0),
    n(Object(98), 64, 0, 0, 0, 0), n(List(171, Keys(72)), 6, 696, 0, 0, 0), n(Object(99), 64, 0, 0, 0, 0),
    n(List(173, Keys(77)), 2, 1058, 0, 0, 0), n(Object(100), 64, 0, 0, 0, 0), n(List(175, Atomic), 0, 0, 0, 0, 0),
    n(Object(101), 0, 0, 0, 0, 0), n(Object(102), 64, 0, 0, 0, 0), n(List(178, Atomic), 2, 581, 0, 0, 0),
    n(Object(103), 64, 0, 0, 0, 0), n(List(180, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 39, 0),
    n(Object(104), 64, 0, 0, 0, 0), n(List(183, Keys(70)), 2, 581, 0, 0, 0), n(Scalar(String), 0, 0, 0, 15, 0),
    n(Object(105), 64, 0, 0, 0, 0), n(List(186, Keys(72)), 6, 696, 0, 0, 0), n(Object(106), 0, 0, 0, 0, 0),
    n(Object(107), 0, 0, 0, 0, 0), n(Object(108), 0, 0, 0, 0, 0), n(Object(109), 64, 0, 0, 0, 0),
    n(List(191, Keys(72)), 2, 696, 0, 0, 0), n(Object(110), 64, 0, 0, 0, 0), n(List(193, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 8, 0), n(Object(111), 0, 0, 0, 0, 0), n(Object(112), 0, 0, 0, 0, 0),
    n(Object(113), 64, 0, 0, 0, 0), n(List(198, Keys(67)), 2, 358, 0, 0, 0), n(Object(114), 64, 0, 0, 0, 0),
    n(List(200, Atomic), 0, 0, 0, 0, 0), n(Object(92), 64, 0, 0, 0, 0), n(Object(115), 64, 0, 0, 0, 0),
    n(List(203, Atomic), 0, 0, 0, 0, 0), n(Object(116), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 41, 0),
    n(Object(117), 64, 0, 0, 0, 0), n(List(207, Keys(68)), 2, 421, 0, 0, 0), n(Object(118), 64, 0, 0, 0, 0),
    n(List(209, Keys(71)), 2, 692, 0, 0, 0), n(Object(119), 64, 0, 0, 0, 0), n(List(211, Atomic), 0, 0, 0, 0, 0),
    n(Object(120), 64, 0, 0, 0, 0), n(List(213, Keys(72)), 0, 0, 0, 0, 0), n(Object(121), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 10, 0), n(Object(122), 0, 0, 0, 0, 0), n(Object(123), 0, 0, 0, 0, 0),
    n(Scalar(Integer), 0, 0, 16, 0, 576), n(List(219, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 52, 0),
    n(Object(124), 64, 0, 0, 0, 0), n(List(222, Atomic), 0, 0, 0, 0, 0), n(Object(125), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 55, 0), n(Scalar(String), 0, 0, 0, 34, 0), n(Scalar(String), 0, 0, 0, 45, 0),
    n(Scalar(String), 0, 0, 1, 29, 0), n(Object(126), 0, 0, 0, 0, 0), n(Object(127), 0, 0, 0, 0, 0),
    n(Object(128), 0, 0, 0, 0, 0), n(Object(129), 0, 0, 0, 0, 0), n(Object(130), 0, 0, 0, 0, 0),
    n(Object(131), 0, 0, 0, 0, 0), n(Object(132), 0, 0, 0, 0, 0), n(Object(133), 0, 0, 0, 0, 0),
    n(Object(134), 0, 0, 0, 0, 0), n(Object(135), 0, 0, 0, 0, 0), n(Object(136), 0, 0, 0, 0, 0),
    n(Object(137), 0, 0, 0, 0, 0), n(Object(138), 0, 0, 0, 0, 0), n(Object(139), 0, 0, 0, 0, 0),
    n(Object(140), 0, 0, 0, 0, 0), n(Object(141), 0, 0, 0, 0, 0), n(Object(142), 0, 0, 0, 0, 0),
    n(Object(143), 0, 0, 0, 0, 0), n(Object(144), 0, 0, 0, 0, 0), n(Object(145), 64, 0, 0, 0, 0),
    n(List(248, Keys(72)), 2, 696, 0, 0, 0), n(Object(146), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 65, 0),
    n(Object(147), 0, 0, 0, 0, 0), n(Object(148), 64, 0, 0, 0, 0), n(List(253, Keys(71)), 2, 692, 0, 0, 0),
    n(Object(149), 64, 0, 0, 0, 0), n(List(255, Atomic), 0, 0, 0, 0, 0), n(List(4, Set), 0, 0, 0, 0, 0),
    n(Object(150), 64, 0, 0, 0, 0), n(List(258, Atomic), 0, 0, 0, 0, 0), n(Object(151), 64, 0, 0, 0, 0),
    n(List(260, Atomic), 0, 0, 0, 0, 0), n(Object(152), 64, 0, 0, 0, 0), n(List(262, Atomic), 0, 0, 0, 0, 0),
    n(Object(153), 0, 0, 0, 0, 0), n(Object(154), 0, 0, 0, 0, 0), n(Object(155), 0, 0, 0, 0, 0),
    n(Object(156), 0, 0, 0, 0, 0), n(Object(157), 0, 0, 0, 0, 0), n(Object(158), 0, 0, 0, 0, 0),
    n(Object(159), 0, 0, 0, 0, 0), n(Object(160), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 6, 64, 0),
    n(Object(161), 0, 0, 0, 0, 0), n(Object(162), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 27, 0),
    n(Scalar(String), 0, 0, 0, 17, 0), n(Scalar(String), 0, 0, 1, 51, 0), n(Object(88), 1, 0, 0, 0, 0),
    n(Object(163), 64, 0, 0, 0, 0), n(List(279, Atomic), 0, 0, 0, 0, 0), n(Object(164), 64, 0, 0, 0, 0),
    n(List(281, Atomic), 0, 0, 0, 0, 0), n(Object(165), 0, 0, 0, 0, 0), n(Object(166), 64, 0, 0, 0, 0),
    n(List(284, Atomic), 0, 0, 0, 0, 0), n(Object(167), 64, 0, 0, 0, 0), n(List(286, Keys(74)), 0, 0, 0, 0, 0),
    n(Object(168), 0, 0, 0, 0, 0), n(Object(169), 0, 0, 0, 0, 0), n(Object(170), 0, 0, 0, 0, 0),
    n(Object(171), 0, 0, 0, 0, 0), n(Object(172), 0, 0, 0, 0, 0), n(Object(173), 1, 0, 0, 0, 0),
    n(Object(174), 1, 0, 0, 0, 0), n(Object(175), 1, 0, 0, 0, 0), n(Object(176), 1, 0, 0, 0, 0),
    n(Object(177), 1, 0, 0, 0, 0), n(Object(178), 0, 0, 0, 0, 0), n(Object(179), 64, 0, 0, 0, 0),
    n(List(299, Atomic), 0, 0, 0, 0, 0), n(Scalar(IntOrString), 0, 0, 0, 0, 574), n(Scalar(String), 0, 0, 0, 44, 0),
    n(List(29, Set), 0, 0, 0, 0, 0), n(Object(180), 0, 0, 0, 0, 0), n(Object(181), 0, 0, 0, 0, 0),
    n(Object(182), 0, 0, 0, 0, 0), n(Object(183), 0, 0, 0, 0, 0), n(Object(184), 0, 0, 0, 0, 0),
    n(Object(185), 0, 0, 0, 0, 0), n(Object(186), 0, 0, 0, 0, 0), n(Object(187), 0, 0, 0, 0, 0),
    n(Object(188), 0, 0, 0, 0, 0), n(Object(189), 0, 0, 0, 0, 0), n(Object(190), 0, 0, 0, 0, 0),
    n(Object(191), 64, 0, 0, 0, 0), n(Object(192), 0, 0, 0, 0, 0), n(Object(193), 64, 0, 0, 0, 0),
    n(Object(194), 64, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 17, 0, 575), n(Object(191), 0, 0, 0, 0, 0),
    n(Object(195), 64, 0, 0, 0, 0), n(List(321, Keys(77)), 2, 1058, 0, 0, 0), n(Object(196), 0, 0, 0, 0, 0),
    n(Object(197), 64, 0, 0, 0, 0), n(Object(198), 64, 0, 0, 0, 0), n(Object(199), 0, 0, 0, 0, 0),
    n(Object(200), 64, 0, 0, 0, 0), n(Object(201), 64, 0, 0, 0, 0), n(Object(202), 1, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 16, 0), n(List(330, Atomic), 0, 0, 0, 0, 0), n(Object(203), 64, 0, 0, 0, 0),
    n(List(332, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 31, 0), n(Object(204), 0, 0, 0, 0, 0),
    n(Object(205), 0, 0, 0, 0, 0), n(List(152, Atomic), 0, 0, 0, 0, 0), n(List(3, Keys(72)), 2, 696, 0, 0, 0),
    n(Object(206), 0, 0, 0, 0, 0), n(Object(207), 64, 0, 0, 0, 0), n(Object(208), 64, 0, 0, 0, 0),
    n(Object(209), 0, 0, 0, 0, 0), n(Object(210), 0, 0, 0, 0, 0), n(Object(211), 64, 0, 0, 0, 0),
    n(Object(212), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 21, 0), n(Scalar(String), 0, 0, 1, 2, 0),
    n(List(347, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 61, 0), n(Object(213), 64, 0, 0, 0, 0),
    n(List(350, Keys(73)), 2, 802, 0, 0, 0), n(Scalar(String), 0, 0, 0, 20, 0), n(Object(214), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 23, 0), n(Object(215), 64, 0, 0, 0, 0), n(List(355, Keys(77)), 2, 1058, 0, 0, 0),
    n(Object(216), 64, 0, 0, 0, 0), n(Object(217), 0, 0, 0, 0, 0), n(Object(218), 64, 0, 0, 0, 0),
    n(List(359, Atomic), 0, 0, 0, 0, 0), n(Object(219), 64, 0, 0, 0, 0), n(List(361, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 64, 0), n(Object(220), 0, 0, 0, 0, 0), n(Object(221), 64, 0, 0, 0, 0),
    n(Object(222), 64, 0, 0, 0, 0), n(Object(223), 0, 0, 0, 0, 0), n(Object(224), 64, 0, 0, 0, 0),
    n(List(368, Keys(77)), 2, 1058, 0, 0, 0), n(Object(225), 0, 0, 0, 0, 0), n(Object(226), 0, 0, 0, 0, 0),
    n(Object(227), 64, 0, 0, 0, 0), n(Object(228), 64, 0, 0, 0, 0), n(Object(229), 64, 0, 0, 0, 0),
    n(Object(230), 64, 0, 0, 0, 0), n(List(375, Keys(77)), 2, 1058, 0, 0, 0), n(Object(231), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 58, 0), n(Object(232), 0, 0, 0, 0, 0), n(Object(233), 64, 0, 0, 0, 0),
    n(Object(234), 64, 0, 0, 0, 0), n(Object(235), 68, 0, 0, 0, 0), n(Object(236), 64, 0, 0, 0, 0),
    n(List(383, Keys(77)), 2, 1058, 0, 0, 0), n(Object(237), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 63, 0),
    n(Object(238), 0, 0, 0, 0, 0), n(Object(239), 64, 0, 0, 0, 0), n(Object(240), 64, 0, 0, 0, 0),
    n(Object(241), 64, 0, 0, 0, 0), n(List(390, Keys(77)), 2, 1058, 0, 0, 0), n(Object(242), 0, 0, 0, 0, 0),
    n(Object(243), 64, 0, 0, 0, 0), n(Object(244), 64, 0, 0, 0, 0), n(Object(245), 0, 0, 0, 0, 0),
    n(Object(246), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 59, 0), n(Object(247), 64, 0, 0, 0, 0),
    n(Object(40), 64, 0, 0, 0, 0), n(List(399, Atomic), 0, 0, 0, 0, 0), n(Object(248), 64, 0, 0, 0, 0),
    n(List(401, Keys(77)), 2, 1058, 0, 0, 0), n(Object(249), 0, 0, 0, 0, 0), n(Object(250), 0, 0, 0, 0, 0),
    n(Object(251), 0, 0, 0, 0, 0), n(Object(252), 0, 0, 0, 0, 0), n(Object(253), 64, 0, 0, 0, 0),
    n(Object(254), 64, 0, 0, 0, 0), n(Map(45), 0, 0, 0, 0, 0), n(Object(255), 0, 0, 0, 0, 0),
    n(Object(256), 64, 0, 0, 0, 0), n(Object(257), 64, 0, 0, 0, 0), n(Object(258), 0, 0, 0, 0, 0),
    n(Object(259), 64, 0, 0, 0, 0), n(Object(260), 64, 0, 0, 0, 0), n(Object(261), 0, 0, 0, 0, 0),
    n(Object(262), 0, 0, 0, 0, 0), n(Object(263), 0, 0, 0, 0, 0), n(Object(264), 0, 0, 0, 0, 0),
    n(Object(265), 64, 0, 0, 0, 0), n(List(420, Atomic), 0, 0, 0, 0, 0), n(Object(266), 0, 0, 0, 0, 0),
    n(Object(267), 64, 0, 0, 0, 0), n(Object(268), 0, 0, 0, 0, 0), n(Object(269), 64, 0, 0, 0, 0),
    n(Object(270), 64, 0, 0, 0, 0), n(Object(271), 64, 0, 0, 0, 0), n(List(427, Atomic), 0, 0, 0, 0, 0),
    n(Object(272), 64, 0, 0, 0, 0), n(List(429, Atomic), 0, 0, 0, 0, 0), n(Object(273), 0, 0, 0, 0, 0),
    n(Object(274), 0, 0, 0, 0, 0), n(Object(275), 64, 0, 0, 0, 0), n(Object(276), 64, 0, 0, 0, 0),
    n(Object(277), 0, 0, 0, 0, 0), n(Object(278), 64, 0, 0, 0, 0), n(List(436, Atomic), 0, 0, 0, 0, 0),
    n(Object(279), 64, 0, 0, 0, 0), n(Object(280), 64, 0, 0, 0, 0), n(List(439, Keys(77)), 2, 1058, 0, 0, 0),
    n(Object(281), 64, 0, 0, 0, 0), n(List(441, Atomic), 0, 0, 0, 0, 0), n(Object(282), 0, 0, 0, 0, 0),
    n(Object(283), 0, 0, 0, 0, 0), n(Object(284), 0, 0, 0, 0, 0), n(Object(285), 0, 0, 0, 0, 0),
    n(Object(286), 0, 0, 0, 0, 0), n(Object(287), 0, 0, 0, 0, 0), n(Object(288), 0, 0, 0, 0, 0),
    n(Object(289), 0, 0, 0, 0, 0), n(Object(290), 0, 0, 0, 0, 0), n(Object(291), 0, 0, 0, 0, 0),
    n(Object(292), 0, 0, 0, 0, 0), n(Object(293), 64, 0, 0, 0, 0), n(List(454, Atomic), 0, 0, 0, 0, 0),
    n(Object(294), 64, 0, 0, 0, 0), n(Object(295), 64, 0, 0, 0, 0), n(Object(296), 64, 0, 0, 0, 0),
    n(Object(297), 0, 0, 0, 0, 0), n(Object(298), 64, 0, 0, 0, 0), n(Object(299), 64, 0, 0, 0, 0),
    n(Object(300), 65, 0, 0, 0, 0), n(Object(301), 0, 0, 0, 0, 0), n(Object(302), 64, 0, 0, 0, 0),
    n(Object(303), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 7, 0), n(Object(304), 64, 0, 0, 0, 0),
    n(List(3, Atomic), 0, 0, 0, 0, 0), n(Object(305), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 50, 0),
    n(Object(306), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 40, 0), n(Object(307), 0, 0, 0, 0, 0),
    n(Object(308), 64, 0, 0, 0, 0), n(List(474, Atomic), 0, 0, 0, 0, 0), n(Object(309), 64, 0, 0, 0, 0),
    n(List(476, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 25, 0), n(Object(310), 0, 0, 0, 0, 0),
    n(Object(311), 64, 0, 0, 0, 0), n(List(480, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 48, 0),
    n(Object(312), 0, 0, 0, 0, 0), n(Object(313), 64, 0, 0, 0, 0), n(Object(314), 64, 0, 0, 0, 0),
    n(List(485, Atomic), 2, 1058, 0, 0, 0), n(Object(315), 0, 0, 0, 0, 0), n(Object(316), 0, 0, 0, 0, 0),
    n(Object(317), 64, 0, 0, 0, 0), n(Object(318), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 66, 0),
    n(List(491, Atomic), 0, 0, 0, 0, 0), n(Object(319), 64, 0, 0, 0, 0), n(List(493, Keys(77)), 0, 0, 0, 0, 0),
    n(Object(320), 0, 0, 0, 0, 0), n(Object(321), 64, 0, 0, 0, 0), n(Object(322), 0, 0, 0, 0, 0),
    n(Object(323), 0, 0, 0, 0, 0), n(Object(324), 64, 0, 0, 0, 0), n(Object(325), 64, 0, 0, 0, 0),
    n(Object(326), 0, 0, 0, 0, 0), n(Object(327), 64, 0, 0, 0, 0), n(List(502, Atomic), 0, 0, 0, 0, 0),
    n(Object(328), 64, 0, 0, 0, 0), n(List(504, Atomic), 0, 0, 0, 0, 0), n(Object(329), 64, 0, 0, 0, 0),
    n(Object(330), 0, 0, 0, 0, 0), n(Object(331), 0, 0, 0, 0, 0), n(Object(332), 64, 0, 0, 0, 0),
    n(List(509, Atomic), 0, 0, 0, 0, 0), n(Object(333), 65, 0, 0, 0, 0), n(Object(334), 64, 0, 0, 0, 0),
    n(List(512, Atomic), 0, 0, 0, 0, 0), n(Object(335), 64, 0, 0, 0, 0), n(List(514, Atomic), 0, 0, 0, 0, 0),
    n(Object(326), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 36, 0), n(Object(336), 0, 0, 0, 0, 0),
    n(Object(337), 64, 0, 0, 0, 0), n(Object(338), 0, 0, 0, 0, 0), n(Object(339), 0, 0, 0, 0, 0),
    n(Object(340), 64, 0, 0, 0, 0), n(Object(341), 64, 0, 0, 0, 0), n(List(523, Atomic), 0, 0, 0, 0, 0),
    n(Object(342), 64, 0, 0, 0, 0), n(List(525, Atomic), 0, 0, 0, 0, 0), n(Object(46), 65, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 32, 0), n(List(528, Atomic), 0, 0, 0, 0, 0), n(Object(343), 64, 0, 0, 0, 0),
    n(List(530, Atomic), 0, 0, 0, 0, 0), n(Object(344), 64, 0, 0, 0, 0), n(List(532, Atomic), 0, 0, 0, 0, 0),
    n(Object(345), 0, 0, 0, 0, 0), n(Object(346), 0, 0, 0, 0, 0), n(Object(347), 64, 0, 0, 0, 0),
    n(Object(348), 64, 0, 0, 0, 0), n(Object(349), 0, 0, 0, 0, 0), n(Object(350), 64, 0, 0, 0, 0),
    n(Object(351), 64, 0, 0, 0, 0), n(Object(46), 33, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 11, 0),
    n(Map(6), 0, 0, 0, 0, 0), n(Object(352), 0, 0, 0, 0, 0), n(Object(353), 65, 0, 0, 0, 0),
    n(Object(354), 65, 0, 0, 0, 0), n(List(546, Atomic), 0, 0, 0, 0, 0), n(Object(355), 0, 0, 0, 0, 0),
    n(Object(356), 0, 0, 0, 0, 0), n(Object(357), 64, 0, 0, 0, 0), n(List(550, Atomic), 0, 0, 0, 0, 0),
    n(List(527, Atomic), 0, 0, 0, 0, 0), n(Object(358), 0, 0, 0, 0, 0), n(Object(359), 0, 0, 0, 0, 0),
    n(Object(360), 0, 0, 0, 0, 0), n(Object(361), 64, 0, 0, 0, 0), n(Object(362), 64, 0, 0, 0, 0),
    n(List(557, Atomic), 0, 0, 0, 0, 0), n(Object(363), 0, 0, 0, 0, 0), n(Object(364), 64, 0, 0, 0, 0),
    n(Object(365), 64, 0, 0, 0, 0), n(List(561, Keys(72)), 2, 696, 0, 0, 0), n(Object(366), 0, 0, 0, 0, 0),
    n(Object(367), 0, 0, 0, 0, 0), n(Object(368), 0, 0, 0, 0, 0), n(Object(369), 65, 0, 0, 0, 0),
    n(List(566, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 47, 0), n(Object(370), 64, 0, 0, 0, 0),
    n(List(569, Atomic), 0, 0, 0, 0, 0), n(Object(371), 0, 0, 0, 0, 0), n(Object(372), 64, 0, 0, 0, 0),
    n(Object(373), 64, 0, 0, 0, 0), n(Object(374), 64, 0, 0, 0, 0), n(Object(375), 0, 0, 0, 0, 0),
    n(Object(51), 0, 0, 0, 0, 0), n(Object(376), 0, 0, 0, 0, 0), n(Object(377), 0, 0, 0, 0, 0),
    n(Object(378), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 38, 0), n(Object(379), 64, 0, 0, 0, 0),
    n(List(581, Keys(72)), 2, 696, 0, 0, 0), n(Object(380), 1, 0, 0, 0, 0), n(Object(381), 64, 0, 0, 0, 0),
    n(List(584, Atomic), 0, 0, 0, 0, 0), n(Object(382), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 46, 0),
    n(Object(383), 65, 0, 0, 0, 0), n(List(588, Atomic), 0, 0, 0, 0, 0), n(Object(384), 65, 0, 0, 0, 0),
    n(List(590, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 35, 0), n(Object(385), 0, 0, 0, 0, 0),
    n(Object(386), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 12, 0), n(Scalar(String), 0, 0, 1, 3, 0),
    n(List(596, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 4, 0), n(Object(387), 0, 0, 0, 0, 0),
    n(Object(388), 64, 0, 0, 0, 0), n(Object(389), 1, 0, 0, 0, 0), n(Object(390), 0, 0, 0, 0, 0),
    n(Object(391), 64, 0, 0, 0, 0), n(List(603, Keys(72)), 2, 696, 0, 0, 0), n(Object(392), 64, 0, 0, 0, 0),
    n(Object(393), 64, 0, 0, 0, 0), n(List(606, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 56, 0),
    n(Object(394), 0, 0, 0, 0, 0), n(Object(395), 0, 0, 0, 0, 0), n(Object(396), 64, 0, 0, 0, 0),
    n(Object(397), 64, 0, 0, 0, 0), n(Object(398), 64, 0, 0, 0, 0), n(List(613, Atomic), 0, 0, 0, 0, 0),
    n(Object(399), 64, 0, 0, 0, 0), n(List(615, Atomic), 0, 0, 0, 0, 0), n(List(588, Keys(72)), 2, 696, 0, 0, 0),
    n(List(355, Keys(77)), 0, 0, 0, 0, 0), n(Object(400), 0, 0, 0, 0, 0), n(Object(401), 64, 0, 0, 0, 0),
    n(List(620, Atomic), 0, 0, 0, 0, 0), n(Object(402), 0, 0, 0, 0, 0), n(Object(403), 64, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 13, 0), n(List(624, Set), 0, 0, 0, 0, 0), n(Object(404), 0, 0, 0, 0, 0),
    n(Object(405), 64, 0, 0, 0, 0), n(List(627, Keys(72)), 2, 696, 0, 0, 0), n(Object(406), 0, 0, 0, 0, 0),
    n(Object(407), 64, 0, 0, 0, 0), n(Object(408), 64, 0, 0, 0, 0), n(Object(409), 0, 0, 0, 0, 0),
    n(Object(410), 64, 0, 0, 0, 0), n(Object(411), 64, 0, 0, 0, 0), n(List(634, Atomic), 0, 0, 0, 0, 0),
    n(Object(412), 64, 0, 0, 0, 0), n(List(636, Keys(77)), 0, 0, 0, 0, 0), n(Object(413), 0, 0, 0, 0, 0),
    n(Object(414), 64, 0, 0, 0, 0), n(List(639, Atomic), 0, 0, 0, 0, 0), n(Object(415), 0, 0, 0, 0, 0),
    n(Object(416), 64, 0, 0, 0, 0), n(List(642, Atomic), 0, 0, 0, 0, 0), n(Object(417), 0, 0, 0, 0, 0),
    n(Object(418), 0, 0, 0, 0, 0), n(Object(419), 0, 0, 0, 0, 0), n(Object(420), 0, 0, 0, 0, 0),
    n(Untyped(Nothing), 0, 0, 0, 0, 0), n(Object(421), 0, 0, 0, 0, 0), n(Untyped(SchemaOrBool), 0, 0, 0, 0, 0),
    n(Object(419), 64, 0, 0, 0, 0), n(List(651, Atomic), 0, 0, 0, 0, 0), n(Map(651), 0, 0, 0, 0, 0),
    n(Untyped(SchemaOrTexts), 0, 0, 0, 0, 0), n(Map(654), 0, 0, 0, 0, 0), n(List(13, Atomic), 0, 0, 0, 0, 0),
    n(Object(422), 0, 0, 0, 0, 0), n(Untyped(SchemaOrSchemas), 0, 0, 0, 0, 0), n(Scalar(Number), 0, 0, 0, 0, 434),
    n(Object(423), 64, 0, 0, 0, 0), n(List(660, Keys(75)), 2, 896, 0, 0, 0), n(Scalar(String), 0, 0, 0, 42, 0),
    n(Object(424), 0, 0, 0, 0, 0), n(Object(425), 0, 0, 0, 0, 0), n(Object(426), 64, 0, 0, 0, 0),
    n(Object(427), 0, 0, 0, 0, 0), n(Object(428), 0, 0, 0, 0, 0), n(Object(429), 0, 0, 0, 0, 0),
    n(Object(430), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 37, 0), n(Object(431), 64, 0, 0, 0, 0),
    n(List(671, Atomic), 0, 0, 0, 0, 0), n(Object(432), 65, 0, 0, 0, 0), n(List(673, Atomic), 0, 0, 0, 0, 0),
    n(Object(433), 64, 0, 0, 0, 0), n(Object(434), 0, 0, 0, 0, 0), n(Object(435), 64, 0, 0, 0, 0),
    n(List(677, Atomic), 0, 0, 0, 0, 0), n(Object(436), 64, 0, 0, 0, 0), n(List(679, Atomic), 0, 0, 0, 0, 0),
    n(Object(437), 0, 0, 0, 0, 0), n(Object(438), 64, 0, 0, 0, 0), n(Object(439), 64, 0, 0, 0, 0),
    n(List(683, Atomic), 0, 0, 0, 0, 0), n(Object(440), 64, 0, 0, 0, 0), n(List(685, Atomic), 0, 0, 0, 0, 0),
    n(Object(441), 0, 0, 0, 0, 0), n(Object(442), 0, 0, 0, 0, 0), n(Object(443), 0, 0, 0, 0, 0),
    n(Object(444), 64, 0, 0, 0, 0), n(Object(445), 64, 0, 0, 0, 0), n(Object(446), 64, 0, 0, 0, 0),
    n(Object(447), 0, 0, 0, 0, 0), n(Object(448), 64, 0, 0, 0, 0), n(List(694, Keys(69)), 0, 0, 0, 0, 0),
    n(Object(449), 64, 0, 0, 0, 0), n(List(696, Keys(78)), 2, 1060, 0, 0, 0), n(Object(450), 64, 0, 0, 0, 0),
    n(List(698, Atomic), 0, 0, 0, 0, 0), n(Object(451), 64, 0, 0, 0, 0), n(List(700, Atomic), 0, 0, 0, 0, 0),
    n(Object(452), 64, 0, 0, 0, 0), n(List(702, Atomic), 0, 0, 0, 0, 0), n(Object(453), 64, 0, 0, 0, 0),
    n(Object(454), 0, 0, 0, 0, 0), n(Object(455), 0, 0, 0, 0, 0), n(Object(456), 64, 0, 0, 0, 0),
    n(List(707, Atomic), 0, 0, 0, 0, 0), n(Object(457), 64, 0, 0, 0, 0), n(List(709, Atomic), 0, 0, 0, 0, 0),
    n(Object(458), 64, 0, 0, 0, 0), n(List(711, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 6, 0),
    n(Object(459), 0, 0, 0, 0, 0), n(Object(460), 64, 0, 0, 0, 0), n(List(715, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 43, 0), n(Scalar(String), 0, 0, 0, 54, 0), n(Scalar(String), 0, 0, 3, 33, 0),
    n(Object(461), 0, 0, 0, 0, 0), n(Object(462), 64, 0, 0, 0, 0), n(Object(463), 0, 0, 0, 0, 0),
    n(Object(464), 64, 0, 0, 0, 0), n(Object(465), 64, 0, 0, 0, 0), n(List(724, Atomic), 0, 0, 0, 0, 0),
    n(Object(466), 64, 0, 0, 0, 0), n(Object(467), 64, 0, 0, 0, 0), n(List(727, Atomic), 0, 0, 0, 0, 0),
    n(Object(468), 64, 0, 0, 0, 0), n(Map(729), 0, 0, 0, 0, 0), n(Object(469), 64, 0, 0, 0, 0),
    n(Map(731), 0, 0, 0, 0, 0), n(Object(470), 64, 0, 0, 0, 0), n(List(733, Atomic), 0, 0, 0, 0, 0),
    n(Object(471), 64, 0, 0, 0, 0), n(Map(735), 0, 0, 0, 0, 0), n(Object(472), 64, 0, 0, 0, 0),
    n(List(737, Atomic), 0, 0, 0, 0, 0), n(Object(473), 64, 0, 0, 0, 0), n(Map(739), 0, 0, 0, 0, 0),
    n(List(125, Atomic), 0, 0, 0, 0, 0), n(Object(474), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 54, 0),
    n(Object(475), 0, 0, 0, 0, 0), n(List(40, Atomic), 0, 0, 0, 0, 0), n(Object(476), 0, 0, 0, 0, 0),
    n(Object(477), 64, 0, 0, 0, 0), n(Object(478), 64, 0, 0, 0, 0), n(Object(479), 0, 0, 0, 0, 0),
    n(Object(480), 64, 0, 0, 0, 0), n(Object(481), 64, 0, 0, 0, 0), n(List(751, Atomic), 0, 0, 0, 0, 0),
    n(Object(482), 64, 0, 0, 0, 0), n(List(753, Keys(77)), 2, 1058, 0, 0, 0), n(Object(483), 64, 0, 0, 0, 0),
    n(List(755, Atomic), 0, 0, 0, 0, 0), n(Object(484), 64, 0, 0, 0, 0), n(List(757, Atomic), 0, 0, 0, 0, 0),
    n(Object(485), 64, 0, 0, 0, 0), n(List(759, Atomic), 0, 0, 0, 0, 0), n(Object(486), 0, 0, 0, 0, 0),
    n(Object(487), 0, 0, 0, 0, 0), n(Object(488), 0, 0, 0, 0, 0), n(Object(489), 0, 0, 0, 0, 0),
    n(Object(490), 64, 0, 0, 0, 0), n(Object(491), 64, 0, 0, 0, 0), n(Object(492), 0, 0, 0, 0, 0),
    n(Object(493), 0, 0, 0, 0, 0), n(Object(494), 64, 0, 0, 0, 0), n(List(769, Keys(77)), 2, 1058, 0, 0, 0),
    n(Object(495), 64, 0, 0, 0, 0), n(Object(496), 0, 0, 0, 0, 0), n(Object(1), 0, 0, 0, 0, 0),
    n(Object(497), 0, 0, 0, 0, 0), n(Object(498), 0, 0, 0, 0, 0), n(Object(499), 0, 0, 0, 0, 0),
    n(Object(500), 0, 0, 0, 0, 0), n(Object(497), 64, 0, 0, 0, 0), n(Object(501), 64, 0, 0, 0, 0),
    n(List(779, Atomic), 0, 0, 0, 0, 0),
];

/// The groups in the server's order, the core group first.
pub(crate) static GROUPS: &[Group] = &[
    Group { name: "", preferred_version: "v1", versions: &["v1"] },
    Group { name: "apiregistration.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "apps", preferred_version: "v1", versions: &["v1"] },
    Group { name: "events.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "authentication.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "authorization.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "autoscaling", preferred_version: "v2", versions: &["v2", "v1"] },
    Group { name: "batch", preferred_version: "v1", versions: &["v1"] },
    Group { name: "certificates.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "networking.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "policy", preferred_version: "v1", versions: &["v1"] },
    Group { name: "rbac.authorization.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "storage.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "admissionregistration.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "apiextensions.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "scheduling.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "coordination.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "node.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "discovery.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "resource.k8s.io", preferred_version: "v1", versions: &["v1"] },
    Group { name: "flowcontrol.apiserver.k8s.io", preferred_version: "v1", versions: &["v1"] },
];

/// The kinds of each group and version, in the server's order.
pub(crate) static KINDS: &[ResourceKind] = &[
    ResourceKind { group: "", version: "v1", kind: "Binding", verbs: &["create"], node: Some(0), plural: "bindings", singular: "binding", namespaced: true, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "ComponentStatus", verbs: &["get", "list"], node: Some(15), plural: "componentstatuses", singular: "componentstatus", namespaced: false, short_names: &["cs"], categories: &[], list_kind: Some("ComponentStatusList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "ConfigMap", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(18), plural: "configmaps", singular: "configmap", namespaced: true, short_names: &["cm"], categories: &[], list_kind: Some("ConfigMapList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "Endpoints", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(21), plural: "endpoints", singular: "endpoints", namespaced: true, short_names: &["ep"], categories: &[], list_kind: Some("EndpointsList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "Event", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(31), plural: "events", singular: "event", namespaced: true, short_names: &["ev"], categories: &[], list_kind: Some("EventList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "LimitRange", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(36), plural: "limitranges", singular: "limitrange", namespaced: true, short_names: &["limits"], categories: &[], list_kind: Some("LimitRangeList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "Namespace", verbs: &["create", "delete", "get", "list", "patch", "update", "watch"], node: Some(42), plural: "namespaces", singular: "namespace", namespaced: false, short_names: &["ns"], categories: &[], list_kind: Some("NamespaceList"), subresources: &[
        Subresource { name: "finalize", group: "", version: "v1", kind: "Namespace", verbs: &["update"], node: Some(42) },
        Subresource { name: "status", group: "", version: "v1", kind: "Namespace", verbs: &["get", "patch", "update"], node: Some(42) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "Node", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(49), plural: "nodes", singular: "node", namespaced: false, short_names: &["no"], categories: &[], list_kind: Some("NodeList"), subresources: &[
        Subresource { name: "proxy", group: "", version: "v1", kind: "NodeProxyOptions", verbs: &["create", "delete", "get", "patch", "update"], node: None },
        Subresource { name: "status", group: "", version: "v1", kind: "Node", verbs: &["get", "patch", "update"], node: Some(49) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "PersistentVolumeClaim", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(75), plural: "persistentvolumeclaims", singular: "persistentvolumeclaim", namespaced: true, short_names: &["pvc"], categories: &[], list_kind: Some("PersistentVolumeClaimList"), subresources: &[
        Subresource { name: "status", group: "", version: "v1", kind: "PersistentVolumeClaim", verbs: &["get", "patch", "update"], node: Some(75) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "PersistentVolume", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(94), plural: "persistentvolumes", singular: "persistentvolume", namespaced: false, short_names: &["pv"], categories: &[], list_kind: Some("PersistentVolumeList"), subresources: &[
        Subresource { name: "status", group: "", version: "v1", kind: "PersistentVolume", verbs: &["get", "patch", "update"], node: Some(94) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "Pod", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(140), plural: "pods", singular: "pod", namespaced: true, short_names: &["po"], categories: &["all"], list_kind: Some("PodList"), subresources: &[
        Subresource { name: "attach", group: "", version: "v1", kind: "PodAttachOptions", verbs: &["create", "get"], node: None },
        Subresource { name: "binding", group: "", version: "v1", kind: "Binding", verbs: &["create"], node: Some(0) },
        Subresource { name: "ephemeralcontainers", group: "", version: "v1", kind: "Pod", verbs: &["get", "patch", "update"], node: Some(140) },
        Subresource { name: "eviction", group: "policy", version: "v1", kind: "Eviction", verbs: &["create"], node: Some(311) },
        Subresource { name: "exec", group: "", version: "v1", kind: "PodExecOptions", verbs: &["create", "get"], node: None },
        Subresource { name: "log", group: "", version: "v1", kind: "Pod", verbs: &["get"], node: Some(140) },
        Subresource { name: "portforward", group: "", version: "v1", kind: "PodPortForwardOptions", verbs: &["create", "get"], node: None },
        Subresource { name: "proxy", group: "", version: "v1", kind: "PodProxyOptions", verbs: &["create", "delete", "get", "patch", "update"], node: None },
        Subresource { name: "resize", group: "", version: "v1", kind: "Pod", verbs: &["get", "patch", "update"], node: Some(140) },
        Subresource { name: "status", group: "", version: "v1", kind: "Pod", verbs: &["get", "patch", "update"], node: Some(140) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "PodTemplate", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(314), plural: "podtemplates", singular: "podtemplate", namespaced: true, short_names: &[], categories: &[], list_kind: Some("PodTemplateList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "ReplicationController", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(316), plural: "replicationcontrollers", singular: "replicationcontroller", namespaced: true, short_names: &["rc"], categories: &["all"], list_kind: Some("ReplicationControllerList"), subresources: &[
        Subresource { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: &["get", "patch", "update"], node: Some(323) },
        Subresource { name: "status", group: "", version: "v1", kind: "ReplicationController", verbs: &["get", "patch", "update"], node: Some(316) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "ResourceQuota", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(326), plural: "resourcequotas", singular: "resourcequota", namespaced: true, short_names: &["quota"], categories: &[], list_kind: Some("ResourceQuotaList"), subresources: &[
        Subresource { name: "status", group: "", version: "v1", kind: "ResourceQuota", verbs: &["get", "patch", "update"], node: Some(326) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "Secret", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(335), plural: "secrets", singular: "secret", namespaced: true, short_names: &[], categories: &[], list_kind: Some("SecretList"), subresources: &[] },
    ResourceKind { group: "", version: "v1", kind: "ServiceAccount", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(336), plural: "serviceaccounts", singular: "serviceaccount", namespaced: true, short_names: &["sa"], categories: &[], list_kind: Some("ServiceAccountList"), subresources: &[
        Subresource { name: "token", group: "authentication.k8s.io", version: "v1", kind: "TokenRequest", verbs: &["create"], node: Some(339) },
    ] },
    ResourceKind { group: "", version: "v1", kind: "Service", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(343), plural: "services", singular: "service", namespaced: true, short_names: &["svc"], categories: &["all"], list_kind: Some("ServiceList"), subresources: &[
        Subresource { name: "proxy", group: "", version: "v1", kind: "ServiceProxyOptions", verbs: &["create", "delete", "get", "patch", "update"], node: None },
        Subresource { name: "status", group: "", version: "v1", kind: "Service", verbs: &["get", "patch", "update"], node: Some(343) },
    ] },
    ResourceKind { group: "apiregistration.k8s.io", version: "v1", kind: "APIService", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(364), plural: "apiservices", singular: "apiservice", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("APIServiceList"), subresources: &[
        Subresource { name: "status", group: "apiregistration.k8s.io", version: "v1", kind: "APIService", verbs: &["get", "patch", "update"], node: Some(364) },
    ] },
    ResourceKind { group: "apps", version: "v1", kind: "ControllerRevision", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(370), plural: "controllerrevisions", singular: "controllerrevision", namespaced: true, short_names: &[], categories: &[], list_kind: Some("ControllerRevisionList"), subresources: &[] },
    ResourceKind { group: "apps", version: "v1", kind: "DaemonSet", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(371), plural: "daemonsets", singular: "daemonset", namespaced: true, short_names: &["ds"], categories: &["all"], list_kind: Some("DaemonSetList"), subresources: &[
        Subresource { name: "status", group: "apps", version: "v1", kind: "DaemonSet", verbs: &["get", "patch", "update"], node: Some(371) },
    ] },
    ResourceKind { group: "apps", version: "v1", kind: "Deployment", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(379), plural: "deployments", singular: "deployment", namespaced: true, short_names: &["deploy"], categories: &["all"], list_kind: Some("DeploymentList"), subresources: &[
        Subresource { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: &["get", "patch", "update"], node: Some(323) },
        Subresource { name: "status", group: "apps", version: "v1", kind: "Deployment", verbs: &["get", "patch", "update"], node: Some(379) },
    ] },
    ResourceKind { group: "apps", version: "v1", kind: "ReplicaSet", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(387), plural: "replicasets", singular: "replicaset", namespaced: true, short_names: &["rs"], categories: &["all"], list_kind: Some("ReplicaSetList"), subresources: &[
        Subresource { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: &["get", "patch", "update"], node: Some(323) },
        Subresource { name: "status", group: "apps", version: "v1", kind: "ReplicaSet", verbs: &["get", "patch", "update"], node: Some(387) },
    ] },
    ResourceKind { group: "apps", version: "v1", kind: "StatefulSet", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(392), plural: "statefulsets", singular: "statefulset", namespaced: true, short_names: &["sts"], categories: &["all"], list_kind: Some("StatefulSetList"), subresources: &[
        Subresource { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: &["get", "patch", "update"], node: Some(323) },
        Subresource { name: "status", group: "apps", version: "v1", kind: "StatefulSet", verbs: &["get", "patch", "update"], node: Some(392) },
    ] },
    ResourceKind { group: "events.k8s.io", version: "v1", kind: "Event", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(404), plural: "events", singular: "event", namespaced: true, short_names: &["ev"], categories: &[], list_kind: Some("EventList"), subresources: &[] },
    ResourceKind { group: "authentication.k8s.io", version: "v1", kind: "SelfSubjectReview", verbs: &["create"], node: Some(406), plural: "selfsubjectreviews", singular: "selfsubjectreview", namespaced: false, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "authentication.k8s.io", version: "v1", kind: "TokenReview", verbs: &["create"], node: Some(410), plural: "tokenreviews", singular: "tokenreview", namespaced: false, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "authorization.k8s.io", version: "v1", kind: "LocalSubjectAccessReview", verbs: &["create"], node: Some(413), plural: "localsubjectaccessreviews", singular: "localsubjectaccessreview", namespaced: true, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "authorization.k8s.io", version: "v1", kind: "SelfSubjectAccessReview", verbs: &["create"], node: Some(422), plural: "selfsubjectaccessreviews", singular: "selfsubjectaccessreview", namespaced: false, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "authorization.k8s.io", version: "v1", kind: "SelfSubjectRulesReview", verbs: &["create"], node: Some(424), plural: "selfsubjectrulesreviews", singular: "selfsubjectrulesreview", namespaced: false, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "authorization.k8s.io", version: "v1", kind: "SubjectAccessReview", verbs: &["create"], node: Some(431), plural: "subjectaccessreviews", singular: "subjectaccessreview", namespaced: false, short_names: &[], categories: &[], list_kind: None, subresources: &[] },
    ResourceKind { group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(432), plural: "horizontalpodautoscalers", singular: "horizontalpodautoscaler", namespaced: true, short_names: &["hpa"], categories: &["all"], list_kind: Some("HorizontalPodAutoscalerList"), subresources: &[
        Subresource { name: "status", group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler", verbs: &["get", "patch", "update"], node: Some(432) },
    ] },
    ResourceKind { group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(459), plural: "horizontalpodautoscalers", singular: "horizontalpodautoscaler", namespaced: true, short_names: &["hpa"], categories: &["all"], list_kind: Some("HorizontalPodAutoscalerList"), subresources: &[
        Subresource { name: "status", group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler", verbs: &["get", "patch", "update"], node: Some(459) },
    ] },
    ResourceKind { group: "batch", version: "v1", kind: "CronJob", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(463), plural: "cronjobs", singular: "cronjob", namespaced: true, short_names: &["cj"], categories: &["all"], list_kind: Some("CronJobList"), subresources: &[
        Subresource { name: "status", group: "batch", version: "v1", kind: "CronJob", verbs: &["get", "patch", "update"], node: Some(463) },
    ] },
    ResourceKind { group: "batch", version: "v1", kind: "Job", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(483), plural: "jobs", singular: "job", namespaced: true, short_names: &[], categories: &["all"], list_kind: Some("JobList"), subresources: &[
        Subresource { name: "status", group: "batch", version: "v1", kind: "Job", verbs: &["get", "patch", "update"], node: Some(483) },
    ] },
    ResourceKind { group: "certificates.k8s.io", version: "v1", kind: "CertificateSigningRequest", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(488), plural: "certificatesigningrequests", singular: "certificatesigningrequest", namespaced: false, short_names: &["csr"], categories: &[], list_kind: Some("CertificateSigningRequestList"), subresources: &[
        Subresource { name: "approval", group: "certificates.k8s.io", version: "v1", kind: "CertificateSigningRequest", verbs: &["get", "patch", "update"], node: Some(488) },
        Subresource { name: "status", group: "certificates.k8s.io", version: "v1", kind: "CertificateSigningRequest", verbs: &["get", "patch", "update"], node: Some(488) },
    ] },
    ResourceKind { group: "networking.k8s.io", version: "v1", kind: "IngressClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(495), plural: "ingressclasses", singular: "ingressclass", namespaced: false, short_names: &[], categories: &[], list_kind: Some("IngressClassList"), subresources: &[] },
    ResourceKind { group: "networking.k8s.io", version: "v1", kind: "Ingress", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(498), plural: "ingresses", singular: "ingress", namespaced: true, short_names: &["ing"], categories: &[], list_kind: Some("IngressList"), subresources: &[
        Subresource { name: "status", group: "networking.k8s.io", version: "v1", kind: "Ingress", verbs: &["get", "patch", "update"], node: Some(498) },
    ] },
    ResourceKind { group: "networking.k8s.io", version: "v1", kind: "IPAddress", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(518), plural: "ipaddresses", singular: "ipaddress", namespaced: false, short_names: &["ip"], categories: &[], list_kind: Some("IPAddressList"), subresources: &[] },
    ResourceKind { group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(521), plural: "networkpolicies", singular: "networkpolicy", namespaced: true, short_names: &["netpol"], categories: &[], list_kind: Some("NetworkPolicyList"), subresources: &[] },
    ResourceKind { group: "networking.k8s.io", version: "v1", kind: "ServiceCIDR", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(535), plural: "servicecidrs", singular: "servicecidr", namespaced: false, short_names: &[], categories: &[], list_kind: Some("ServiceCIDRList"), subresources: &[
        Subresource { name: "status", group: "networking.k8s.io", version: "v1", kind: "ServiceCIDR", verbs: &["get", "patch", "update"], node: Some(535) },
    ] },
    ResourceKind { group: "policy", version: "v1", kind: "PodDisruptionBudget", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(538), plural: "poddisruptionbudgets", singular: "poddisruptionbudget", namespaced: true, short_names: &["pdb"], categories: &[], list_kind: Some("PodDisruptionBudgetList"), subresources: &[
        Subresource { name: "status", group: "policy", version: "v1", kind: "PodDisruptionBudget", verbs: &["get", "patch", "update"], node: Some(538) },
    ] },
    ResourceKind { group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRoleBinding", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(544), plural: "clusterrolebindings", singular: "clusterrolebinding", namespaced: false, short_names: &[], categories: &[], list_kind: Some("ClusterRoleBindingList"), subresources: &[] },
    ResourceKind { group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(548), plural: "clusterroles", singular: "clusterrole", namespaced: false, short_names: &[], categories: &[], list_kind: Some("ClusterRoleList"), subresources: &[] },
    ResourceKind { group: "rbac.authorization.k8s.io", version: "v1", kind: "RoleBinding", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(553), plural: "rolebindings", singular: "rolebinding", namespaced: true, short_names: &[], categories: &[], list_kind: Some("RoleBindingList"), subresources: &[] },
    ResourceKind { group: "rbac.authorization.k8s.io", version: "v1", kind: "Role", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(554), plural: "roles", singular: "role", namespaced: true, short_names: &[], categories: &[], list_kind: Some("RoleList"), subresources: &[] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "CSIDriver", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(555), plural: "csidrivers", singular: "csidriver", namespaced: false, short_names: &[], categories: &[], list_kind: Some("CSIDriverList"), subresources: &[] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "CSINode", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(559), plural: "csinodes", singular: "csinode", namespaced: false, short_names: &[], categories: &[], list_kind: Some("CSINodeList"), subresources: &[] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "CSIStorageCapacity", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(564), plural: "csistoragecapacities", singular: "csistoragecapacity", namespaced: true, short_names: &[], categories: &[], list_kind: Some("CSIStorageCapacityList"), subresources: &[] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "StorageClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(565), plural: "storageclasses", singular: "storageclass", namespaced: false, short_names: &["sc"], categories: &[], list_kind: Some("StorageClassList"), subresources: &[] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "VolumeAttachment", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(571), plural: "volumeattachments", singular: "volumeattachment", namespaced: false, short_names: &[], categories: &[], list_kind: Some("VolumeAttachmentList"), subresources: &[
        Subresource { name: "status", group: "storage.k8s.io", version: "v1", kind: "VolumeAttachment", verbs: &["get", "patch", "update"], node: Some(571) },
    ] },
    ResourceKind { group: "storage.k8s.io", version: "v1", kind: "VolumeAttributesClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(577), plural: "volumeattributesclasses", singular: "volumeattributesclass", namespaced: false, short_names: &["vac"], categories: &[], list_kind: Some("VolumeAttributesClassList"), subresources: &[] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "MutatingAdmissionPolicy", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(578), plural: "mutatingadmissionpolicies", singular: "mutatingadmissionpolicy", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("MutatingAdmissionPolicyList"), subresources: &[] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "MutatingAdmissionPolicyBinding", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(599), plural: "mutatingadmissionpolicybindings", singular: "mutatingadmissionpolicybinding", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("MutatingAdmissionPolicyBindingList"), subresources: &[] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "MutatingWebhookConfiguration", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(602), plural: "mutatingwebhookconfigurations", singular: "mutatingwebhookconfiguration", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("MutatingWebhookConfigurationList"), subresources: &[] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingAdmissionPolicy", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(610), plural: "validatingadmissionpolicies", singular: "validatingadmissionpolicy", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("ValidatingAdmissionPolicyList"), subresources: &[
        Subresource { name: "status", group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingAdmissionPolicy", verbs: &["get", "patch", "update"], node: Some(610) },
    ] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingAdmissionPolicyBinding", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(622), plural: "validatingadmissionpolicybindings", singular: "validatingadmissionpolicybinding", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("ValidatingAdmissionPolicyBindingList"), subresources: &[] },
    ResourceKind { group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingWebhookConfiguration", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(626), plural: "validatingwebhookconfigurations", singular: "validatingwebhookconfiguration", namespaced: false, short_names: &[], categories: &["api-extensions"], list_kind: Some("ValidatingWebhookConfigurationList"), subresources: &[] },
    ResourceKind { group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(629), plural: "customresourcedefinitions", singular: "customresourcedefinition", namespaced: false, short_names: &["crd", "crds"], categories: &["api-extensions"], list_kind: Some("CustomResourceDefinitionList"), subresources: &[
        Subresource { name: "status", group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", verbs: &["get", "patch", "update"], node: Some(629) },
    ] },
    ResourceKind { group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(663), plural: "priorityclasses", singular: "priorityclass", namespaced: false, short_names: &["pc"], categories: &[], list_kind: Some("PriorityClassList"), subresources: &[] },
    ResourceKind { group: "coordination.k8s.io", version: "v1", kind: "Lease", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(664), plural: "leases", singular: "lease", namespaced: true, short_names: &[], categories: &[], list_kind: Some("LeaseList"), subresources: &[] },
    ResourceKind { group: "node.k8s.io", version: "v1", kind: "RuntimeClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(666), plural: "runtimeclasses", singular: "runtimeclass", namespaced: false, short_names: &[], categories: &[], list_kind: Some("RuntimeClassList"), subresources: &[] },
    ResourceKind { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(669), plural: "endpointslices", singular: "endpointslice", namespaced: true, short_names: &[], categories: &[], list_kind: Some("EndpointSliceList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "DeviceClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(681), plural: "deviceclasses", singular: "deviceclass", namespaced: false, short_names: &[], categories: &[], list_kind: Some("DeviceClassList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceClaim", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(689), plural: "resourceclaims", singular: "resourceclaim", namespaced: true, short_names: &[], categories: &[], list_kind: Some("ResourceClaimList"), subresources: &[
        Subresource { name: "status", group: "resource.k8s.io", version: "v1", kind: "ResourceClaim", verbs: &["get", "patch", "update"], node: Some(689) },
    ] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceClaimTemplate", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(720), plural: "resourceclaimtemplates", singular: "resourceclaimtemplate", namespaced: true, short_names: &[], categories: &[], list_kind: Some("ResourceClaimTemplateList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceSlice", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(722), plural: "resourceslices", singular: "resourceslice", namespaced: false, short_names: &[], categories: &[], list_kind: Some("ResourceSliceList"), subresources: &[] },
    ResourceKind { group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "FlowSchema", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(746), plural: "flowschemas", singular: "flowschema", namespaced: false, short_names: &[], categories: &[], list_kind: Some("FlowSchemaList"), subresources: &[
        Subresource { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "FlowSchema", verbs: &["get", "patch", "update"], node: Some(746) },
    ] },
    ResourceKind { group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "PriorityLevelConfiguration", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(764), plural: "prioritylevelconfigurations", singular: "prioritylevelconfiguration", namespaced: false, short_names: &[], categories: &[], list_kind: Some("PriorityLevelConfigurationList"), subresources: &[
        Subresource { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "PriorityLevelConfiguration", verbs: &["get", "patch", "update"], node: Some(764) },
    ] },
];
