import { ClearError } from '../errors.mjs';
import { CommandError, exec } from '../exec.mjs';

/** Who we are in `managedFields`: what others own of an object stays theirs. */
const FIELD_MANAGER = 'kubeflow-lab-cluster';

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal]
 * @property {(line: string) => void} [log]
 */

/**
 * @typedef {Record<string, any> & { apiVersion: string, kind: string, metadata: Record<string, any> }} KubeObject
 */

/**
 * @typedef {object} Client
 * @property {(args: string[], options?: CallOptions & { input?: string }) => Promise<string>} kubectl
 *   runs kubectl on the cluster and gives its output; throws CommandError
 * @property {(objects: KubeObject[] | string, options?: CallOptions & { fieldManager?: string }) => Promise<void>} apply
 *   server-side apply of objects, or of the text of a manifest; `fieldManager` owns what is applied, else the cluster
 * @property {(object: KubeObject, options?: CallOptions) => Promise<boolean>} createOnce
 *   creates an object unless it exists; false when it was there, which then stays as it is
 * @property {(kind: string, namespace: string, name: string, options?: CallOptions) => Promise<KubeObject | undefined>} get
 *   `namespace` is '' for a kind that has none
 * @property {(kind: string, namespace: string, selector: string, options?: CallOptions) => Promise<KubeObject[]>} list
 */

/**
 * A client of the cluster of a kubeconfig, by kubectl: it knows every kind, also those of CRDs.
 * @param {{ kubectl: string, kubeconfig: string }} paths
 * @returns {Client}
 */
export function kubeClient({ kubectl: program, kubeconfig }) {
  /** @type {Client['kubectl']} */
  const kubectl = (args, { signal, log, input } = {}) =>
    exec(program, args, { env: { KUBECONFIG: kubeconfig }, signal, onLine: log, input });

  return {
    kubectl,
    async apply(objects, { fieldManager = FIELD_MANAGER, ...options } = {}) {
      const input = typeof objects === 'string' ? objects : listOf(objects);
      // The server knows each kind's fields and refuses others; without --validate=false kubectl reads all schemas before,
      // which a busy machine does not always answer in time.
      const flags = [
        '--server-side',
        '--validate=false',
        '--force-conflicts',
        `--field-manager=${fieldManager}`
      ];
      await kubectl(['apply', ...flags, '-f', '-'], { ...options, input });
    },
    async createOnce(object, options = {}) {
      try {
        await kubectl(['create', `--field-manager=${FIELD_MANAGER}`, '-f', '-'], {
          ...options,
          input: JSON.stringify(object)
        });
        return true;
      } catch (error) {
        if (error instanceof CommandError && error.lastLines.some(isAlreadyExists)) {
          return false;
        }
        throw error;
      }
    },
    async get(kind, namespace, name, { signal } = {}) {
      const args = [
        'get',
        kind,
        name,
        '--ignore-not-found',
        '-o',
        'json',
        ...inNamespace(namespace)
      ];
      const text = await kubectl(args, { signal });
      return text.trim() === '' ? undefined : JSON.parse(text);
    },
    async list(kind, namespace, selector, { signal } = {}) {
      const args = ['get', kind, '-l', selector, '-o', 'json', ...inNamespace(namespace)];
      return JSON.parse(await kubectl(args, { signal })).items;
    }
  };
}

/**
 * @param {KubeObject[]} items
 * @returns {string}
 */
function listOf(items) {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/**
 * @param {string} namespace
 * @returns {string[]}
 */
function inNamespace(namespace) {
  return namespace === '' ? [] : ['--namespace', namespace];
}

/**
 * @param {string} line
 * @returns {boolean}
 */
function isAlreadyExists(line) {
  return line.includes('(AlreadyExists)');
}

/**
 * Waits until a Deployment runs what it was last told to.
 * @param {Client} client
 * @param {{ namespace: string, name: string, selector: string, what: string, seconds: number }} deployment
 *   `what` is its name for a person, such as "CoreDNS"
 * @param {CallOptions} [options]
 * @throws {ClearError} with what its pods say, when the time is over
 */
export async function waitForDeployment(client, deployment, options = {}) {
  const { namespace, name, selector, what, seconds } = deployment;
  try {
    const args = ['rollout', 'status', `deployment/${name}`, `--timeout=${seconds}s`];
    await client.kubectl([...args, ...inNamespace(namespace)], options);
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof CommandError)) {
      throw error;
    }
    const pods = await client.list('pods', namespace, selector, options);
    throw new ClearError(
      `${what} did not become ready within ${seconds} s: ${whyPodsWait(pods)}.`,
      { cause: error }
    );
  }
}

/**
 * Waits until an object has a condition.
 * @param {Client} client
 * @param {{ object: string, namespace?: string, condition: string, seconds?: number }} wanted `object` as
 *   kubectl writes it, such as `gateway/name`
 * @param {CallOptions} [options]
 * @throws {ClearError} with what the condition says, when the time is over
 */
export async function waitForCondition(
  client,
  { object, namespace = '', condition, seconds = 60 },
  options = {}
) {
  const place = inNamespace(namespace);
  const wanted = `--for=condition=${condition}`;
  try {
    // An object that is there has no condition before its controller has seen it, which kubectl waits for.
    await client.kubectl(['wait', wanted, `--timeout=${seconds}s`, object, ...place], options);
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof CommandError)) {
      throw error;
    }
    const says = `-o=jsonpath={.status.conditions[?(@.type=="${condition}")].message}`;
    const message = (await client.kubectl(['get', object, says, ...place], options)).trim();
    const why = message === '' ? 'nothing has looked at it yet' : message.replace(/\.$/, '');
    throw new ClearError(`${object} did not become ${condition} within ${seconds} s: ${why}.`, {
      cause: error
    });
  }
}

/**
 * Waits until the API serves the kinds of CustomResourceDefinitions.
 * @param {Client} client
 * @param {string[]} names such as `httproutes.gateway.networking.k8s.io`
 * @param {CallOptions} [options]
 */
export async function waitForDefinitions(client, names, options = {}) {
  const definitions = names.map(name => `crd/${name}`);
  // Conditions of a new definition are null, where the second wait by itself would fail.
  for (const wanted of ['jsonpath={.status.conditions}', 'condition=Established']) {
    await client.kubectl(['wait', `--for=${wanted}`, '--timeout=60s', ...definitions], options);
  }
}

/**
 * What keeps pods from being ready, in a few words.
 * @param {KubeObject[]} pods
 * @returns {string}
 */
export function whyPodsWait(pods) {
  const [pod] = pods;
  if (pod === undefined) {
    return 'it has no pod, so look at its ReplicaSet';
  }
  /** @type {any[]} */
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? [])
  ];
  for (const { name, state, lastState, ready } of statuses) {
    const ended = state?.terminated ?? lastState?.terminated;
    if (ended !== undefined && ended.exitCode !== 0) {
      return `container ${name} of pod ${pod.metadata.name} ends with exit code ${ended.exitCode}`;
    }
    if (state?.waiting !== undefined) {
      const { reason = 'waiting', message } = state.waiting;
      return `container ${name} of pod ${pod.metadata.name} is waiting (${reason}${message ? `: ${message}` : ''})`;
    }
    if (state?.running !== undefined && !ready) {
      return `container ${name} of pod ${pod.metadata.name} runs, but does not answer its probe`;
    }
  }
  const unmet = (pod.status?.conditions ?? []).find(
    (/** @type {any} */ condition) => condition.status === 'False'
  );
  return `pod ${pod.metadata.name} is ${pod.status?.phase}${unmet?.message ? ` (${unmet.message})` : ''}`;
}
