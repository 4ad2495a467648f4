/** What a benchmark sees of the cluster, by watches of its own: when what became ready. */
import { NOTEBOOK, POD, Reflector, STATEFUL_SET, withoutManagedFields } from '@kubeflow-lab/kube';

/** @param {{status?: {conditions?: {type: string, status: string}[]}}} object */
export function isReady({ status }) {
  return (status?.conditions ?? []).some(
    condition => condition.type === 'Ready' && condition.status === 'True'
  );
}

/**
 * Notes when the objects of one kind in some namespaces first became true to a test.
 * @template O
 * @param {import('@kubeflow-lab/kube').KubeClient} client
 * @param {import('@kubeflow-lab/kube').Kind<O>} kind
 * @param {(object: O) => boolean} test
 */
function noting(client, kind, test) {
  const reflector = new Reflector(client, kind, { trim: withoutManagedFields });
  /** @type {Map<string, number>} `<namespace>/<name>` → milliseconds of the monotonic clock */
  const since = new Map();
  /** @type {Set<() => void>} */
  const waiting = new Set();
  reflector.store.onChange(({ type, object }) => {
    const { namespace, name } = object.metadata;
    const key = `${namespace}/${name}`;
    if (type === 'deleted' || !test(object)) {
      since.delete(key);
    } else if (!since.has(key)) {
      since.set(key, performance.now());
    }
    waiting.forEach(look => look());
  });
  /**
   * @param {string} prefix of namespaces @param {number} number @param {number} seconds
   * @returns {Promise<Map<string, number>>} when so many of them were
   */
  const until = (prefix, number, seconds) =>
    new Promise((resolve, reject) => {
      const end = result => {
        clearTimeout(timer);
        waiting.delete(look);
        result();
      };
      const look = () => {
        const found = [...since].filter(([key]) => key.startsWith(prefix));
        if (found.length >= number) {
          end(() => resolve(new Map(found)));
        }
      };
      const timer = setTimeout(() => {
        const found = [...since.keys()].filter(key => key.startsWith(prefix)).length;
        const what = `${found} of ${number} ${kind.plural} were ready after ${seconds} s.`;
        end(() => reject(new Error(what)));
      }, seconds * 1000);
      // A benchmark that has failed meanwhile does not wait for this.
      timer.unref();
      waiting.add(look);
      look();
    });
  return { reflector: reflector.start(), until };
}

/** @param {import('@kubeflow-lab/kube').KubeClient} client */
export async function startWatching(client) {
  const kinds = {
    pods: noting(client, POD, isReady),
    statefulSets: noting(client, STATEFUL_SET, ({ status }) => status?.readyReplicas === 1),
    notebooks: noting(client, NOTEBOOK, isReady)
  };
  const reflectors = Object.values(kinds).map(({ reflector }) => reflector);
  await Promise.all(reflectors.map(({ synced }) => synced));
  return { ...kinds, stop: () => Promise.all(reflectors.map(reflector => reflector.stop())) };
}
