import { referenceOf } from '../../images/index.mjs';
import { goTool } from '../build/go-tool.mjs';
import { makeCertificate } from './certificate.mjs';
import { waitForDeployment } from './client.mjs';
import { applyDefinitions, makeDefinitions } from './definitions.mjs';
import { configuration, RUNTIMES, servingRuntime } from './kserve-configuration.mjs';
import { CERTIFICATE, NAMESPACE, SERVICE, webhooks } from './kserve-webhooks.mjs';
import { namespace, operator, serviceAccount, webhookService } from './pods.mjs';

const VERSION = '0.20.0';
const NAME = 'kserve-controller-manager';
/** What passes the requests of an InferenceGraph on, a pod for each graph. */
const ROUTER = 'kserve-router';

const SERVING = 'github.com/kserve/kserve/pkg/apis/serving';

/** @type {import('./definitions.mjs').Definitions} */
const DEFINITIONS = {
  module: 'kserve',
  packages: [`${SERVING}/v1alpha1`, `${SERVING}/v1beta1`],
  generator: 'maxDescLen=0,generateEmbeddedObjectMeta=true,allowDangerousTypes=true',
  // Those that its controllers need; not those of language models and of models kept on nodes.
  only: [
    'inferenceservices',
    'servingruntimes',
    'clusterservingruntimes',
    'clusterstoragecontainers',
    'inferencegraphs',
    'trainedmodels'
  ].map(plural => `${plural}.serving.kserve.io`)
};

const READ = ['get', 'list', 'watch'];
const ALL = [...READ, 'create', 'update', 'patch', 'delete'];
const KINDS = ['inferenceservices', 'inferencegraphs', 'trainedmodels'];
const RUNTIME_KINDS = ['servingruntimes', 'clusterservingruntimes'];

const RULES = [
  { apiGroups: ['serving.kserve.io'], resources: [...KINDS, ...RUNTIME_KINDS], verbs: ALL },
  {
    apiGroups: ['serving.kserve.io'],
    resources: [...KINDS, ...RUNTIME_KINDS].map(kind => `${kind}/status`),
    verbs: ['get', 'update', 'patch']
  },
  {
    apiGroups: ['serving.kserve.io'],
    resources: [...KINDS, ...RUNTIME_KINDS].map(kind => `${kind}/finalizers`),
    verbs: ['update']
  },
  { apiGroups: ['serving.kserve.io'], resources: ['clusterstoragecontainers'], verbs: READ },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ALL },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ALL },
  // It watches them also where it makes none.
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: READ },
  { apiGroups: [''], resources: ['services'], verbs: ALL },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: READ },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get'] },
  // One for each service, with the models that it holds beside its own.
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'update'] },
  // The keys of a project's bucket hang on a Secret of its service account; KServe looks for what they are called.
  { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }
];

/**
 * @param {{ image: string, modelImage: string, routerImage: string, authority: string }} options `authority`: the PEM
 *   certificate that the webhooks are known by
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function kserveObjects({ image, modelImage, routerImage, authority }) {
  return [
    ...serviceAccount({ namespace: NAMESPACE, name: NAME, rules: RULES }),
    configuration({ modelImage, routerImage }),
    webhookService({ namespace: NAMESPACE, name: SERVICE, app: NAME }),
    operator({
      namespace: NAMESPACE,
      name: NAME,
      image,
      args: ['--metrics-addr=127.0.0.1:8080'],
      namespaceVariable: 'POD_NAMESPACE',
      certificate: CERTIFICATE,
      memory: '96Mi'
    }),
    ...webhooks(authority)
  ];
}

/**
 * KServe's controller of served models, as it is, and the runtimes of our images.
 * @type {import('./steps.mjs').Addon}
 */
export const kserve = {
  name: 'kserve',
  title: 'served models (KServe)',
  core: false,
  needs: ['coredns'],
  async build(context) {
    const binary = await goTool('kserve', context);
    await makeDefinitions(DEFINITIONS, context);
    return [
      { program: NAME, version: VERSION, binary },
      { program: ROUTER, version: VERSION, binary: await goTool(ROUTER, context) }
    ];
  },
  async install({ client }, [image = '', routerImage = ''], context) {
    await applyDefinitions(client, await makeDefinitions(DEFINITIONS, context), context);
    await client.apply([namespace(NAMESPACE, 'restricted')], context);
    const names = { namespace: NAMESPACE, service: SERVICE, secret: CERTIFICATE };
    const authority = await makeCertificate(client, names, context);
    const modelImage = referenceOf('sklearn-server');
    const objects = kserveObjects({ image, modelImage, routerImage, authority });
    await client.apply(objects, context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The controller of served models',
      seconds: 180
    };
    await waitForDeployment(client, wanted, context);
    // Its webhook checks runtimes, so it must answer first.
    await client.apply(
      RUNTIMES.map(runtime => servingRuntime(runtime, referenceOf(runtime.image))),
      context
    );
  }
};
