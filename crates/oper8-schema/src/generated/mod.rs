//! The built-in kinds of Kubernetes v1.36.3. Written by `cargo xtask codegen`; do not edit.

use crate::kinds::{Group, ResourceKind, Subresource};
use crate::shape::ScalarType::*;
use crate::shape::table::{Elements::*, Field, Node, What::*, f, n};

/// The server that was asked.
pub(crate) static VERSION: &str = "v1.36.3";

/// The shape of `metadata` of every object.
pub(crate) static OBJECT_META: u16 = 769;

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
    3123, 3134, 3146, 3154, 3165, 3175, 3178, 3184, 3193, 3204, 3224, 3241, 3256, 3260, 3265, 3271, 3280, 3288, 3294,
    3305, 3317, 3325, 3334, 3344, 3364, 3376, 3394, 3406, 3420, 3427, 3443, 3457, 3471, 3482, 3491, 3508, 3521, 3531,
    3537, 3546, 3561, 3573, 3585, 3596, 3612, 3628, 3637, 3648, 3661, 3674, 3691, 3714, 3731, 3741, 3759, 3769, 3794,
    3820, 3830, 3854, 3859, 3869, 3877, 3894, 3914, 3922, 3925, 3932, 3963, 3977, 3991, 4013, 4028, 4043, 4075, 4090,
    4094, 4111, 4121, 4134, 4145, 4156, 4165, 4178, 4194, 4201, 4215, 4226, 4240, 4251, 4264, 4290, 4307, 4313, 4325,
    4335, 4350, 4374, 4397, 4413, 4431, 4449, 4464, 4475, 4489, 4511, 4526, 4537, 4543, 4558, 4568, 4575, 4592, 4601,
    4609, 4616, 4629, 4647, 4664, 4683, 4690, 4699, 4708, 4714, 4725, 4731, 4741, 4748, 4752, 4758, 4764, 4770, 4786,
    4794, 4812, 4825, 4832, 4841, 4859, 4863, 4866, 4873, 4882, 4908, 4927, 4932, 4941, 4956, 4965, 4972, 4979, 4985,
    5005, 5021, 5037, 5041, 5047, 5055, 5064, 5076, 5093, 5112, 5122, 5140, 5167, 5187, 5195, 5207, 5217, 5228, 5240,
    5261, 5266, 5272, 5285, 5307, 5320, 5336, 5341, 5343, 5351, 5360, 5368, 5381, 5391, 5399, 5409, 5419, 5429, 5443,
    5457, 5467, 5474, 5482, 5490, 5496, 5500, 5507, 5526, 5539, 5545, 5565, 5572, 5589, 5601, 5611, 5614, 5621, 5634,
    5643, 5661, 5683, 5701, 5706, 5726, 5732, 5736, 5744, 5751, 5755, 5770, 5776, 5795, 5800, 5814, 5818, 5829, 5835,
    5842, 5849, 5860, 5867, 5875, 5883, 5894, 5903, 5911, 5927, 5936, 5941, 5945, 5952, 5963, 5965, 6013, 6018, 6025,
    6040, 6056, 6064, 6070, 6079, 6089, 6096, 6112, 6133, 6147, 6166, 6179, 6195, 6216, 6219, 6232, 6237, 6242, 6255,
    6276, 6280, 6294, 6296, 6303, 6313, 6327, 6333, 6336, 6352, 6364, 6374, 6377, 6382, 6396, 6401, 6412, 6421, 6429,
    6442, 6445, 6458, 6474, 6481, 6488, 6495, 6499, 6515, 6531, 6546, 6560, 6573, 6590, 6596, 6613, 6626, 6642, 6665,
    6678, 6691, 6707, 6716, 6734, 6747, 6765, 6779, 6799, 6815, 6830, 6835, 6844, 6857, 6864, 6870, 6875, 6883, 6896,
    6908, 6925, 6939, 6963, 6968, 6984, 6987, 6996, 7005, 7018, 7025, 7039, 7053, 7068, 7084, 7100, 7111, 7132, 7146,
    7157, 7168, 7182, 7200, 7203, 7223, 7239, 7247, 7256, 7276, 7289, 7300, 7307, 7315, 7329, 7336, 7353, 7359, 7366,
    7383, 7391, 7397, 7404, 7417, 7420, 7432, 7442, 7450, 7459, 7472, 7487, 7498, 7505, 7522, 7526, 7544, 7552, 7564,
    7573, 7589, 7599, 7608, 7612, 7617, 7628, 7637, 7654, 7664, 7676, 7687, 7690, 7702, 7720, 7756, 7787, 7821, 7840,
    7846, 7854, 7862, 7870, 7890, 7902, 7919, 7937, 7953, 7965, 7989, 8006, 8027, 8043, 8058, 8061, 8078, 8082, 8090,
    8096, 8111, 8129, 8140, 8157, 8163, 8177, 8195, 8207, 8218, 8233, 8238, 8244, 8259, 8274, 8283, 8293, 8301, 8309,
    8324, 8331, 8339, 8355, 8357, 8364, 8372, 8387, 8398, 8407, 8415, 8438, 8448, 8457, 8466, 8475, 8479, 8487, 8492,
    8499, 8516, 8522, 8526, 8532, 8554, 8567, 8588, 8624, 8644, 8673, 8678, 8698, 8704, 8715, 8730, 8745, 8752, 8760,
    8774, 8790, 8798, 8810, 8815, 8821, 8835, 8854, 8874, 8885, 8889, 8897, 8907, 8918, 8922, 8926, 8933, 8938, 8952,
    8961, 8968, 8981, 8997, 9007, 9054, 9069, 9075, 9096, 9125, 9133, 9150, 9176, 9186, 9195, 9218, 9227, 9244, 9254,
    9270, 9278, 9288, 9299, 9323, 9333, 9341, 9357, 9363, 9370, 9377, 9388, 9391, 9399, 9421, 9435, 9449, 9454, 9467,
    9473, 9486, 9503, 9526, 9535, 9544, 9552, 9570, 9577, 9586, 9594, 9612, 9631, 9648, 9658, 9665, 9680, 9691, 9704,
    9712, 9720, 9766, 9778, 9795, 9806, 9812, 9824, 9832, 9850, 9867, 9888, 9913, 9927, 9943, 9953, 9965, 9978, 9991,
    10009, 10024, 10033, 10045, 10058, 10076, 10083, 10091, 10111, 10115, 10122, 10135, 10139, 10144, 10154, 10166,
    10175, 10188, 10195, 10211, 10226, 10232, 10237, 10246, 10253, 10267, 10274, 10282, 10295, 10305, 10320, 10335,
    10341, 10347, 10352, 10361, 10374, 10380, 10399, 10411, 10425, 10433, 10447, 10454, 10460, 10470, 10482, 10492,
    10507, 10516, 10523, 10538, 10550, 10566, 10574, 10583, 10591, 10597, 10603, 10609, 10620, 10627, 10641, 10659,
    10678, 10706, 10717, 10724, 10739, 10760, 10777, 10784, 10793, 10814, 10828, 10838, 10849, 10855, 10865, 10872,
    10880, 10889, 10898, 10903, 10909, 10916, 10920, 10936, 10946, 10972, 10977, 10986, 10993, 11002, 11025, 11037,
    11042, 11048, 11066, 11071, 11080, 11084, 11094, 11101, 11116, 11132, 11143, 11158, 11175, 11186, 11195, 11209,
    11217, 11223, 11233, 11240, 11247, 11258, 11267, 11275, 11286, 11298, 11305, 11314, 11328, 11344, 11357, 11373,
    11399, 11417, 11441, 11448, 11452, 11459, 11465, 11475, 11481, 11487, 11517, 11536, 11546, 11558, 11567, 11598,
    11608, 11617, 11625, 11631, 11641, 11652, 11671, 11700, 11722, 11746, 11750, 11759, 11767, 11781, 11793, 11798,
    11801, 11803, 11808, 11821, 11830, 11847, 11858, 11869, 11881, 11906, 11925, 11948, 11951, 11955, 11967, 11970,
    11989, 12012, 12038, 12049, 12062, 12076, 12090, 12112, 12127, 12130, 12136, 12140, 12144, 12159, 12167, 12181,
    12189, 12199, 12210, 12227, 12238, 12243, 12258, 12267, 12273, 12282, 12286, 12291, 12298, 12313, 12321, 12327,
    12343, 12368, 12385, 12404, 12424, 12437, 12449, 12457, 12477, 12487, 12499, 12509, 12524, 12534, 12546, 12553,
    12568, 12580, 12593, 12600, 12607, 12614, 12622, 12628, 12639, 12649, 12666, 12680, 12690, 12695, 12725, 12751,
    12777, 12799, 12820, 12856, 12880, 12884,
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
    &[263, 315, 326, 334, 361, 372, 384, 390, 419, 439, 442, 582, 583, 584, 594, 595, 672, 697, 733, 898, 937, 956, 1035],
    &[356, 821], &[417], &[432, 415, 796, 948], &[576], &[687], &[691], &[797, 821], &[873], &[889], &[1044, 1111],
    &[1050], &[1052],
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
    2145,
];

