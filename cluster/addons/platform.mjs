import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { referenceOf } from '../../images/index.mjs';
import { hashOf } from '../build/cache.mjs';
import { ClearError } from '../errors.mjs';
import { writeJson } from '../node/state.mjs';
import { tagOf } from '../oci/archive.mjs';
import { hashPassword, newPassword } from './accounts.mjs';
import { makeCertificate } from './certificate.mjs';
import { waitForCondition, waitForDefinitions, waitForDeployment } from './client.mjs';
import { BUCKET_ENDPOINT } from './seaweedfs.mjs';
import { NODE } from './steps.mjs';
import { GATEWAY_COUNTERS_URL, GATEWAY_URL } from './traefik.mjs';

/**
 * @typedef {import('../build/go-tool.mjs').BuildContext} BuildContext
 * @typedef {import('./client.mjs').Client} Client
 */

const OVERLAY = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'deploy',
  'overlays',
  'embedded'
);
const NAMESPACE = 'kubeflow-lab';
const SETTINGS = 'kubeflow-lab-settings';
const DEFINITIONS = ['notebooks.kubeflow.org', 'profiles.kubeflow.org', 'poddefaults.kubeflow.org'];
/** The webhook that applies PodDefaults, and the Secret with what it is known by. */
const ADMISSION = {
  namespace: NAMESPACE,
  service: 'kubeflow-lab-admission',
  secret: 'kubeflow-lab-admission'
};
const PROGRAMS = {
  'kubeflow-lab-server': 'The server',
  'kubeflow-lab-controller': 'The controller',
  'kubeflow-lab-engines': 'The engine of pipelines and sweeps'
};

/** The local accounts; each gets a project of its own name. */
export const USERS = ['ada', 'grace'];

/**
 * @typedef {object} PlatformOptions
 * @property {string} origin under which people open the platform, such as `http://localhost:8080`
 * @property {Record<'jupyter' | 'tensorflow' | 'xgboost' | 'pytorch' | 'mpi', string[]>} images that people are offered
 * @property {boolean} [newPasswords] gives the accounts new passwords, also when they are there
 * @property {string[]} after ids of the steps before it: those of the core, and the one after which the
 *   node has the platform's image
 * @property {import('./addon-states.mjs').AddonStates} [states] get the cluster to be written to
 */

/**
 * @typedef {object} PlatformResult
 * @property {{ user: string, password: string }[]} accounts that have just got a password; this is the
 *   only time that it is known
 */

/**
 * The step that installs kubeflow-lab itself and waits until it can be opened. Keys, accounts and projects
 * that are there stay as they are. Its result is a PlatformResult.
 * @param {() => import('./cluster.mjs').AddonCluster} cluster asked once the node is ready
 * @param {PlatformOptions} options
 * @returns {import('../steps/graph.mjs').Step}
 */
export function platformStep(cluster, options) {
  return {
    id: 'platform',
    title: 'Install kubeflow-lab',
    after: [NODE, ...options.after],
    run: context => installPlatform(cluster(), options, context)
  };
}

/**
 * @param {import('./cluster.mjs').AddonCluster} cluster
 * @param {PlatformOptions} options
 * @param {BuildContext} context
 * @returns {Promise<PlatformResult>}
 */
async function installPlatform({ client, folder, imageDigest }, options, context) {
  const image = referenceOf('platform');
  const digest = await imageDigest(image);
  if (digest === undefined) {
    throw new ClearError(
      `The node does not have the image ${image}: load it before kubeflow-lab is installed.`
    );
  }
  await client.apply(
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }],
    context
  );
  options.states?.connect(client);
  await client.createOnce(newKeys(), context);

  const authority = await makeCertificate(client, ADMISSION, context);
  const settings = settingsOf(options);
  const kustomization = join(folder, 'platform');
  await writeKustomization(kustomization, { image, digest, settings, authority });
  const render = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', kustomization];
  await client.apply(await client.kubectl(render, { signal: context.signal }), context);

  context.detail?.('waiting until it answers');
  await waitForDefinitions(client, DEFINITIONS, context);
  await Promise.all([
    ...Object.entries(PROGRAMS).map(([name, what]) =>
      waitForDeployment(
        client,
        { namespace: NAMESPACE, name, selector: `app=${name}`, what, seconds: 180 },
        context
      )
    ),
    waitForCondition(
      client,
      { object: 'gateway/kubeflow-lab-gateway', namespace: NAMESPACE, condition: 'Programmed' },
      context
    )
  ]);
  await makeProjects(client, context);
  // Last: were they made by a start that fails later on, nobody would ever see the passwords.
  return { accounts: await makeAccounts(client, options.newPasswords === true, context) };
}

