import { goTool } from '../build/go-tool.mjs';
import { waitForDeployment } from './client.mjs';
import { applyDefinitions, makeDefinitions } from './definitions.mjs';
import { JOBSET, JOBSET_DEFINITIONS, JOBSET_VERSION, installJobSet } from './jobset.mjs';
import { TRAINER_NAMESPACE, namespace, operator, serviceAccount, webhookService } from './pods.mjs';
import { trainingRuntimes } from './trainer-runtimes.mjs';

const VERSION = '2.0.0';
/** The names that it looks for. */
const NAME = 'kubeflow-trainer-controller-manager';
const CERTIFICATE = 'kubeflow-trainer-webhook-cert';
const GROUP = 'trainer.kubeflow.org';
const RUNTIMES = ['trainingruntimes', 'clustertrainingruntimes'];
const KINDS = ['trainjobs', ...RUNTIMES];

/** @type {import('./definitions.mjs').Definitions} */
const DEFINITIONS = {
  module: 'trainer',
  packages: ['github.com/kubeflow/trainer/v2/pkg/apis/trainer/v1alpha1'],
  generator: 'maxDescLen=0,generateEmbeddedObjectMeta=true'
};

const ALL = ['create', 'get', 'list', 'patch', 'update', 'watch'];
const RULES = [
  { apiGroups: [GROUP], resources: KINDS, verbs: ['get', 'list', 'patch', 'update', 'watch'] },
  {
    apiGroups: [GROUP],
    resources: [...KINDS.map(kind => `${kind}/finalizers`), 'trainjobs/status'],
    verbs: ['get', 'patch', 'update']
  },
  { apiGroups: ['jobset.x-k8s.io'], resources: ['jobsets'], verbs: ALL },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'update', 'watch'] },
  // Runtimes for MPI get host files and keys; among all Secrets it also watches for its own certificate.
  { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ALL },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    verbs: ['get', 'list', 'update', 'watch']
  }
];

/** Its checks of what is written; it adds its certificate by itself. */
function webhooks() {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: `validator.${GROUP}` },
    webhooks: KINDS.map(kind => ({
      name: `validator.${kind.slice(0, -1)}.${GROUP}`,
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Fail',
      timeoutSeconds: 5,
      clientConfig: {
        service: {
          namespace: TRAINER_NAMESPACE,
          name: NAME,
          path: `/validate-trainer-kubeflow-org-v1alpha1-${kind.slice(0, -1)}`
        }
      },
      rules: [
        {
          apiGroups: [GROUP],
          apiVersions: ['v1alpha1'],
          operations: ['CREATE', 'UPDATE'],
          resources: [kind]
        }
      ]
    }))
  };
}

/**
 * @param {{ image: string }} options
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function trainerObjects({ image }) {
  const place = { namespace: TRAINER_NAMESPACE, name: NAME };
  return [
    ...serviceAccount({ ...place, rules: RULES }),
    // Filled in by the operator, which needs it to be there.
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: CERTIFICATE, namespace: TRAINER_NAMESPACE }
    },
    webhookService({ ...place, app: NAME }),
    operator({
      ...place,
      image,
      namespaceVariable: 'POD_NAMESPACE',
      certificate: CERTIFICATE,
      memory: '64Mi',
      // It answers only once it has its certificate, and a file of a Secret may be a minute late.
      healthyAfter: 90
    }),
    webhooks()
  ];
}

/**
 * Kubeflow Trainer, the operator of TrainJobs, with JobSet, which runs them, and runtimes in our images.
 * @type {import('./steps.mjs').Addon}
 */
export const trainer = {
  name: 'trainer',
  title: 'TrainJobs (Kubeflow Trainer and JobSet)',
  core: false,
  needs: ['coredns'],
  async build(context) {
    const program = await goTool('trainer', context);
    const jobSet = await goTool('jobset', context);
    await makeDefinitions(DEFINITIONS, context);
    await makeDefinitions(JOBSET_DEFINITIONS, context);
    return [
      { program: NAME, version: VERSION, binary: program },
      { program: JOBSET, version: JOBSET_VERSION, binary: jobSet }
    ];
  },
  async install({ client }, [image = '', jobSetImage = ''], context) {
    await client.apply([namespace(TRAINER_NAMESPACE, 'restricted')], context);
    await applyDefinitions(client, await makeDefinitions(DEFINITIONS, context), context);
    await installJobSet(client, jobSetImage, context);
    await client.apply(trainerObjects({ image }), context);
    const wanted = {
      namespace: TRAINER_NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'Kubeflow Trainer',
      seconds: 180
    };
    await waitForDeployment(client, wanted, context);
    // Its webhook checks runtimes, so it must answer first.
    await client.apply(trainingRuntimes(), context);
  }
};