/// Name, shape and whether required of every field, sorted within its object.
pub(crate) static FIELDS: &[Field] = &[
    f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(1014, 3, 1), f(262, 5, 0), f(370, 6, 0), f(398, 7, 0), f(399, 6, 0),
    f(494, 8, 0), f(511, 1, 0), f(512, 7, 0), f(606, 5, 0), f(639, 10, 0), f(691, 1, 0), f(694, 1, 0), f(751, 12, 0),
    f(878, 1, 0), f(933, 1, 0), f(1052, 1, 0), f(267, 1, 0), f(488, 1, 0), f(599, 1, 0), f(691, 1, 0), f(694, 1, 0),
    f(878, 1, 0), f(1052, 1, 0), f(267, 1, 0), f(491, 1, 0), f(492, 13, 0), f(640, 1, 0), f(740, 1, 0), f(997, 1, 0),
    f(1031, 6, 0), f(267, 4, 1), f(300, 14, 0), f(362, 14, 0), f(599, 4, 1), f(691, 4, 1), f(1052, 4, 1), f(267, 1, 0),
    f(344, 17, 0), f(599, 1, 0), f(669, 2, 0), f(452, 1, 0), f(667, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(267, 1, 0),
    f(296, 20, 0), f(383, 5, 0), f(558, 14, 0), f(599, 1, 0), f(669, 2, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(999, 23, 0), f(241, 25, 0), f(722, 25, 0), f(799, 27, 0), f(543, 1, 0), f(576, 4, 1), f(708, 1, 0), f(1019, 28, 0),
    f(270, 1, 0), f(691, 1, 0), f(797, 29, 1), f(821, 30, 0), f(232, 1, 0), f(267, 1, 0), f(367, 32, 0), f(455, 33, 0),
    f(497, 6, 0), f(575, 3, 1), f(599, 1, 0), f(616, 6, 0), f(667, 1, 0), f(669, 2, 1), f(839, 1, 0), f(847, 28, 0),
    f(850, 4, 0), f(852, 4, 0), f(934, 34, 0), f(961, 35, 0), f(1050, 1, 0), f(367, 32, 0), f(609, 33, 0), f(341, 1, 0),
    f(532, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 37, 0), f(626, 39, 1), f(392, 41, 0), f(395, 41, 0),
    f(653, 41, 0), f(658, 41, 0), f(673, 41, 0), f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 43, 0),
    f(974, 44, 0), f(494, 45, 0), f(344, 47, 0), f(774, 48, 0), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1),
    f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 50, 0), f(974, 51, 0), f(349, 52, 0), f(475, 1, 0),
    f(780, 1, 0), f(781, 8, 0), f(822, 1, 0), f(1013, 54, 0), f(1057, 14, 0), f(241, 56, 0), f(248, 41, 0),
    f(310, 41, 0), f(344, 58, 0), f(345, 59, 0), f(382, 60, 0), f(391, 45, 0), f(487, 61, 0), f(557, 63, 0),
    f(707, 64, 0), f(774, 65, 0), f(897, 67, 0), f(1101, 69, 0), f(1102, 45, 0), f(346, 70, 0), f(437, 71, 1),
    f(593, 4, 1), f(1032, 6, 0), f(1074, 1, 0), f(239, 4, 1), f(1050, 4, 1), f(607, 6, 0), f(617, 6, 0), f(667, 1, 0),
    f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(233, 52, 0), f(274, 52, 0), f(452, 1, 0), f(608, 52, 0), f(602, 72, 0),
    f(1007, 14, 0), f(692, 45, 0), f(958, 7, 0), f(272, 4, 1), f(303, 4, 1), f(358, 4, 1), f(592, 4, 1), f(600, 4, 1),
    f(603, 4, 1), f(637, 4, 1), f(739, 4, 1), f(749, 4, 1), f(1009, 73, 0), f(1012, 4, 1), f(487, 74, 0), f(691, 4, 0),
    f(417, 4, 1), f(691, 4, 1), f(601, 4, 1), f(691, 4, 1), f(694, 4, 1), f(878, 1, 0), f(1052, 1, 0), f(123, 29, 1),
    f(310, 7, 0), f(842, 14, 0), f(1068, 14, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 76, 0), f(974, 77, 0),
    f(230, 79, 0), f(385, 80, 0), f(386, 81, 0), f(879, 82, 0), f(931, 83, 0), f(982, 1, 0), f(1086, 1, 0),
    f(1094, 84, 0), f(1096, 1, 0), f(230, 79, 0), f(250, 86, 0), f(251, 41, 0), f(310, 41, 0), f(344, 88, 0),
    f(381, 1, 0), f(684, 89, 0), f(774, 90, 0), f(265, 1, 0), f(599, 4, 1), f(691, 4, 1), f(265, 1, 0), f(599, 4, 1),
    f(691, 4, 1), f(694, 1, 0), f(626, 41, 0), f(858, 41, 0), f(645, 92, 0), f(649, 5, 0), f(611, 6, 0), f(617, 6, 0),
    f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(974, 93, 1), f(1020, 1, 0), f(593, 4, 1), f(742, 4, 1),
    f(1077, 45, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 95, 0), f(974, 96, 0), f(230, 79, 0), f(289, 97, 0),
    f(290, 98, 0), f(291, 99, 0), f(310, 41, 0), f(314, 100, 0), f(322, 101, 0), f(324, 28, 0), f(373, 102, 0),
    f(486, 103, 0), f(498, 104, 0), f(499, 105, 0), f(510, 106, 0), f(516, 107, 0), f(539, 108, 0), f(586, 109, 0),
    f(634, 110, 0), f(686, 45, 0), f(699, 111, 0), f(700, 112, 0), f(773, 113, 0), f(775, 114, 0), f(800, 115, 0),
    f(830, 116, 0), f(832, 117, 0), f(901, 118, 0), f(982, 1, 0), f(987, 119, 0), f(1086, 1, 0), f(1094, 84, 0),
    f(1103, 120, 0), f(610, 6, 0), f(667, 1, 0), f(774, 121, 0), f(839, 1, 0), f(507, 1, 0), f(758, 32, 0),
    f(833, 14, 0), f(1092, 4, 1), f(308, 122, 0), f(421, 4, 1), f(422, 4, 1), f(507, 123, 0), f(599, 124, 0),
    f(833, 125, 0), f(833, 14, 0), f(924, 4, 1), f(925, 1, 0), f(949, 4, 1), f(685, 45, 1), f(760, 1, 0), f(833, 14, 0),
    f(922, 1, 0), f(926, 126, 0), f(1065, 1, 0), f(507, 1, 0), f(833, 14, 0), f(926, 126, 0), f(1092, 4, 1),
    f(363, 126, 0), f(364, 126, 0), f(432, 4, 1), f(507, 1, 0), f(705, 126, 0), f(710, 126, 0), f(713, 126, 0),
    f(833, 14, 0), f(1085, 5, 0), f(1091, 4, 1), f(507, 1, 0), f(636, 32, 0), f(833, 14, 0), f(1021, 45, 0),
    f(1114, 45, 0), f(432, 4, 1), f(507, 1, 0), f(745, 5, 0), f(833, 14, 0), f(926, 126, 0), f(387, 1, 0), f(388, 1, 0),
    f(507, 1, 0), f(758, 32, 0), f(767, 4, 1), f(833, 14, 0), f(444, 4, 1), f(445, 1, 0), f(760, 4, 1), f(833, 14, 0),
    f(760, 4, 1), f(1050, 127, 0), f(318, 14, 0), f(319, 14, 0), f(507, 1, 0), f(565, 1, 0), f(585, 4, 1),
    f(587, 128, 0), f(636, 29, 1), f(798, 45, 0), f(833, 14, 0), f(926, 126, 0), f(1018, 4, 1), f(507, 1, 0),
    f(760, 4, 1), f(760, 4, 1), f(833, 14, 0), f(936, 4, 1), f(859, 129, 0), f(507, 1, 0), f(766, 4, 1), f(507, 1, 0),
    f(833, 14, 0), f(1092, 4, 1), f(520, 1, 0), f(833, 14, 0), f(845, 4, 1), f(1024, 1, 0), f(1065, 1, 0), f(1084, 4, 1),
    f(507, 1, 0), f(552, 4, 1), f(598, 130, 0), f(685, 45, 1), f(796, 131, 0), f(833, 14, 0), f(926, 126, 0),
    f(1065, 132, 0), f(507, 133, 0), f(509, 4, 1), f(820, 1, 0), f(833, 14, 0), f(926, 126, 1), f(965, 14, 0),
    f(983, 134, 0), f(986, 1, 0), f(1011, 4, 1), f(1096, 1, 0), f(507, 1, 0), f(833, 14, 0), f(926, 28, 0),
    f(1096, 1, 0), f(1097, 1, 0), f(507, 1, 0), f(984, 1, 0), f(985, 1, 0), f(1098, 4, 1), f(691, 1, 0), f(694, 1, 0),
    f(712, 136, 1), f(645, 138, 0), f(646, 138, 0), f(593, 4, 1), f(742, 139, 1), f(1077, 45, 0), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 141, 0), f(974, 142, 0), f(234, 7, 0), f(244, 143, 0), f(285, 14, 0),
    f(360, 145, 1), f(428, 146, 0), f(429, 147, 0), f(441, 14, 0), f(451, 149, 0), f(533, 151, 0), f(535, 14, 0),
    f(537, 14, 0), f(538, 14, 0), f(542, 14, 0), f(543, 1, 0), f(544, 1, 0), f(555, 153, 0), f(563, 145, 0),
    f(708, 1, 0), f(711, 154, 0), f(748, 155, 0), f(750, 41, 0), f(804, 156, 0), f(811, 32, 0), f(812, 1, 0),
    f(835, 158, 0), f(871, 160, 0), f(879, 161, 0), f(881, 162, 0), f(896, 1, 0), f(905, 1, 0), f(907, 164, 0),
    f(908, 165, 0), f(928, 166, 0), f(939, 1, 0), f(940, 1, 0), f(947, 14, 0), f(950, 14, 0), f(995, 1, 0),
    f(1028, 7, 0), f(1043, 168, 0), f(1046, 170, 0), f(1100, 172, 0), f(251, 41, 0), f(344, 174, 0), f(359, 176, 0),
    f(450, 176, 0), f(471, 177, 0), f(534, 1, 0), f(536, 179, 0), f(562, 176, 0), f(667, 1, 0), f(702, 181, 0),
    f(717, 1, 0), f(732, 7, 0), f(774, 182, 0), f(786, 1, 0), f(787, 184, 0), f(826, 185, 0), f(839, 1, 0), f(864, 1, 0),
    f(869, 187, 0), f(879, 161, 0), f(968, 6, 0), f(700, 188, 0), f(777, 189, 0), f(779, 190, 0), f(273, 45, 0),
    f(336, 45, 0), f(447, 192, 0), f(448, 194, 0), f(552, 1, 0), f(554, 195, 0), f(623, 196, 0), f(629, 197, 0),
    f(691, 4, 1), f(799, 199, 0), f(836, 197, 0), f(865, 201, 0), f(879, 202, 0), f(881, 1, 0), f(882, 204, 0),
    f(928, 205, 0), f(972, 197, 0), f(976, 14, 0), f(977, 14, 0), f(1029, 1, 0), f(1030, 206, 0), f(1049, 14, 0),
    f(1090, 208, 0), f(1095, 210, 0), f(1113, 1, 0), f(693, 45, 0), f(745, 212, 0), f(918, 45, 0), f(273, 45, 0),
    f(336, 45, 0), f(447, 192, 0), f(448, 194, 0), f(552, 1, 0), f(554, 195, 0), f(623, 196, 0), f(629, 197, 0),
    f(691, 4, 1), f(799, 199, 0), f(836, 197, 0), f(865, 201, 0), f(879, 202, 0), f(881, 1, 0), f(882, 204, 0),
    f(928, 205, 0), f(972, 197, 0), f(976, 14, 0), f(977, 14, 0), f(1016, 1, 0), f(1029, 1, 0), f(1030, 206, 0),
    f(1049, 14, 0), f(1090, 208, 0), f(1095, 210, 0), f(1113, 1, 0), f(545, 45, 0), f(576, 4, 1), f(691, 4, 0),
    f(691, 4, 1), f(343, 4, 1), f(691, 4, 1), f(868, 1, 0), f(870, 1, 0), f(325, 214, 0), f(626, 41, 0), f(858, 41, 0),
    f(691, 4, 1), f(785, 1, 0), f(269, 215, 0), f(504, 7, 0), f(505, 216, 0), f(891, 7, 0), f(892, 14, 0), f(893, 7, 0),
    f(915, 1, 0), f(917, 217, 0), f(919, 218, 0), f(1006, 220, 0), f(1007, 221, 0), f(1010, 223, 0), f(1112, 224, 0),
    f(437, 225, 0), f(593, 1, 0), f(742, 226, 0), f(1042, 7, 0), f(1074, 1, 0), f(604, 83, 0), f(648, 45, 0),
    f(661, 29, 1), f(675, 32, 0), f(701, 227, 0), f(714, 227, 0), f(1044, 4, 1), f(1111, 228, 1), f(289, 97, 0),
    f(290, 98, 0), f(291, 229, 0), f(314, 230, 0), f(322, 231, 0), f(346, 232, 0), f(373, 233, 0), f(431, 234, 0),
    f(440, 235, 0), f(449, 236, 0), f(486, 103, 0), f(498, 237, 0), f(499, 105, 0), f(510, 106, 0), f(514, 238, 0),
    f(516, 239, 0), f(539, 108, 0), f(552, 240, 0), f(586, 241, 0), f(691, 4, 1), f(699, 111, 0), f(770, 242, 0),
    f(775, 114, 0), f(800, 115, 0), f(817, 243, 0), f(830, 116, 0), f(832, 244, 0), f(901, 245, 0), f(921, 246, 0),
    f(987, 247, 0), f(1103, 120, 0), f(611, 6, 0), f(617, 6, 0), f(667, 1, 0), f(732, 7, 0), f(839, 1, 0), f(974, 4, 1),
    f(1050, 4, 1), f(251, 41, 0), f(252, 249, 0), f(354, 1, 0), f(552, 4, 1), f(553, 4, 1), f(614, 250, 0), f(691, 4, 1),
    f(837, 125, 1), f(879, 161, 0), f(880, 29, 1), f(969, 14, 0), f(973, 250, 0), f(979, 251, 0), f(1065, 252, 0),
    f(1095, 254, 0), f(855, 256, 1), f(868, 4, 1), f(576, 4, 1), f(360, 257, 0), f(868, 4, 1), f(879, 41, 1),
    f(576, 4, 1), f(691, 4, 1), f(868, 1, 0), f(806, 259, 0), f(860, 129, 0), f(806, 261, 0), f(860, 263, 0),
    f(806, 261, 0), f(860, 263, 0), f(691, 4, 1), f(1074, 1, 0), f(1076, 264, 0), f(348, 265, 0), f(808, 1, 0),
    f(926, 266, 0), f(801, 267, 0), f(802, 267, 0), f(979, 251, 0), f(462, 268, 0), f(484, 32, 0), f(523, 269, 0),
    f(548, 270, 0), f(564, 32, 0), f(769, 32, 0), f(1004, 32, 0), f(1022, 271, 0), f(1028, 7, 0), f(1034, 32, 0),
    f(356, 29, 1), f(534, 1, 0), f(540, 32, 0), f(691, 1, 0), f(821, 272, 0), f(874, 4, 1), f(881, 4, 1), f(232, 1, 1),
    f(465, 273, 0), f(258, 14, 0), f(269, 215, 0), f(309, 274, 0), f(814, 14, 0), f(815, 275, 0), f(834, 14, 0),
    f(891, 7, 0), f(892, 14, 0), f(893, 7, 0), f(917, 217, 0), f(919, 218, 0), f(1112, 224, 0), f(417, 4, 1),
    f(691, 4, 1), f(687, 4, 1), f(688, 276, 0), f(691, 4, 1), f(833, 14, 0), f(841, 1, 0), f(993, 1, 0), f(994, 1, 0),
    f(691, 1, 0), f(1074, 1, 0), f(691, 4, 1), f(854, 1, 0), f(635, 1, 0), f(1050, 277, 1), f(622, 1, 0), f(886, 1, 0),
    f(1050, 1, 0), f(1065, 1, 0), f(635, 1, 0), f(1050, 277, 1), f(691, 4, 1), f(1074, 4, 1), f(517, 1, 0), f(518, 1, 0),
    f(541, 14, 0), f(894, 1, 0), f(833, 14, 0), f(924, 4, 1), f(949, 4, 1), f(685, 45, 1), f(760, 1, 0), f(833, 14, 0),
    f(922, 1, 0), f(926, 278, 0), f(1065, 1, 0), f(507, 1, 0), f(833, 14, 0), f(926, 278, 0), f(1092, 4, 1),
    f(394, 32, 0), f(588, 280, 0), f(691, 4, 0), f(743, 14, 0), f(432, 4, 1), f(507, 1, 0), f(710, 278, 0),
    f(833, 14, 0), f(1085, 5, 0), f(394, 32, 0), f(588, 282, 0), f(666, 1, 0), f(959, 40, 0), f(1088, 283, 0),
    f(432, 4, 1), f(507, 1, 0), f(745, 5, 0), f(833, 14, 0), f(926, 278, 0), f(420, 1, 0), f(853, 4, 1), f(884, 1, 0),
    f(444, 4, 1), f(760, 4, 1), f(833, 14, 0), f(825, 195, 0), f(843, 1, 0), f(318, 14, 0), f(319, 14, 0), f(507, 1, 0),
    f(565, 1, 0), f(585, 4, 1), f(587, 128, 0), f(636, 29, 1), f(798, 45, 0), f(833, 14, 0), f(926, 278, 0),
    f(1018, 4, 1), f(323, 4, 1), f(833, 14, 0), f(394, 32, 0), f(962, 285, 0), f(507, 1, 0), f(552, 4, 1),
    f(598, 130, 0), f(685, 45, 1), f(796, 131, 0), f(833, 14, 0), f(926, 278, 0), f(1065, 132, 0), f(507, 133, 0),
    f(509, 4, 1), f(820, 1, 0), f(833, 14, 0), f(926, 278, 1), f(965, 14, 0), f(983, 134, 0), f(986, 1, 0),
    f(1011, 4, 1), f(1096, 1, 0), f(394, 32, 0), f(588, 280, 0), f(743, 14, 0), f(924, 1, 0), f(507, 1, 0),
    f(833, 14, 0), f(926, 278, 0), f(1096, 1, 0), f(1097, 1, 0), f(691, 4, 1), f(879, 287, 0), f(895, 288, 0),
    f(1025, 289, 0), f(1104, 290, 0), f(627, 291, 0), f(687, 4, 1), f(691, 4, 1), f(833, 14, 0), f(841, 1, 0),
    f(1099, 292, 0), f(355, 4, 1), f(856, 4, 1), f(874, 4, 1), f(805, 135, 1), f(1108, 29, 1), f(778, 262, 1),
    f(1108, 29, 1), f(604, 83, 0), f(648, 45, 0), f(682, 45, 0), f(695, 83, 0), f(696, 45, 0), f(1044, 4, 1),
    f(347, 293, 0), f(489, 294, 0), f(493, 295, 0), f(872, 296, 0), f(923, 297, 0), f(691, 4, 0), f(743, 14, 0),
    f(691, 4, 0), f(743, 14, 0), f(462, 268, 0), f(548, 270, 0), f(960, 298, 0), f(1022, 271, 0), f(336, 45, 0),
    f(797, 29, 1), f(938, 4, 0), f(532, 1, 0), f(549, 300, 0), f(760, 1, 0), f(797, 301, 1), f(910, 302, 0),
    f(532, 1, 0), f(797, 301, 1), f(742, 1, 1), f(1077, 303, 0), f(235, 45, 0), f(435, 45, 0), f(593, 4, 1),
    f(683, 32, 0), f(760, 4, 1), f(489, 294, 0), f(683, 32, 0), f(760, 4, 1), f(872, 296, 0), f(669, 2, 0),
    f(963, 76, 1), f(333, 304, 0), f(346, 305, 0), f(431, 306, 0), f(782, 307, 0), f(921, 308, 0), f(941, 309, 0),
    f(528, 1, 0), f(667, 1, 0), f(873, 4, 1), f(970, 6, 0), f(354, 1, 0), f(464, 29, 1), f(495, 6, 0), f(667, 1, 0),
    f(839, 1, 0), f(954, 32, 0), f(970, 6, 0), f(667, 1, 0), f(839, 1, 0), f(513, 219, 1), f(1006, 220, 0),
    f(1052, 219, 1), f(552, 310, 0), f(593, 4, 1), f(691, 4, 0), f(743, 14, 0), f(267, 1, 0), f(488, 4, 1), f(593, 4, 1),
    f(743, 125, 0), f(760, 4, 1), f(1096, 4, 1), f(355, 1, 0), f(427, 40, 0), f(866, 4, 1), f(593, 4, 1), f(691, 4, 0),
    f(743, 14, 0), f(920, 219, 1), f(691, 4, 1), f(1074, 4, 1), f(604, 83, 0), f(691, 1, 0), f(743, 14, 0), f(760, 4, 1),
    f(955, 1, 0), f(588, 280, 0), f(691, 4, 0), f(743, 14, 0), f(588, 282, 0), f(317, 1, 0), f(371, 1, 0), f(596, 1, 0),
    f(597, 1, 1), f(654, 32, 0), f(955, 1, 1), f(1066, 5, 0), f(588, 280, 0), f(691, 4, 0), f(743, 14, 0), f(281, 1, 0),
    f(467, 7, 0), f(760, 4, 1), f(556, 1, 1), f(267, 1, 0), f(397, 312, 0), f(599, 1, 0), f(669, 2, 0), f(267, 1, 0),
    f(436, 45, 0), f(519, 7, 0), f(551, 14, 0), f(599, 1, 0), f(747, 14, 0), f(803, 313, 0), f(818, 1, 0), f(878, 1, 0),
    f(1052, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(1023, 315, 0), f(669, 2, 0), f(963, 141, 0), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 317, 0), f(974, 318, 0), f(679, 29, 0), f(849, 319, 0), f(931, 154, 0),
    f(1023, 320, 0), f(286, 32, 0), f(344, 322, 0), f(508, 32, 0), f(732, 7, 0), f(838, 32, 0), f(849, 29, 1),
    f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 324, 0), f(974, 325, 0), f(849, 29, 0), f(849, 29, 1), f(931, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 327, 0), f(974, 328, 0), f(526, 41, 0), f(913, 329, 0), f(914, 331, 0), f(526, 41, 0), f(1064, 41, 0),
    f(645, 333, 0), f(742, 334, 1), f(912, 330, 1), f(1077, 45, 0), f(267, 1, 0), f(383, 20, 0), f(558, 14, 0),
    f(599, 1, 0), f(669, 2, 0), f(991, 5, 0), f(1050, 1, 0), f(267, 1, 0), f(285, 14, 0), f(555, 337, 0), f(599, 1, 0),
    f(669, 2, 0), f(927, 338, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 340, 0), f(974, 341, 0),
    f(282, 45, 0), f(305, 342, 0), f(467, 7, 0), f(468, 6, 0), f(1039, 4, 0), f(267, 1, 0), f(599, 1, 0), f(691, 1, 0),
    f(1052, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 344, 0), f(974, 345, 0), f(249, 14, 0), f(329, 1, 0),
    f(330, 45, 0), f(476, 45, 0), f(477, 1, 0), f(478, 346, 0), f(529, 32, 0), f(573, 346, 0), f(578, 348, 0),
    f(579, 349, 0), f(631, 1, 0), f(632, 1, 0), f(633, 45, 0), f(799, 351, 0), f(824, 14, 0), f(931, 154, 0),
    f(945, 352, 0), f(946, 353, 0), f(1047, 1, 0), f(1050, 354, 0), f(344, 356, 0), f(630, 357, 0), f(270, 1, 0),
    f(691, 1, 0), f(709, 32, 0), f(797, 29, 1), f(821, 272, 0), f(1017, 301, 0), f(328, 358, 0), f(617, 6, 1),
    f(667, 4, 1), f(732, 7, 0), f(839, 4, 1), f(974, 4, 1), f(1050, 4, 1), f(560, 360, 0), f(1034, 32, 0), f(543, 1, 0),
    f(576, 1, 0), f(580, 1, 0), f(799, 362, 0), f(452, 1, 0), f(797, 29, 1), f(821, 363, 1), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 365, 0), f(974, 366, 0), f(307, 19, 0), f(520, 1, 0), f(521, 29, 1), f(567, 14, 0),
    f(938, 367, 0), f(1081, 1, 0), f(1082, 29, 1), f(344, 369, 0), f(691, 1, 0), f(694, 1, 0), f(797, 32, 0),
    f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(267, 1, 0), f(383, 13, 0), f(599, 1, 0),
    f(669, 2, 0), f(884, 219, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 372, 0), f(974, 373, 0),
    f(679, 32, 0), f(885, 32, 0), f(931, 83, 1), f(1023, 315, 1), f(1059, 374, 0), f(335, 32, 0), f(344, 376, 0),
    f(378, 29, 1), f(412, 29, 1), f(726, 32, 0), f(727, 29, 1), f(728, 29, 1), f(729, 32, 0), f(732, 7, 0),
    f(1060, 32, 0), f(888, 377, 0), f(1050, 378, 0), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1),
    f(1050, 4, 1), f(662, 301, 0), f(663, 301, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 380, 0),
    f(974, 381, 0), f(679, 32, 0), f(765, 14, 0), f(816, 32, 0), f(849, 32, 0), f(885, 32, 0), f(931, 83, 1),
    f(989, 382, 0), f(1023, 315, 1), f(286, 32, 0), f(335, 32, 0), f(344, 384, 0), f(732, 7, 0), f(838, 32, 0),
    f(849, 32, 0), f(1027, 32, 0), f(1053, 32, 0), f(1061, 32, 0), f(888, 385, 0), f(1050, 386, 0), f(617, 6, 0),
    f(618, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(662, 301, 0), f(663, 301, 0), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 388, 0), f(974, 389, 0), f(679, 32, 0), f(849, 32, 0), f(931, 83, 1),
    f(1023, 315, 0), f(286, 32, 0), f(344, 391, 0), f(508, 32, 0), f(732, 7, 0), f(838, 32, 0), f(849, 29, 1),
    f(1027, 32, 0), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 393, 0), f(974, 394, 0), f(679, 32, 0), f(746, 395, 0), f(771, 396, 0), f(789, 397, 0),
    f(849, 32, 0), f(885, 32, 0), f(931, 83, 1), f(943, 4, 0), f(1023, 315, 1), f(1059, 398, 0), f(1089, 400, 0),
    f(286, 29, 0), f(335, 32, 0), f(344, 402, 0), f(379, 32, 0), f(380, 1, 0), f(732, 7, 0), f(838, 32, 0),
    f(849, 29, 1), f(1058, 1, 0), f(1061, 32, 0), f(967, 29, 0), f(1109, 1, 0), f(1110, 1, 0), f(888, 403, 0),
    f(1050, 378, 0), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(663, 301, 0),
    f(758, 32, 0), f(232, 1, 0), f(267, 1, 0), f(403, 32, 0), f(404, 6, 0), f(405, 6, 0), f(406, 35, 0), f(455, 33, 1),
    f(599, 1, 0), f(669, 2, 0), f(723, 1, 0), f(839, 1, 0), f(844, 3, 0), f(847, 28, 0), f(851, 1, 0), f(852, 1, 0),
    f(934, 405, 0), f(1050, 1, 0), f(367, 29, 1), f(609, 33, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(974, 407, 0), f(1067, 408, 0), f(479, 409, 0), f(522, 45, 0), f(1052, 1, 0), f(1069, 1, 0), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 411, 1), f(974, 412, 0), f(282, 45, 0), f(1039, 1, 1), f(282, 45, 0),
    f(284, 14, 0), f(452, 1, 0), f(1065, 408, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 414, 1),
    f(974, 415, 0), f(479, 409, 0), f(522, 45, 0), f(718, 416, 0), f(867, 417, 0), f(1052, 1, 0), f(1065, 1, 0),
    f(260, 125, 1), f(400, 14, 0), f(454, 1, 0), f(839, 1, 0), f(760, 1, 0), f(1079, 1, 0), f(490, 418, 0), f(520, 1, 0),
    f(604, 419, 0), f(691, 1, 0), f(694, 1, 0), f(866, 1, 0), f(997, 1, 0), f(1079, 1, 0), f(1081, 1, 0), f(831, 1, 0),
    f(861, 421, 0), f(831, 1, 0), f(861, 92, 0), f(593, 4, 1), f(742, 4, 1), f(1077, 45, 0), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 423, 1), f(974, 415, 0), f(718, 416, 0), f(867, 417, 0), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 425, 1), f(974, 426, 0), f(694, 1, 0), f(454, 1, 0), f(559, 125, 1), f(719, 428, 1),
    f(876, 430, 1), f(720, 45, 0), f(1080, 45, 1), f(266, 45, 0), f(875, 45, 0), f(879, 45, 0), f(1080, 45, 1),
    f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 414, 1), f(974, 415, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 433, 1), f(974, 434, 0), f(295, 435, 0), f(660, 29, 1), f(671, 437, 0), f(680, 32, 0), f(902, 438, 1),
    f(344, 440, 0), f(377, 442, 0), f(379, 32, 0), f(413, 29, 1), f(612, 6, 0), f(732, 7, 0), f(900, 443, 0),
    f(903, 443, 0), f(357, 444, 0), f(473, 445, 0), f(730, 446, 0), f(792, 447, 0), f(866, 448, 0), f(1050, 4, 1),
    f(267, 1, 0), f(599, 4, 1), f(691, 4, 1), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1),
    f(357, 449, 0), f(473, 450, 0), f(730, 451, 0), f(792, 452, 0), f(866, 453, 0), f(1050, 4, 1), f(793, 455, 0),
    f(929, 1, 0), f(966, 32, 0), f(1041, 40, 0), f(353, 4, 1), f(691, 4, 1), f(1014, 456, 1), f(670, 457, 1),
    f(1014, 456, 1), f(409, 438, 1), f(670, 457, 1), f(1014, 456, 1), f(670, 457, 1), f(1014, 456, 1), f(691, 4, 1),
    f(1014, 456, 1), f(353, 4, 1), f(374, 458, 1), f(691, 4, 1), f(374, 458, 1), f(670, 457, 1), f(374, 458, 1),
    f(409, 438, 1), f(670, 457, 1), f(374, 458, 1), f(670, 457, 1), f(374, 458, 1), f(691, 4, 1), f(769, 29, 1),
    f(1050, 4, 1), f(1074, 29, 1), f(287, 32, 0), f(288, 40, 0), f(1050, 4, 1), f(1074, 40, 0), f(691, 4, 1),
    f(931, 83, 0), f(287, 32, 0), f(288, 40, 0), f(1074, 40, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 460, 1), f(974, 461, 0), f(660, 29, 1), f(680, 32, 0), f(902, 462, 1), f(1015, 32, 0), f(375, 32, 0),
    f(379, 29, 1), f(413, 29, 1), f(612, 6, 0), f(732, 7, 0), f(267, 1, 0), f(599, 4, 1), f(691, 4, 1), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 464, 1), f(974, 465, 0), f(342, 466, 0), f(482, 32, 0), f(589, 467, 1),
    f(904, 4, 1), f(971, 7, 0), f(1005, 32, 0), f(1008, 14, 0), f(1033, 1, 0), f(233, 468, 0), f(613, 6, 0),
    f(615, 6, 0), f(669, 2, 0), f(963, 469, 0), f(234, 7, 0), f(293, 32, 0), f(294, 32, 0), f(338, 470, 0),
    f(340, 32, 0), f(638, 1, 0), f(641, 14, 0), f(655, 32, 0), f(752, 32, 0), f(783, 471, 0), f(790, 472, 0),
    f(931, 83, 0), f(1003, 473, 0), f(1008, 14, 0), f(1023, 315, 1), f(1048, 32, 0), f(890, 475, 1), f(890, 477, 1),
    f(232, 478, 1), f(734, 479, 0), f(735, 481, 0), f(1001, 32, 0), f(1002, 1, 0), f(355, 1, 0), f(742, 482, 1),
    f(1077, 303, 1), f(974, 4, 0), f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 469, 0),
    f(974, 484, 0), f(233, 32, 0), f(337, 1, 0), f(339, 6, 0), f(344, 486, 0), f(480, 32, 0), f(481, 1, 0),
    f(837, 32, 0), f(968, 6, 0), f(1000, 32, 0), f(1026, 32, 0), f(1054, 487, 0), f(611, 6, 0), f(617, 6, 0),
    f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(480, 257, 0), f(1000, 257, 0), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 489, 1), f(974, 490, 0), f(467, 32, 0), f(479, 409, 0), f(522, 45, 0), f(854, 19, 1),
    f(955, 4, 1), f(1052, 1, 0), f(1063, 492, 0), f(1069, 1, 0), f(316, 19, 0), f(344, 494, 0), f(617, 6, 0),
    f(618, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 496, 0), f(362, 1, 0), f(756, 497, 0), f(265, 1, 0), f(599, 4, 1), f(691, 4, 1), f(694, 1, 0), f(911, 1, 0),
    f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 499, 0), f(974, 500, 0), f(393, 501, 0), f(561, 1, 0),
    f(890, 503, 0), f(1037, 505, 0), f(630, 506, 0), f(866, 80, 0), f(938, 507, 0), f(532, 1, 0), f(547, 508, 0),
    f(546, 45, 0), f(924, 1, 0), f(560, 510, 0), f(691, 4, 1), f(797, 511, 0), f(762, 513, 1), f(543, 1, 0),
    f(576, 1, 0), f(799, 515, 0), f(691, 1, 0), f(725, 32, 0), f(292, 516, 1), f(760, 1, 0), f(761, 517, 1),
    f(452, 1, 0), f(797, 29, 1), f(821, 363, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 519, 1),
    f(757, 520, 1), f(520, 1, 0), f(691, 1, 1), f(694, 1, 0), f(866, 1, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 522, 0), f(438, 524, 0), f(560, 526, 0), f(791, 527, 0), f(795, 529, 0), f(799, 531, 0), f(1038, 533, 0),
    f(503, 533, 0), f(799, 531, 0), f(443, 32, 0), f(797, 301, 0), f(821, 30, 0), f(577, 534, 0), f(695, 83, 0),
    f(791, 83, 0), f(320, 4, 1), f(458, 45, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 536, 0), f(974, 537, 0),
    f(321, 45, 0), f(344, 356, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 539, 0), f(974, 540, 0),
    f(663, 301, 0), f(674, 301, 0), f(931, 541, 0), f(1055, 542, 0), f(344, 356, 0), f(376, 29, 0), f(411, 29, 0),
    f(423, 543, 0), f(424, 29, 0), f(466, 29, 0), f(732, 7, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(887, 545, 1),
    f(996, 547, 0), f(265, 4, 0), f(599, 4, 1), f(691, 4, 1), f(265, 1, 0), f(599, 4, 1), f(691, 4, 1), f(694, 1, 0),
    f(245, 549, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(890, 551, 0), f(331, 552, 0), f(266, 45, 0),
    f(720, 45, 0), f(875, 45, 0), f(879, 45, 0), f(1080, 45, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(887, 545, 1), f(996, 547, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(890, 551, 0), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(963, 556, 1), f(276, 14, 0), f(506, 1, 0), f(704, 7, 0), f(788, 14, 0), f(810, 14, 0), f(862, 14, 0),
    f(916, 14, 0), f(942, 14, 0), f(981, 14, 0), f(1040, 558, 0), f(1093, 257, 0), f(281, 4, 1), f(467, 7, 0),
    f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 560, 1), f(434, 562, 1), f(248, 563, 0), f(691, 4, 1), f(706, 4, 1),
    f(1045, 45, 0), f(367, 32, 0), f(267, 1, 0), f(310, 40, 0), f(599, 1, 0), f(665, 40, 0), f(669, 2, 0), f(715, 83, 0),
    f(982, 4, 1), f(259, 14, 0), f(261, 567, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(686, 45, 0), f(756, 5, 0),
    f(823, 4, 1), f(840, 113, 0), f(1087, 568, 0), f(647, 570, 0), f(593, 4, 1), f(1077, 45, 1), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 572, 1), f(974, 573, 0), f(278, 4, 1), f(708, 4, 1), f(961, 574, 1),
    f(275, 575, 0), f(277, 125, 1), f(279, 5, 0), f(414, 575, 0), f(566, 576, 0), f(772, 1, 0), f(453, 32, 0),
    f(667, 1, 0), f(1031, 6, 0), f(267, 1, 0), f(433, 4, 1), f(599, 1, 0), f(669, 2, 0), f(756, 5, 0), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 579, 0), f(483, 580, 0), f(643, 582, 0), f(644, 583, 0), f(690, 585, 0),
    f(753, 586, 0), f(846, 587, 0), f(1078, 589, 0), f(469, 4, 1), f(691, 4, 1), f(459, 591, 0), f(650, 592, 0),
    f(695, 83, 0), f(731, 83, 0), f(876, 591, 0), f(271, 593, 0), f(590, 594, 0), f(759, 595, 1), f(267, 1, 0),
    f(599, 1, 0), f(469, 4, 1), f(691, 4, 1), f(266, 45, 0), f(268, 45, 0), f(741, 597, 0), f(875, 45, 0), f(879, 45, 0),
    f(911, 598, 0), f(469, 1, 0), f(469, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 600, 0), f(651, 583, 0),
    f(754, 601, 0), f(794, 1, 0), f(691, 1, 0), f(694, 1, 0), f(755, 1, 0), f(931, 83, 0), f(267, 1, 0), f(599, 1, 0),
    f(669, 2, 0), f(1107, 604, 0), f(243, 45, 1), f(327, 605, 1), f(483, 580, 0), f(643, 582, 0), f(650, 592, 0),
    f(691, 4, 1), f(695, 83, 0), f(731, 83, 0), f(846, 587, 0), f(890, 607, 0), f(953, 608, 1), f(1034, 32, 0),
    f(307, 19, 0), f(938, 609, 0), f(1062, 1, 0), f(266, 45, 0), f(268, 45, 0), f(741, 597, 0), f(879, 45, 0),
    f(911, 598, 0), f(691, 4, 1), f(694, 4, 1), f(760, 1, 0), f(797, 32, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 611, 0), f(974, 612, 0), f(283, 614, 0), f(483, 580, 0), f(643, 582, 0), f(644, 583, 0), f(753, 586, 0),
    f(1073, 616, 0), f(1078, 617, 0), f(344, 618, 0), f(732, 7, 0), f(1051, 619, 0), f(593, 4, 1), f(1075, 4, 1),
    f(469, 4, 1), f(667, 1, 0), f(668, 1, 0), f(839, 1, 0), f(470, 621, 0), f(489, 4, 1), f(1105, 4, 1), f(267, 1, 0),
    f(599, 1, 0), f(669, 2, 0), f(963, 623, 1), f(651, 583, 0), f(754, 601, 0), f(794, 1, 1), f(1072, 625, 1),
    f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(1107, 628, 0), f(243, 45, 1), f(327, 605, 1), f(483, 580, 0),
    f(643, 582, 0), f(650, 592, 0), f(691, 4, 1), f(695, 83, 0), f(731, 83, 0), f(890, 607, 0), f(953, 608, 1),
    f(1034, 32, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 630, 1), f(974, 631, 0), f(365, 632, 0),
    f(520, 4, 1), f(692, 633, 1), f(809, 14, 0), f(911, 4, 1), f(1083, 635, 1), f(229, 633, 0), f(344, 637, 0),
    f(732, 7, 0), f(988, 45, 0), f(989, 4, 1), f(1106, 638, 0), f(312, 45, 0), f(599, 4, 1), f(628, 1, 0), f(776, 4, 1),
    f(952, 45, 0), f(957, 1, 0), f(237, 640, 0), f(402, 14, 0), f(408, 1, 0), f(691, 4, 1), f(909, 641, 0),
    f(930, 643, 0), f(935, 125, 1), f(980, 125, 1), f(998, 644, 0), f(617, 6, 0), f(667, 1, 0), f(732, 7, 0),
    f(839, 1, 0), f(974, 4, 1), f(1050, 4, 1), f(327, 645, 0), f(366, 45, 1), f(410, 1, 0), f(502, 1, 0), f(591, 4, 1),
    f(691, 4, 1), f(811, 32, 0), f(1050, 4, 1), f(738, 646, 0), f(591, 4, 1), f(899, 647, 0), f(974, 13, 0),
    f(307, 19, 0), f(938, 648, 0), f(1062, 1, 0), f(13, 1, 0), f(14, 1, 0), f(236, 13, 0), f(238, 13, 0), f(247, 650, 0),
    f(264, 650, 0), f(392, 13, 0), f(396, 651, 0), f(401, 652, 0), f(410, 1, 0), f(446, 653, 0), f(457, 13, 0),
    f(460, 14, 0), f(461, 14, 0), f(474, 654, 0), f(502, 1, 0), f(550, 1, 0), f(588, 13, 0), f(656, 7, 0), f(657, 7, 0),
    f(659, 7, 0), f(664, 655, 0), f(676, 7, 0), f(677, 7, 0), f(678, 7, 0), f(681, 655, 0), f(689, 655, 0),
    f(721, 646, 0), f(724, 14, 0), f(736, 650, 0), f(763, 1, 0), f(764, 651, 0), f(819, 651, 0), f(859, 45, 0),
    f(1036, 1, 0), f(1050, 1, 0), f(1056, 14, 0), f(1115, 14, 0), f(1116, 14, 0), f(1117, 45, 0), f(1118, 1, 0),
    f(1119, 1, 0), f(1120, 14, 0), f(1121, 657, 0), f(605, 1, 0), f(964, 4, 1), f(975, 4, 1), f(691, 4, 1), f(694, 4, 1),
    f(760, 1, 0), f(797, 32, 0), f(410, 1, 0), f(1062, 1, 0), f(488, 1, 0), f(667, 1, 0), f(668, 1, 0), f(744, 14, 0),
    f(839, 658, 0), f(889, 4, 1), f(267, 1, 0), f(410, 1, 0), f(515, 14, 0), f(599, 1, 0), f(669, 2, 0), f(804, 156, 0),
    f(1074, 29, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 661, 0), f(231, 33, 0), f(531, 1, 0), f(619, 32, 0),
    f(620, 32, 0), f(807, 1, 0), f(848, 33, 0), f(989, 1, 0), f(267, 1, 0), f(525, 4, 1), f(599, 1, 0), f(669, 2, 0),
    f(750, 663, 0), f(906, 664, 0), f(784, 41, 0), f(711, 154, 0), f(1043, 168, 0), f(240, 666, 1), f(267, 1, 0),
    f(444, 668, 0), f(599, 1, 0), f(669, 2, 0), f(799, 670, 0), f(241, 257, 1), f(344, 671, 0), f(407, 5, 0),
    f(530, 672, 0), f(543, 1, 0), f(708, 1, 0), f(1019, 28, 0), f(1122, 1, 0), f(270, 1, 0), f(691, 1, 0), f(797, 32, 0),
    f(821, 30, 0), f(837, 14, 0), f(944, 14, 0), f(1026, 14, 0), f(500, 674, 0), f(501, 676, 0), f(691, 4, 1),
    f(691, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 678, 1), f(345, 680, 0), f(472, 1, 0), f(932, 682, 0),
    f(737, 683, 0), f(313, 684, 0), f(432, 4, 1), f(756, 13, 1), f(469, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0),
    f(963, 686, 1), f(974, 687, 0), f(418, 688, 0), f(253, 689, 0), f(418, 691, 0), f(863, 693, 0), f(345, 695, 0),
    f(350, 697, 0), f(858, 699, 0), f(256, 6, 0), f(418, 700, 0), f(711, 129, 0), f(344, 618, 0), f(383, 13, 0),
    f(415, 4, 1), f(432, 4, 1), f(698, 701, 0), f(796, 4, 1), f(948, 1, 0), f(265, 1, 0), f(691, 4, 1), f(866, 4, 1),
    f(1052, 4, 1), f(737, 683, 0), f(858, 45, 0), f(425, 1, 0), f(642, 1, 0), f(858, 45, 0), f(456, 702, 0),
    f(496, 704, 0), f(691, 4, 1), f(345, 706, 0), f(883, 708, 0), f(527, 1, 0), f(572, 1, 0), f(581, 45, 0),
    f(242, 14, 0), f(254, 709, 0), f(310, 710, 0), f(367, 7, 0), f(416, 4, 1), f(932, 682, 0), f(1043, 712, 0),
    f(254, 709, 0), f(310, 710, 0), f(367, 7, 0), f(416, 4, 1), f(691, 4, 1), f(932, 682, 0), f(1043, 712, 0),
    f(737, 683, 0), f(858, 45, 0), f(961, 713, 1), f(242, 14, 0), f(297, 45, 0), f(298, 45, 0), f(351, 41, 0),
    f(415, 4, 1), f(432, 4, 1), f(796, 4, 1), f(854, 4, 1), f(948, 1, 0), f(1043, 712, 0), f(858, 41, 0), f(437, 714, 0),
    f(593, 1, 0), f(742, 715, 0), f(1042, 7, 0), f(1074, 1, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 717, 1),
    f(669, 2, 0), f(963, 686, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 719, 1), f(246, 14, 0),
    f(418, 721, 0), f(432, 4, 1), f(708, 1, 0), f(711, 129, 0), f(768, 14, 0), f(796, 722, 1), f(951, 724, 0),
    f(246, 14, 0), f(257, 14, 0), f(280, 726, 0), f(297, 45, 0), f(298, 45, 0), f(299, 14, 0), f(310, 728, 0),
    f(352, 730, 0), f(691, 4, 1), f(703, 732, 0), f(708, 1, 0), f(711, 129, 0), f(1013, 734, 0), f(512, 219, 1),
    f(691, 4, 1), f(877, 219, 1), f(369, 736, 1), f(691, 4, 1), f(301, 14, 0), f(302, 737, 0), f(568, 7, 0),
    f(574, 220, 0), f(990, 1, 0), f(992, 45, 0), f(1081, 1, 0), f(1083, 45, 0), f(857, 738, 0), f(1074, 40, 1),
    f(368, 4, 1), f(369, 736, 1), f(255, 40, 0), f(311, 1, 0), f(437, 739, 1), f(593, 4, 1), f(1032, 6, 0),
    f(1074, 1, 0), f(1074, 40, 1), f(392, 40, 0), f(1070, 740, 0), f(1071, 741, 0), f(653, 40, 0), f(673, 40, 1),
    f(978, 40, 0), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 743, 0), f(974, 744, 0), f(426, 745, 0),
    f(652, 29, 0), f(813, 746, 1), f(890, 748, 0), f(344, 750, 0), f(1050, 4, 1), f(691, 4, 1), f(719, 752, 0),
    f(876, 754, 0), f(996, 756, 1), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 1, 0), f(1050, 1, 0),
    f(720, 257, 1), f(1080, 257, 1), f(266, 257, 1), f(332, 14, 0), f(696, 257, 0), f(879, 257, 1), f(1080, 257, 1),
    f(520, 757, 0), f(599, 4, 1), f(939, 758, 0), f(1065, 759, 0), f(691, 4, 1), f(691, 4, 1), f(694, 4, 1),
    f(691, 4, 1), f(267, 1, 0), f(599, 1, 0), f(669, 2, 0), f(963, 761, 0), f(974, 762, 0), f(463, 763, 0),
    f(625, 764, 0), f(1050, 4, 1), f(344, 766, 0), f(621, 32, 0), f(716, 32, 0), f(304, 32, 0), f(621, 32, 0),
    f(624, 767, 0), f(716, 32, 0), f(617, 6, 0), f(667, 1, 0), f(839, 1, 0), f(974, 1, 0), f(1050, 1, 0), f(829, 768, 0),
    f(1050, 4, 1), f(524, 29, 0), f(827, 29, 0), f(828, 29, 0),
];

