import { referenceOf } from '../../images/index.mjs';
import { goTool } from '../build/go-tool.mjs';
import { waitForDeployment } from './client.mjs';
import { applyDefinitions, makeDefinitions } from './definitions.mjs';
import { namespace, operator, serviceAccount, webhookService } from './pods.mjs';
import { PYTORCH_INIT_FOLDER, PYTORCH_INIT_NAME, pytorchInit } from './pytorch-init.mjs';

const VERSION = '1.8.1';
/** Kubeflow's namespace for its own programs. */
const NAMESPACE = 'kubeflow';
const NAME = 'training-operator';
const CERTIFICATE = 'training-operator-webhook-cert';

/** @type {import('./definitions.mjs').Definitions} */
const JOBS = {
  module: NAME,
  packages: ['github.com/kubeflow/training-operator/pkg/apis/kubeflow.org/v1'],
  generator: 'maxDescLen=0,generateEmbeddedObjectMeta=true'
};

const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const KINDS = ['tfjobs', 'pytorchjobs', 'mpijobs', 'mxjobs', 'xgboostjobs', 'paddlejobs'];
/** Those that the operator checks; it has no check for MPIJob. */
const CHECKED_KINDS = ['tfjob', 'pytorchjob', 'mxjob', 'xgboostjob', 'paddlejob'];

const RULES = [
  { apiGroups: ['kubeflow.org'], resources: KINDS, verbs: ALL },
  {
    apiGroups: ['kubeflow.org'],
    resources: KINDS.map(kind => `${kind}/status`),
    verbs: ['get', 'update', 'patch']
  },
  {
    apiGroups: ['kubeflow.org'],
    resources: KINDS.map(kind => `${kind}/finalizers`),
    verbs: ['update']
  },
  { apiGroups: [''], resources: ['pods', 'services', 'events'], verbs: ALL },
  // An MPIJob gets a launcher that starts its workers by exec, under an account and a role of its own.
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'update', 'watch'] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['create', 'get', 'list', 'watch'] },
  {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['roles', 'rolebindings'],
    verbs: ['create', 'list', 'update', 'watch']
  },
  // An elastic PyTorchJob.
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ALL },
  // It watches all Secrets for the one that holds its certificate, which it may write below.
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    verbs: ['get', 'list', 'watch', 'update']
  }
];

/**
 * The operator's checks of jobs as they are written: who applies a job that cannot run is told at once.
 * The operator itself adds the certificate to it.
 */
function webhooks() {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'validator.training-operator.kubeflow.org' },
    webhooks: CHECKED_KINDS.map(kind => ({
      name: `validator.${kind}.training-operator.kubeflow.org`,
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Fail',
      timeoutSeconds: 5,
      clientConfig: {
        service: { namespace: NAMESPACE, name: NAME, path: `/validate-kubeflow-org-v1-${kind}` }
      },
      rules: [
        {
          apiGroups: ['kubeflow.org'],
          apiVersions: ['v1'],
          operations: ['CREATE', 'UPDATE'],
          resources: [`${kind}s`]
        }
      ]
    }))
  };
}

/**
 * The right to fill in the certificate: the Secret must be there, empty, before the operator starts.
 * @returns {import('./client.mjs').KubeObject[]}
 */
function certificateObjects() {
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: CERTIFICATE, namespace: NAMESPACE } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: NAME, namespace: NAMESPACE },
      rules: [
        { apiGroups: [''], resources: ['secrets'], resourceNames: [CERTIFICATE], verbs: ['update'] }
      ]
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: NAME, namespace: NAMESPACE },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }]
    }
  ];
}

/**
 * @param {{ image: string }} options
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function trainingOperatorObjects({ image }) {
  return [
    namespace(NAMESPACE, 'restricted'),
    ...serviceAccount({ namespace: NAMESPACE, name: NAME, rules: RULES }),
    ...certificateObjects(),
    pytorchInit(NAMESPACE),
    webhookService({ namespace: NAMESPACE, name: NAME, app: NAME }),
    operator({
      namespace: NAMESPACE,
      name: NAME,
      image,
      // Gives launchers of MPIJobs kubectl; the operator's own image for it cannot be pulled everywhere.
      args: [`--mpi-kubectl-delivery-image=${referenceOf('tools')}`],
      namespaceVariable: 'MY_POD_NAMESPACE',
      certificate: CERTIFICATE,
      memory: '64Mi',
      // It answers only once it has its certificate, and a file of a Secret may be a minute late.
      healthyAfter: 90,
      volumes: [{ name: 'pytorch-init', configMap: { name: PYTORCH_INIT_NAME } }],
      volumeMounts: [{ name: 'pytorch-init', mountPath: PYTORCH_INIT_FOLDER, readOnly: true }]
    }),
    webhooks()
  ];
}

/**
 * Kubeflow's operator of training jobs, as it is.
 * @type {import('./steps.mjs').Addon}
 */
export const trainingOperator = {
  name: NAME,
  title: 'training jobs (Kubeflow training-operator)',
  core: false,
  needs: ['coredns'],
  async build(context) {
    const binary = await goTool(NAME, context);
    await makeDefinitions(JOBS, context);
    return [{ program: NAME, version: VERSION, binary }];
  },
  async install({ client }, [image = ''], context) {
    await applyDefinitions(client, await makeDefinitions(JOBS, context), context);
    await client.apply(trainingOperatorObjects({ image }), context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The training operator',
      // Its certificate comes to it when the kubelet next looks after the pod, minutes later on a busy machine.
      seconds: 360
    };
    await waitForDeployment(client, wanted, context);
  }
};
