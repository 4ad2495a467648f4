import { makeCertificate } from './certificate.mjs';
import { waitForDeployment } from './client.mjs';
import { applyDefinitions, makeDefinitions } from './definitions.mjs';
import { TRAINER_NAMESPACE, operator, serviceAccount, webhookService } from './pods.mjs';

export const JOBSET = 'jobset-controller-manager';
export const JOBSET_VERSION = '0.8.2';
const SERVICE = 'jobset-webhook-service';
const CERTIFICATE = 'jobset-webhook-server-cert';
const CONFIGURATION = 'jobset-manager-config';
const GROUP = 'jobset.x-k8s.io';

/** @type {import('./definitions.mjs').Definitions} */
export const JOBSET_DEFINITIONS = {
  module: 'jobset',
  packages: ['sigs.k8s.io/jobset/api/jobset/v1alpha2'],
  generator: 'maxDescLen=0,generateEmbeddedObjectMeta=true'
};

const ALL = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const CHANGE = ['get', 'patch', 'update'];
const RULES = [
  { apiGroups: [GROUP], resources: ['jobsets'], verbs: ALL },
  { apiGroups: [GROUP], resources: ['jobsets/status', 'jobsets/finalizers'], verbs: CHANGE },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ALL },
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: CHANGE },
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ALL },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'update', 'watch'] },
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }
];

/**
 * It fills JobSets in and checks them. Its webhooks for pods, which keep other jobs off a topology, are left out: they
 * would stand before every pod of the cluster.
 * @param {string} authority PEM
 */
function webhooks(authority) {
  const hook = (/** @type {string} */ verb, /** @type {string[]} */ operations) => ({
    name: `${verb[0]}jobset.kb.io`,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    timeoutSeconds: 5,
    clientConfig: {
      caBundle: Buffer.from(authority).toString('base64'),
      service: {
        namespace: TRAINER_NAMESPACE,
        name: SERVICE,
        path: `/${verb}-jobset-x-k8s-io-v1alpha2-jobset`
      }
    },
    rules: [{ apiGroups: [GROUP], apiVersions: ['v1alpha2'], operations, resources: ['jobsets'] }]
  });
  const configuration = (/** @type {string} */ kind, /** @type {object} */ webhook) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: `jobset-${kind.toLowerCase()}-webhook-configuration` },
    webhooks: [webhook]
  });
  return [
    configuration('Mutating', hook('mutate', ['CREATE'])),
    configuration('Validating', hook('validate', ['CREATE', 'UPDATE']))
  ];
}

/**
 * @param {{ image: string, authority: string }} options `authority`: the PEM certificate of its webhooks
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function jobSetObjects({ image, authority }) {
  const place = { namespace: TRAINER_NAMESPACE, name: JOBSET };
  const configuration = {
    apiVersion: `config.${GROUP}/v1alpha1`,
    kind: 'Configuration',
    leaderElection: { leaderElect: false },
    // Ours is there before it starts; its own would come a minute later.
    internalCertManagement: { enable: false }
  };
  return [
    ...serviceAccount({ ...place, rules: RULES }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: CONFIGURATION, namespace: TRAINER_NAMESPACE },
      // YAML as it is JSON.
      data: { 'configuration.yaml': JSON.stringify(configuration, null, 2) }
    },
    webhookService({ ...place, name: SERVICE, app: JOBSET }),
    operator({
      ...place,
      image,
      args: ['--config=/configuration/configuration.yaml', '--metrics-bind-address=0'],
      namespaceVariable: 'POD_NAMESPACE',
      certificate: CERTIFICATE,
      memory: '48Mi',
      volumes: [{ name: 'configuration', configMap: { name: CONFIGURATION } }],
      volumeMounts: [{ name: 'configuration', mountPath: '/configuration', readOnly: true }]
    }),
    ...webhooks(authority)
  ];
}

/**
 * Installs JobSet, which runs sets of Jobs that belong together; TrainJobs become such sets.
 * @param {import('./client.mjs').Client} client
 * @param {string} image
 * @param {import('../build/go-tool.mjs').BuildContext} context
 */
export async function installJobSet(client, image, context) {
  await applyDefinitions(client, await makeDefinitions(JOBSET_DEFINITIONS, context), context);
  const names = { namespace: TRAINER_NAMESPACE, service: SERVICE, secret: CERTIFICATE };
  const authority = await makeCertificate(client, names, context);
  await client.apply(jobSetObjects({ image, authority }), context);
  const wanted = {
    namespace: TRAINER_NAMESPACE,
    name: JOBSET,
    selector: `app=${JOBSET}`,
    what: 'The controller of JobSets',
    seconds: 180
  };
  await waitForDeployment(client, wanted, context);
}