/**
 * The server's keys: they are made once, as every session and every notebook's trust hangs on them.
 */
function newKeys() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'kubeflow-lab-keys', namespace: NAMESPACE },
    stringData: {
      session: randomBytes(32).toString('base64'),
      'identity.pem': String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    }
  };
}

/**
 * Makes the local accounts at first start, or gives them new passwords.
 * @param {Client} client
 * @param {boolean} anew
 * @param {BuildContext} context
 * @returns {Promise<PlatformResult['accounts']>} empty when they stayed as they were
 */
async function makeAccounts(client, anew, context) {
  const accounts = USERS.map(user => ({ user, password: newPassword() }));
  const hashes = await Promise.all(
    accounts.map(async ({ user, password }) => [user, await hashPassword(password)])
  );
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'kubeflow-lab-accounts', namespace: NAMESPACE },
    stringData: Object.fromEntries(hashes)
  };
  if (await client.createOnce(secret, context)) {
    return accounts;
  }
  if (anew) {
    await client.apply([secret], context);
    return accounts;
  }
  return [];
}

/**
 * @param {Client} client
 * @param {BuildContext} context
 */
async function makeProjects(client, context) {
  for (const name of USERS) {
    // What an administrator has made of a project since then stays.
    await client.createOnce(
      {
        apiVersion: 'kubeflow.org/v1',
        kind: 'Profile',
        metadata: { name },
        spec: { owner: { kind: 'User', name } }
      },
      context
    );
  }
  await Promise.all(
    USERS.map(name =>
      waitForCondition(
        client,
        { object: `profiles.kubeflow.org/${name}`, condition: 'Ready' },
        context
      )
    )
  );
}

/**
 * The server's settings in this cluster.
 * @param {Pick<PlatformOptions, 'origin' | 'images'>} options
 * @returns {Record<string, string>}
 */
export function settingsOf({ origin, images }) {
  return {
    KUBEFLOW_LAB_ORIGIN: origin,
    // Browsers and most resolvers take every name below localhost for this machine.
    KUBEFLOW_LAB_NOTEBOOK_DOMAIN: 'localhost',
    KUBEFLOW_LAB_SERVER_URL: `http://kubeflow-lab-server.${NAMESPACE}.svc`,
    KUBEFLOW_LAB_GATEWAY_URL: GATEWAY_URL,
    KUBEFLOW_LAB_GATEWAY_COUNTERS_URL: GATEWAY_COUNTERS_URL,
    KUBEFLOW_LAB_BUCKET_ENDPOINTS: BUCKET_ENDPOINT,
    KUBEFLOW_LAB_IMAGES: JSON.stringify(images)
  };
}

/**
 * Writes a kustomization that puts what only this start knows on top of the overlay. The programs get
 * new pods when their settings or their image changed, and stay as they are otherwise.
 * @param {string} folder
 * @param {{ image: string, digest: string, settings: Record<string, string>, authority: string }} content
 */
async function writeKustomization(folder, { settings, ...content }) {
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'settings.json'), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: SETTINGS, namespace: NAMESPACE },
    data: settings
  });
  // JSON is YAML, and kustomize takes no absolute paths.
  const overlay = relative(await realpath(folder), await realpath(OVERLAY));
  await writeJson(
    join(folder, 'kustomization.yaml'),
    kustomizationOf({ overlay, settings, ...content })
  );
}

/**
 * @param {{ overlay: string, image: string, digest: string, settings: Record<string, string>, authority: string }} content
 *   `authority`: the PEM certificate that the webhook is known by
 */
export function kustomizationOf({ overlay, image, digest, settings, authority }) {
  const annotations = {
    'lab.kubeflow.org/settings': hashOf([JSON.stringify(settings)]),
    'lab.kubeflow.org/image': digest
  };
  const tag = tagOf(image);
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [overlay, 'settings.json'],
    images: [
      {
        name: 'localhost/kubeflow-lab-platform',
        newName: image.slice(0, -tag.length - 1),
        newTag: tag
      }
    ],
    patches: [
      {
        target: { kind: 'Deployment' },
        patch: JSON.stringify([
          { op: 'add', path: '/spec/template/metadata/annotations', value: annotations }
        ])
      },
      {
        target: { kind: 'MutatingWebhookConfiguration' },
        patch: JSON.stringify([
          {
            op: 'add',
            path: '/webhooks/0/clientConfig/caBundle',
            value: Buffer.from(authority).toString('base64')
          }
        ])
      }
    ]
  };
}
