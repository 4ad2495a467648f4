/** What a pod becomes by the PodDefaults that it asks for. */
import type { Container, EnvVar, KubeObject, PodSpec, Volume } from '../common/object.js';
import { listOf } from '../common/text.js';
import { mergeList, mergeMap, mergeMounts } from './merge.js';
import type { Conflicts } from './merge.js';
import { nameOf } from './select.js';
import type { PodDefault } from './types.js';

export const POD_DEFAULT_PREFIX = 'poddefault.admission.kubeflow.org';
const EXCLUDE = `${POD_DEFAULT_PREFIX}/exclude`;
/** Set by the kubelet on pods that it runs without the API server. */
const MIRROR = 'kubernetes.io/config.mirror';
/** Istio's own container, whose command is nobody else's business. */
const ISTIO_PROXY = 'istio-proxy';

export interface PodToAdmit extends KubeObject {
  spec?: PodSpec;
}

type Named = { name: string };

/** Whether a pod takes part at all. */
export function takesPodDefaults({ metadata }: PodToAdmit): boolean {
  const annotations = metadata?.annotations ?? {};
  return annotations[EXCLUDE] !== 'true' && !Object.hasOwn(annotations, MIRROR);
}

/**
 * The pod with everything that some PodDefaults bring, marked with their versions; or, where that cannot be had at once,
 * the sentences that say why. Rules and order are those of Kubeflow's webhook
 * (kubeflow/dashboard, components/poddefaults-webhooks).
 */
export function withPodDefaults<P extends PodToAdmit>(
  pod: P,
  podDefaults: readonly PodDefault[]
): { pod: P; conflicts: Conflicts } {
  const conflicts: Conflicts = [];
  const { metadata, spec = {} } = pod;
  const annotations = mergeMap(metadata?.annotations, podDefaults, 'annotations', conflicts);
  for (const podDefault of podDefaults) {
    annotations[`${POD_DEFAULT_PREFIX}/poddefault-${nameOf(podDefault)}`] =
      podDefault.metadata?.resourceVersion ?? '';
  }
  const labels = mergeMap(metadata?.labels, podDefaults, 'labels', conflicts);
  const merged: PodSpec = {
    ...spec,
    ...accountOf(podDefaults),
    ...poolsOf(spec, podDefaults, conflicts)
  };
  return {
    pod: { ...pod, metadata: { ...metadata, annotations, labels }, spec: merged },
    conflicts: [...new Set(conflicts)]
  };
}

/** What belongs to the pod as a whole, and its containers. Lists that stay empty are left out. */
function poolsOf(spec: PodSpec, podDefaults: readonly PodDefault[], conflicts: Conflicts): PodSpec {
  const name = ({ name }: Named) => name;
  const lists: PodSpec = {
    volumes: mergeList<Volume>(
      spec.volumes,
      podDefaults,
      { what: 'the volume', entries: ({ volumes }) => volumes, key: name },
      conflicts
    ),
    tolerations: mergeList<{ key?: string }>(
      spec.tolerations as object[] | undefined,
      podDefaults,
      {
        what: 'the toleration of',
        entries: ({ tolerations }) => tolerations,
        key: ({ key = '' }) => key
      },
      conflicts
    ),
    imagePullSecrets: mergeList<Named>(
      spec.imagePullSecrets as Named[] | undefined,
      podDefaults,
      { what: 'the pull secret', entries: ({ imagePullSecrets }) => imagePullSecrets, key: name },
      conflicts
    ),
    initContainers: mergeList<Container>(
      spec.initContainers,
      podDefaults,
      { what: 'the init container', entries: ({ initContainers }) => initContainers, key: name },
      conflicts
    ),
    // Sidecars come after the containers have been changed, and stay as they were written.
    containers: mergeList<Container>(
      listOf(spec.containers).map(container => withDefaults(container, podDefaults, conflicts)),
      podDefaults,
      { what: 'the container', entries: ({ sidecars }) => sidecars, key: name },
      conflicts
    )
  };
  return Object.fromEntries(
    Object.entries(lists).filter(([, list]) => (list as unknown[]).length > 0)
  );
}

function withDefaults(
  container: Container,
  podDefaults: readonly PodDefault[],
  conflicts: Conflicts
): Container {
  const changed: Container = {
    ...container,
    ...commandOf(container, podDefaults)
  };
  const env = mergeList<EnvVar>(
    container.env,
    podDefaults,
    { what: 'the variable', entries: ({ env }) => env, key: ({ name }) => name },
    conflicts
  );
  const volumeMounts = mergeMounts(container.volumeMounts, podDefaults, conflicts);
  const envFrom = [
    ...listOf(container.envFrom),
    ...podDefaults.flatMap(({ spec }) => listOf(spec?.envFrom as Container['envFrom']))
  ];
  return {
    ...changed,
    ...(env.length > 0 ? { env } : {}),
    ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
    ...(envFrom.length > 0 ? { envFrom } : {})
  };
}

/** A command or arguments, each of the first PodDefault that has them, where the container has none. */
function commandOf(
  { name, command, args }: Container,
  podDefaults: readonly PodDefault[]
): Pick<Container, 'command' | 'args'> {
  if (name === ISTIO_PROXY) {
    return {};
  }
  const first = (field: 'command' | 'args') =>
    podDefaults.map(({ spec }) => listOf(spec?.[field])).find(words => words.length > 0);
  const [newCommand, newArgs] = [first('command'), first('args')];
  return {
    ...(listOf(command).length === 0 && newCommand ? { command: [...newCommand] } : {}),
    ...(listOf(args).length === 0 && newArgs ? { args: [...newArgs] } : {})
  };
}

/** The account and whether its token is mounted: the last PodDefault that says so decides, whatever the pod says. */
function accountOf(
  podDefaults: readonly PodDefault[]
): Pick<PodSpec, 'serviceAccountName' | 'automountServiceAccountToken'> {
  const account: Pick<PodSpec, 'serviceAccountName' | 'automountServiceAccountToken'> = {};
  for (const { spec = {} } of podDefaults) {
    if (typeof spec.automountServiceAccountToken === 'boolean') {
      account.automountServiceAccountToken = spec.automountServiceAccountToken;
    }
    if (spec.serviceAccountName) {
      account.serviceAccountName = spec.serviceAccountName;
    }
  }
  return account;
}