/// Every shape: type, flags, merge key, default, enumeration, format.
pub(crate) static NODES: &[Node] = &[
    n(Object(0), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 0, 0), n(Object(1), 64, 0, 0, 0, 0),
    n(Object(2), 65, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 0, 0), n(Map(4), 0, 0, 0, 0, 0),
    n(Scalar(Time), 0, 0, 0, 0, 389), n(Scalar(Integer), 0, 0, 0, 0, 571), n(List(4, Set), 2, 0, 0, 0, 0),
    n(Object(3), 64, 0, 0, 0, 0), n(List(9, Atomic), 0, 0, 0, 0, 0), n(Object(4), 65, 0, 0, 0, 0),
    n(List(11, Keys(78)), 2, 1052, 0, 0, 0), n(Untyped, 0, 0, 0, 0, 0), n(Scalar(Boolean), 0, 0, 0, 0, 0),
    n(Object(5), 0, 0, 0, 0, 0), n(Object(6), 64, 0, 0, 0, 0), n(List(16, Keys(77)), 2, 1050, 0, 0, 0),
    n(Object(7), 0, 0, 0, 0, 0), n(Scalar(Bytes), 0, 0, 0, 0, 306), n(Map(19), 0, 0, 0, 0, 0),
    n(Object(8), 0, 0, 0, 0, 0), n(Object(9), 64, 0, 0, 0, 0), n(List(22, Atomic), 0, 0, 0, 0, 0),
    n(Object(10), 65, 0, 0, 0, 0), n(List(24, Atomic), 0, 0, 0, 0, 0), n(Object(11), 65, 0, 0, 0, 0),
    n(List(26, Atomic), 0, 0, 0, 0, 0), n(Object(2), 1, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 16, 0, 570),
    n(Scalar(String), 0, 0, 0, 64, 0), n(Object(12), 0, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 0, 0, 570),
    n(Scalar(MicroTime), 0, 0, 0, 0, 389), n(Object(13), 0, 0, 0, 0, 0), n(Object(14), 64, 0, 0, 0, 0),
    n(Object(15), 0, 0, 0, 0, 0), n(Object(16), 64, 0, 0, 0, 0), n(Object(17), 64, 0, 0, 0, 0),
    n(List(38, Atomic), 0, 0, 0, 0, 0), n(Scalar(Quantity), 0, 0, 0, 0, 0), n(Map(40), 0, 0, 0, 0, 0),
    n(Object(18), 0, 0, 0, 0, 0), n(Object(19), 64, 0, 0, 0, 0), n(Object(20), 64, 0, 0, 0, 0),
    n(List(4, Atomic), 0, 0, 0, 0, 0), n(Object(21), 64, 0, 0, 0, 0), n(List(46, Keys(77)), 2, 1050, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 5, 0), n(Object(22), 0, 0, 0, 0, 0), n(Object(23), 64, 0, 0, 0, 0),
    n(Object(24), 64, 0, 0, 0, 0), n(Object(25), 0, 0, 0, 0, 0), n(Object(26), 64, 0, 0, 0, 0),
    n(List(53, Atomic), 0, 0, 0, 0, 0), n(Object(27), 64, 0, 0, 0, 0), n(List(55, Keys(77)), 2, 1050, 0, 0, 0),
    n(Object(28), 64, 0, 0, 0, 0), n(List(57, Keys(77)), 2, 1050, 0, 0, 0), n(Object(29), 0, 0, 0, 0, 0),
    n(Object(30), 64, 0, 0, 0, 0), n(Object(31), 0, 0, 0, 0, 0), n(Object(32), 64, 0, 0, 0, 0),
    n(List(62, Atomic), 0, 0, 0, 0, 0), n(Object(33), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 60, 0),
    n(Object(34), 64, 0, 0, 0, 0), n(List(66, Atomic), 0, 0, 0, 0, 0), n(Object(35), 64, 0, 0, 0, 0),
    n(List(68, Atomic), 0, 0, 0, 0, 0), n(Object(36), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 55, 0),
    n(Object(37), 64, 0, 0, 0, 0), n(Object(38), 0, 0, 0, 0, 0), n(Object(39), 0, 0, 0, 0, 0),
    n(Object(40), 0, 0, 0, 0, 0), n(Object(41), 64, 0, 0, 0, 0), n(Object(42), 64, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 62, 0), n(List(78, Atomic), 0, 0, 0, 0, 0), n(Object(43), 1, 0, 0, 0, 0),
    n(Object(44), 0, 0, 0, 0, 0), n(Object(45), 64, 0, 0, 0, 0), n(Object(46), 1, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 18, 0), n(Scalar(String), 0, 0, 1, 24, 0), n(Map(85), 0, 0, 0, 0, 0),
    n(Object(47), 64, 0, 0, 0, 0), n(List(87, Keys(77)), 2, 1050, 0, 0, 0), n(Object(48), 0, 0, 0, 0, 0),
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
    n(Scalar(String), 0, 0, 10, 0, 0), n(Scalar(String), 0, 0, 5, 26, 0), n(Scalar(Boolean), 0, 0, 485, 0, 0),
    n(Object(76), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 1, 0), n(Scalar(String), 0, 0, 9, 0, 0),
    n(Object(77), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 2, 0, 0), n(Scalar(String), 0, 0, 11, 0, 0),
    n(Scalar(String), 0, 0, 8, 0, 0), n(Scalar(String), 0, 0, 12, 0, 0), n(Scalar(String), 0, 0, 7, 0, 0),
    n(Object(78), 65, 0, 0, 0, 0), n(List(135, Atomic), 0, 0, 0, 0, 0), n(Object(79), 64, 0, 0, 0, 0),
    n(List(137, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 30, 0), n(Object(80), 0, 0, 0, 0, 0),
    n(Object(81), 64, 0, 0, 0, 0), n(Object(82), 64, 0, 0, 0, 0), n(Object(83), 0, 0, 0, 0, 0),
    n(Object(84), 64, 0, 0, 0, 0), n(List(144, Keys(72)), 2, 691, 0, 0, 0), n(Object(85), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 22, 0), n(Object(86), 64, 0, 0, 0, 0), n(List(148, Keys(72)), 2, 691, 0, 0, 0),
    n(Object(87), 64, 0, 0, 0, 0), n(List(150, Keys(70)), 2, 576, 0, 0, 0), n(Object(88), 65, 0, 0, 0, 0),
    n(List(152, Keys(72)), 2, 691, 0, 0, 0), n(Map(4), 1, 0, 0, 0, 0), n(Object(89), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 53, 0), n(Object(90), 64, 0, 0, 0, 0), n(List(157, Atomic), 0, 0, 0, 0, 0),
    n(Object(91), 64, 0, 0, 0, 0), n(List(159, Keys(72)), 6, 691, 0, 0, 0), n(Object(92), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 9, 0), n(Object(93), 64, 0, 0, 0, 0), n(List(163, Keys(72)), 2, 691, 0, 0, 0),
    n(Object(94), 0, 0, 0, 0, 0), n(Object(95), 0, 0, 0, 0, 0), n(Object(96), 64, 0, 0, 0, 0),
    n(List(167, Atomic), 0, 0, 0, 0, 0), n(Object(97), 64, 0, 0, 0, 0), n(List(169, Keys(76)), 2, 1044, 0, 0, 0),
    n(Object(98), 64, 0, 0, 0, 0), n(List(171, Keys(72)), 6, 691, 0, 0, 0), n(Object(99), 64, 0, 0, 0, 0),
    n(List(173, Keys(77)), 2, 1050, 0, 0, 0), n(Object(100), 64, 0, 0, 0, 0), n(List(175, Atomic), 0, 0, 0, 0, 0),
    n(Object(101), 0, 0, 0, 0, 0), n(Object(102), 64, 0, 0, 0, 0), n(List(178, Atomic), 2, 576, 0, 0, 0),
    n(Object(103), 64, 0, 0, 0, 0), n(List(180, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 39, 0),
    n(Object(104), 64, 0, 0, 0, 0), n(List(183, Keys(70)), 2, 576, 0, 0, 0), n(Scalar(String), 0, 0, 0, 15, 0),
    n(Object(105), 64, 0, 0, 0, 0), n(List(186, Keys(72)), 6, 691, 0, 0, 0), n(Object(106), 0, 0, 0, 0, 0),
    n(Object(107), 0, 0, 0, 0, 0), n(Object(108), 0, 0, 0, 0, 0), n(Object(109), 64, 0, 0, 0, 0),
    n(List(191, Keys(72)), 2, 691, 0, 0, 0), n(Object(110), 64, 0, 0, 0, 0), n(List(193, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 8, 0), n(Object(111), 0, 0, 0, 0, 0), n(Object(112), 0, 0, 0, 0, 0),
    n(Object(113), 64, 0, 0, 0, 0), n(List(198, Keys(67)), 2, 356, 0, 0, 0), n(Object(114), 64, 0, 0, 0, 0),
    n(List(200, Atomic), 0, 0, 0, 0, 0), n(Object(92), 64, 0, 0, 0, 0), n(Object(115), 64, 0, 0, 0, 0),
    n(List(203, Atomic), 0, 0, 0, 0, 0), n(Object(116), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 41, 0),
    n(Object(117), 64, 0, 0, 0, 0), n(List(207, Keys(68)), 2, 417, 0, 0, 0), n(Object(118), 64, 0, 0, 0, 0),
    n(List(209, Keys(71)), 2, 687, 0, 0, 0), n(Object(119), 64, 0, 0, 0, 0), n(List(211, Atomic), 0, 0, 0, 0, 0),
    n(Object(120), 64, 0, 0, 0, 0), n(List(213, Keys(72)), 0, 0, 0, 0, 0), n(Object(121), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 10, 0), n(Object(122), 0, 0, 0, 0, 0), n(Object(123), 0, 0, 0, 0, 0),
    n(Scalar(Integer), 0, 0, 16, 0, 571), n(List(219, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 52, 0),
    n(Object(124), 64, 0, 0, 0, 0), n(List(222, Atomic), 0, 0, 0, 0, 0), n(Object(125), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 55, 0), n(Scalar(String), 0, 0, 0, 34, 0), n(Scalar(String), 0, 0, 0, 45, 0),
    n(Scalar(String), 0, 0, 1, 29, 0), n(Object(126), 0, 0, 0, 0, 0), n(Object(127), 0, 0, 0, 0, 0),
    n(Object(128), 0, 0, 0, 0, 0), n(Object(129), 0, 0, 0, 0, 0), n(Object(130), 0, 0, 0, 0, 0),
    n(Object(131), 0, 0, 0, 0, 0), n(Object(132), 0, 0, 0, 0, 0), n(Object(133), 0, 0, 0, 0, 0),
    n(Object(134), 0, 0, 0, 0, 0), n(Object(135), 0, 0, 0, 0, 0), n(Object(136), 0, 0, 0, 0, 0),
    n(Object(137), 0, 0, 0, 0, 0), n(Object(138), 0, 0, 0, 0, 0), n(Object(139), 0, 0, 0, 0, 0),
    n(Object(140), 0, 0, 0, 0, 0), n(Object(141), 0, 0, 0, 0, 0), n(Object(142), 0, 0, 0, 0, 0),
    n(Object(143), 0, 0, 0, 0, 0), n(Object(144), 0, 0, 0, 0, 0), n(Object(145), 64, 0, 0, 0, 0),
    n(List(248, Keys(72)), 2, 691, 0, 0, 0), n(Object(146), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 65, 0),
    n(Object(147), 0, 0, 0, 0, 0), n(Object(148), 64, 0, 0, 0, 0), n(List(253, Keys(71)), 2, 687, 0, 0, 0),
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
    n(List(299, Atomic), 0, 0, 0, 0, 0), n(Scalar(IntOrString), 0, 0, 0, 0, 569), n(Scalar(String), 0, 0, 0, 44, 0),
    n(List(29, Set), 0, 0, 0, 0, 0), n(Object(180), 0, 0, 0, 0, 0), n(Object(181), 0, 0, 0, 0, 0),
    n(Object(182), 0, 0, 0, 0, 0), n(Object(183), 0, 0, 0, 0, 0), n(Object(184), 0, 0, 0, 0, 0),
    n(Object(185), 0, 0, 0, 0, 0), n(Object(186), 0, 0, 0, 0, 0), n(Object(187), 0, 0, 0, 0, 0),
    n(Object(188), 0, 0, 0, 0, 0), n(Object(189), 0, 0, 0, 0, 0), n(Object(190), 0, 0, 0, 0, 0),
    n(Object(191), 64, 0, 0, 0, 0), n(Object(192), 0, 0, 0, 0, 0), n(Object(193), 64, 0, 0, 0, 0),
    n(Object(194), 64, 0, 0, 0, 0), n(Scalar(Integer), 0, 0, 17, 0, 570), n(Object(191), 0, 0, 0, 0, 0),
    n(Object(195), 64, 0, 0, 0, 0), n(List(321, Keys(77)), 2, 1050, 0, 0, 0), n(Object(196), 0, 0, 0, 0, 0),
    n(Object(197), 64, 0, 0, 0, 0), n(Object(198), 64, 0, 0, 0, 0), n(Object(199), 0, 0, 0, 0, 0),
    n(Object(200), 64, 0, 0, 0, 0), n(Object(201), 64, 0, 0, 0, 0), n(Object(202), 1, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 16, 0), n(List(330, Atomic), 0, 0, 0, 0, 0), n(Object(203), 64, 0, 0, 0, 0),
    n(List(332, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 31, 0), n(Object(204), 0, 0, 0, 0, 0),
    n(Object(205), 0, 0, 0, 0, 0), n(List(152, Atomic), 0, 0, 0, 0, 0), n(List(3, Keys(72)), 2, 691, 0, 0, 0),
    n(Object(206), 0, 0, 0, 0, 0), n(Object(207), 64, 0, 0, 0, 0), n(Object(208), 64, 0, 0, 0, 0),
    n(Object(209), 0, 0, 0, 0, 0), n(Object(210), 0, 0, 0, 0, 0), n(Object(211), 64, 0, 0, 0, 0),
    n(Object(212), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 21, 0), n(Scalar(String), 0, 0, 1, 2, 0),
    n(List(347, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 61, 0), n(Object(213), 64, 0, 0, 0, 0),
    n(List(350, Keys(73)), 2, 797, 0, 0, 0), n(Scalar(String), 0, 0, 0, 20, 0), n(Object(214), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 23, 0), n(Object(215), 64, 0, 0, 0, 0), n(List(355, Keys(77)), 2, 1050, 0, 0, 0),
    n(Object(216), 64, 0, 0, 0, 0), n(Object(217), 0, 0, 0, 0, 0), n(Object(218), 64, 0, 0, 0, 0),
    n(List(359, Atomic), 0, 0, 0, 0, 0), n(Object(219), 64, 0, 0, 0, 0), n(List(361, Atomic), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 64, 0), n(Object(220), 0, 0, 0, 0, 0), n(Object(221), 64, 0, 0, 0, 0),
    n(Object(222), 64, 0, 0, 0, 0), n(Object(223), 0, 0, 0, 0, 0), n(Object(224), 64, 0, 0, 0, 0),
    n(List(368, Keys(77)), 2, 1050, 0, 0, 0), n(Object(225), 0, 0, 0, 0, 0), n(Object(226), 0, 0, 0, 0, 0),
    n(Object(227), 64, 0, 0, 0, 0), n(Object(228), 64, 0, 0, 0, 0), n(Object(229), 64, 0, 0, 0, 0),
    n(Object(230), 64, 0, 0, 0, 0), n(List(375, Keys(77)), 2, 1050, 0, 0, 0), n(Object(231), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 0, 58, 0), n(Object(232), 0, 0, 0, 0, 0), n(Object(233), 64, 0, 0, 0, 0),
    n(Object(234), 64, 0, 0, 0, 0), n(Object(235), 68, 0, 0, 0, 0), n(Object(236), 64, 0, 0, 0, 0),
    n(List(383, Keys(77)), 2, 1050, 0, 0, 0), n(Object(237), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 63, 0),
    n(Object(238), 0, 0, 0, 0, 0), n(Object(239), 64, 0, 0, 0, 0), n(Object(240), 64, 0, 0, 0, 0),
    n(Object(241), 64, 0, 0, 0, 0), n(List(390, Keys(77)), 2, 1050, 0, 0, 0), n(Object(242), 0, 0, 0, 0, 0),
    n(Object(243), 64, 0, 0, 0, 0), n(Object(244), 64, 0, 0, 0, 0), n(Object(245), 0, 0, 0, 0, 0),
    n(Object(246), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 59, 0), n(Object(247), 64, 0, 0, 0, 0),
    n(Object(40), 64, 0, 0, 0, 0), n(List(399, Atomic), 0, 0, 0, 0, 0), n(Object(248), 64, 0, 0, 0, 0),
    n(List(401, Keys(77)), 2, 1050, 0, 0, 0), n(Object(249), 0, 0, 0, 0, 0), n(Object(250), 0, 0, 0, 0, 0),
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
    n(Object(279), 64, 0, 0, 0, 0), n(Object(280), 64, 0, 0, 0, 0), n(List(439, Keys(77)), 2, 1050, 0, 0, 0),
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
    n(List(485, Atomic), 2, 1050, 0, 0, 0), n(Object(315), 0, 0, 0, 0, 0), n(Object(316), 0, 0, 0, 0, 0),
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
    n(Object(365), 64, 0, 0, 0, 0), n(List(561, Keys(72)), 2, 691, 0, 0, 0), n(Object(366), 0, 0, 0, 0, 0),
    n(Object(367), 0, 0, 0, 0, 0), n(Object(368), 0, 0, 0, 0, 0), n(Object(369), 65, 0, 0, 0, 0),
    n(List(566, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 47, 0), n(Object(370), 64, 0, 0, 0, 0),
    n(List(569, Atomic), 0, 0, 0, 0, 0), n(Object(371), 0, 0, 0, 0, 0), n(Object(372), 64, 0, 0, 0, 0),
    n(Object(373), 64, 0, 0, 0, 0), n(Object(374), 64, 0, 0, 0, 0), n(Object(375), 0, 0, 0, 0, 0),
    n(Object(51), 0, 0, 0, 0, 0), n(Object(376), 0, 0, 0, 0, 0), n(Object(377), 0, 0, 0, 0, 0),
    n(Object(378), 64, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 38, 0), n(Object(379), 64, 0, 0, 0, 0),
    n(List(581, Keys(72)), 2, 691, 0, 0, 0), n(Object(380), 1, 0, 0, 0, 0), n(Object(381), 64, 0, 0, 0, 0),
    n(List(584, Atomic), 0, 0, 0, 0, 0), n(Object(382), 1, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 46, 0),
    n(Object(383), 65, 0, 0, 0, 0), n(List(588, Atomic), 0, 0, 0, 0, 0), n(Object(384), 65, 0, 0, 0, 0),
    n(List(590, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 35, 0), n(Object(385), 0, 0, 0, 0, 0),
    n(Object(386), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 12, 0), n(Scalar(String), 0, 0, 1, 3, 0),
    n(List(596, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 4, 0), n(Object(387), 0, 0, 0, 0, 0),
    n(Object(388), 64, 0, 0, 0, 0), n(Object(389), 1, 0, 0, 0, 0), n(Object(390), 0, 0, 0, 0, 0),
    n(Object(391), 64, 0, 0, 0, 0), n(List(603, Keys(72)), 2, 691, 0, 0, 0), n(Object(392), 64, 0, 0, 0, 0),
    n(Object(393), 64, 0, 0, 0, 0), n(List(606, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 56, 0),
    n(Object(394), 0, 0, 0, 0, 0), n(Object(395), 0, 0, 0, 0, 0), n(Object(396), 64, 0, 0, 0, 0),
    n(Object(397), 64, 0, 0, 0, 0), n(Object(398), 64, 0, 0, 0, 0), n(List(613, Atomic), 0, 0, 0, 0, 0),
    n(Object(399), 64, 0, 0, 0, 0), n(List(615, Atomic), 0, 0, 0, 0, 0), n(List(588, Keys(72)), 2, 691, 0, 0, 0),
    n(List(355, Keys(77)), 0, 0, 0, 0, 0), n(Object(400), 0, 0, 0, 0, 0), n(Object(401), 64, 0, 0, 0, 0),
    n(List(620, Atomic), 0, 0, 0, 0, 0), n(Object(402), 0, 0, 0, 0, 0), n(Object(403), 64, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 13, 0), n(List(624, Set), 0, 0, 0, 0, 0), n(Object(404), 0, 0, 0, 0, 0),
    n(Object(405), 64, 0, 0, 0, 0), n(List(627, Keys(72)), 2, 691, 0, 0, 0), n(Object(406), 0, 0, 0, 0, 0),
    n(Object(407), 64, 0, 0, 0, 0), n(Object(408), 64, 0, 0, 0, 0), n(Object(409), 0, 0, 0, 0, 0),
    n(Object(410), 64, 0, 0, 0, 0), n(Object(411), 64, 0, 0, 0, 0), n(List(634, Atomic), 0, 0, 0, 0, 0),
    n(Object(412), 64, 0, 0, 0, 0), n(List(636, Keys(77)), 0, 0, 0, 0, 0), n(Object(413), 0, 0, 0, 0, 0),
    n(Object(414), 64, 0, 0, 0, 0), n(List(639, Atomic), 0, 0, 0, 0, 0), n(Object(415), 0, 0, 0, 0, 0),
    n(Object(416), 64, 0, 0, 0, 0), n(List(642, Atomic), 0, 0, 0, 0, 0), n(Object(417), 0, 0, 0, 0, 0),
    n(Object(418), 0, 0, 0, 0, 0), n(Object(419), 0, 0, 0, 0, 0), n(Object(420), 0, 0, 0, 0, 0),
    n(Object(421), 0, 0, 0, 0, 0), n(Object(419), 64, 0, 0, 0, 0), n(List(649, Atomic), 0, 0, 0, 0, 0),
    n(Map(649), 0, 0, 0, 0, 0), n(Map(13), 0, 0, 0, 0, 0), n(List(13, Atomic), 0, 0, 0, 0, 0),
    n(Object(422), 0, 0, 0, 0, 0), n(Scalar(Number), 0, 0, 0, 0, 430), n(Object(423), 64, 0, 0, 0, 0),
    n(List(656, Keys(75)), 2, 889, 0, 0, 0), n(Scalar(String), 0, 0, 0, 42, 0), n(Object(424), 0, 0, 0, 0, 0),
    n(Object(425), 0, 0, 0, 0, 0), n(Object(426), 64, 0, 0, 0, 0), n(Object(427), 0, 0, 0, 0, 0),
    n(Object(428), 0, 0, 0, 0, 0), n(Object(429), 0, 0, 0, 0, 0), n(Object(430), 0, 0, 0, 0, 0),
    n(Scalar(String), 0, 0, 1, 37, 0), n(Object(431), 64, 0, 0, 0, 0), n(List(667, Atomic), 0, 0, 0, 0, 0),
    n(Object(432), 65, 0, 0, 0, 0), n(List(669, Atomic), 0, 0, 0, 0, 0), n(Object(433), 64, 0, 0, 0, 0),
    n(Object(434), 0, 0, 0, 0, 0), n(Object(435), 64, 0, 0, 0, 0), n(List(673, Atomic), 0, 0, 0, 0, 0),
    n(Object(436), 64, 0, 0, 0, 0), n(List(675, Atomic), 0, 0, 0, 0, 0), n(Object(437), 0, 0, 0, 0, 0),
    n(Object(438), 64, 0, 0, 0, 0), n(Object(439), 64, 0, 0, 0, 0), n(List(679, Atomic), 0, 0, 0, 0, 0),
    n(Object(440), 64, 0, 0, 0, 0), n(List(681, Atomic), 0, 0, 0, 0, 0), n(Object(441), 0, 0, 0, 0, 0),
    n(Object(442), 0, 0, 0, 0, 0), n(Object(443), 0, 0, 0, 0, 0), n(Object(444), 64, 0, 0, 0, 0),
    n(Object(445), 64, 0, 0, 0, 0), n(Object(446), 64, 0, 0, 0, 0), n(Object(447), 0, 0, 0, 0, 0),
    n(Object(448), 64, 0, 0, 0, 0), n(List(690, Keys(69)), 0, 0, 0, 0, 0), n(Object(449), 64, 0, 0, 0, 0),
    n(List(692, Keys(78)), 2, 1052, 0, 0, 0), n(Object(450), 64, 0, 0, 0, 0), n(List(694, Atomic), 0, 0, 0, 0, 0),
    n(Object(451), 64, 0, 0, 0, 0), n(List(696, Atomic), 0, 0, 0, 0, 0), n(Object(452), 64, 0, 0, 0, 0),
    n(List(698, Atomic), 0, 0, 0, 0, 0), n(Object(453), 64, 0, 0, 0, 0), n(Object(454), 0, 0, 0, 0, 0),
    n(Object(455), 0, 0, 0, 0, 0), n(Object(456), 64, 0, 0, 0, 0), n(List(703, Atomic), 0, 0, 0, 0, 0),
    n(Object(457), 64, 0, 0, 0, 0), n(List(705, Atomic), 0, 0, 0, 0, 0), n(Object(458), 64, 0, 0, 0, 0),
    n(List(707, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 0, 6, 0), n(Object(459), 0, 0, 0, 0, 0),
    n(Object(460), 64, 0, 0, 0, 0), n(List(711, Atomic), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 43, 0),
    n(Scalar(String), 0, 0, 0, 54, 0), n(Scalar(String), 0, 0, 3, 33, 0), n(Object(461), 0, 0, 0, 0, 0),
    n(Object(462), 64, 0, 0, 0, 0), n(Object(463), 0, 0, 0, 0, 0), n(Object(464), 64, 0, 0, 0, 0),
    n(Object(465), 64, 0, 0, 0, 0), n(List(720, Atomic), 0, 0, 0, 0, 0), n(Object(466), 64, 0, 0, 0, 0),
    n(Object(467), 64, 0, 0, 0, 0), n(List(723, Atomic), 0, 0, 0, 0, 0), n(Object(468), 64, 0, 0, 0, 0),
    n(Map(725), 0, 0, 0, 0, 0), n(Object(469), 64, 0, 0, 0, 0), n(Map(727), 0, 0, 0, 0, 0),
    n(Object(470), 64, 0, 0, 0, 0), n(List(729, Atomic), 0, 0, 0, 0, 0), n(Object(471), 64, 0, 0, 0, 0),
    n(Map(731), 0, 0, 0, 0, 0), n(Object(472), 64, 0, 0, 0, 0), n(List(733, Atomic), 0, 0, 0, 0, 0),
    n(Object(473), 64, 0, 0, 0, 0), n(Map(735), 0, 0, 0, 0, 0), n(List(125, Atomic), 0, 0, 0, 0, 0),
    n(Object(474), 0, 0, 0, 0, 0), n(Scalar(String), 0, 0, 1, 54, 0), n(Object(475), 0, 0, 0, 0, 0),
    n(List(40, Atomic), 0, 0, 0, 0, 0), n(Object(476), 0, 0, 0, 0, 0), n(Object(477), 64, 0, 0, 0, 0),
    n(Object(478), 64, 0, 0, 0, 0), n(Object(479), 0, 0, 0, 0, 0), n(Object(480), 64, 0, 0, 0, 0),
    n(Object(481), 64, 0, 0, 0, 0), n(List(747, Atomic), 0, 0, 0, 0, 0), n(Object(482), 64, 0, 0, 0, 0),
    n(List(749, Keys(77)), 2, 1050, 0, 0, 0), n(Object(483), 64, 0, 0, 0, 0), n(List(751, Atomic), 0, 0, 0, 0, 0),
    n(Object(484), 64, 0, 0, 0, 0), n(List(753, Atomic), 0, 0, 0, 0, 0), n(Object(485), 64, 0, 0, 0, 0),
    n(List(755, Atomic), 0, 0, 0, 0, 0), n(Object(486), 0, 0, 0, 0, 0), n(Object(487), 0, 0, 0, 0, 0),
    n(Object(488), 0, 0, 0, 0, 0), n(Object(489), 0, 0, 0, 0, 0), n(Object(490), 64, 0, 0, 0, 0),
    n(Object(491), 64, 0, 0, 0, 0), n(Object(492), 0, 0, 0, 0, 0), n(Object(493), 0, 0, 0, 0, 0),
    n(Object(494), 64, 0, 0, 0, 0), n(List(765, Keys(77)), 2, 1050, 0, 0, 0), n(Object(495), 64, 0, 0, 0, 0),
    n(Object(496), 0, 0, 0, 0, 0), n(Object(1), 0, 0, 0, 0, 0),
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
    ResourceKind { group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(659), plural: "priorityclasses", singular: "priorityclass", namespaced: false, short_names: &["pc"], categories: &[], list_kind: Some("PriorityClassList"), subresources: &[] },
    ResourceKind { group: "coordination.k8s.io", version: "v1", kind: "Lease", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(660), plural: "leases", singular: "lease", namespaced: true, short_names: &[], categories: &[], list_kind: Some("LeaseList"), subresources: &[] },
    ResourceKind { group: "node.k8s.io", version: "v1", kind: "RuntimeClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(662), plural: "runtimeclasses", singular: "runtimeclass", namespaced: false, short_names: &[], categories: &[], list_kind: Some("RuntimeClassList"), subresources: &[] },
    ResourceKind { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(665), plural: "endpointslices", singular: "endpointslice", namespaced: true, short_names: &[], categories: &[], list_kind: Some("EndpointSliceList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "DeviceClass", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(677), plural: "deviceclasses", singular: "deviceclass", namespaced: false, short_names: &[], categories: &[], list_kind: Some("DeviceClassList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceClaim", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(685), plural: "resourceclaims", singular: "resourceclaim", namespaced: true, short_names: &[], categories: &[], list_kind: Some("ResourceClaimList"), subresources: &[
        Subresource { name: "status", group: "resource.k8s.io", version: "v1", kind: "ResourceClaim", verbs: &["get", "patch", "update"], node: Some(685) },
    ] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceClaimTemplate", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(716), plural: "resourceclaimtemplates", singular: "resourceclaimtemplate", namespaced: true, short_names: &[], categories: &[], list_kind: Some("ResourceClaimTemplateList"), subresources: &[] },
    ResourceKind { group: "resource.k8s.io", version: "v1", kind: "ResourceSlice", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(718), plural: "resourceslices", singular: "resourceslice", namespaced: false, short_names: &[], categories: &[], list_kind: Some("ResourceSliceList"), subresources: &[] },
    ResourceKind { group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "FlowSchema", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(742), plural: "flowschemas", singular: "flowschema", namespaced: false, short_names: &[], categories: &[], list_kind: Some("FlowSchemaList"), subresources: &[
        Subresource { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "FlowSchema", verbs: &["get", "patch", "update"], node: Some(742) },
    ] },
    ResourceKind { group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "PriorityLevelConfiguration", verbs: &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], node: Some(760), plural: "prioritylevelconfigurations", singular: "prioritylevelconfiguration", namespaced: false, short_names: &[], categories: &[], list_kind: Some("PriorityLevelConfigurationList"), subresources: &[
        Subresource { name: "status", group: "flowcontrol.apiserver.k8s.io", version: "v1", kind: "PriorityLevelConfiguration", verbs: &["get", "patch", "update"], node: Some(760) },
    ] },
];
