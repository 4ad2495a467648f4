/** How soon a change in the cluster has reached the last of many people. */
import { NOTEBOOK } from '@kubeflow-lab/kube';

import { figure, quantile } from '../report.mjs';
import { PROJECT, notebookOf } from './load.mjs';

const CHANGES = 30;
const AT_ONCE = 8;
const PATIENCE_MS = 30_000;
const MARK = 'lab.kubeflow.org/notebook-bench';

/**
 * @param {import('@kubeflow-lab/kube').KubeClient} admin
 * @param {Awaited<ReturnType<typeof import('./process.mjs').startServer>>} server
 * @param {{notebooks: number, users: number}} numbers
 * @returns {Promise<import('../report.mjs').Figure[]>} from the moment at which the change is sent to the API server
 */
export async function measureStreams(admin, server, { notebooks, users }) {
  const readers = [];
  try {
    for (let next = 0; next < users; next += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, users - next) }, (_, index) =>
        Reader.open(server, next + index)
      );
      readers.push(...(await Promise.all(some)));
    }
    const samples = [];
    for (let change = 0; change < CHANGES; change += 1) {
      const name = notebookOf((change * 61) % notebooks);
      const mark = `change-${change}`;
      const seen = readers.map(reader => reader.until(mark));
      const begun = performance.now();
      const patch = { metadata: { annotations: { [MARK]: mark } } };
      await admin.mergePatch(NOTEBOOK, { namespace: PROJECT, name }, patch);
      const times = await Promise.all(seen);
      samples.push(Math.max(...times) - begun);
    }
    return [
      figure('change_to_last_p95', quantile(samples, 0.95), 'ms', 200),
      figure('change_to_last_median', quantile(samples, 0.5), 'ms')
    ];
  } finally {
    readers.forEach(reader => reader.close());
  }
}

/** One person's stream. It looks for marks in the text: reading all of it as a browser does would be this process' time. */
class Reader {
  #abort = new AbortController();
  #waiting = new Map();
  #tail = '';

  static async open(server, person) {
    const cookie = await server.signIn(person);
    const reader = new Reader();
    const headers = { Cookie: cookie, 'X-Kubeflow-Lab': '1' };
    const { signal } = reader.#abort;
    const stream = await fetch(`${server.origin}/api/stream`, { headers, signal });
    const hello = reader.#find(/event: hello\ndata: \{"stream":"([\w-]+)"/);
    const snapshot = reader.#find(/event: (snapshot)\n/);
    void reader.#read(stream.body).catch(error => reader.#fail(error));
    const [, id] = await hello;
    const subscribed = await fetch(`${server.origin}/api/stream/${id}/subscriptions`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ resource: 'notebooks', namespace: PROJECT })
    });
    if (subscribed.status !== 201) {
      throw new Error(`A subscription was refused: ${subscribed.status}`);
    }
    await snapshot;
    return reader;
  }

  /** @param {string} mark @returns {Promise<number>} when it came */
  async until(mark) {
    await this.#find(new RegExp(`"${mark}"`));
    return performance.now();
  }

  close() {
    this.#abort.abort();
  }

  #find(pattern) {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`${pattern} did not come.`));
      const timer = setTimeout(late, PATIENCE_MS);
      this.#waiting.set(pattern, {
        resolve: found => {
          clearTimeout(timer);
          resolve(found);
        },
        reject
      });
    });
  }

  #fail(error) {
    if (!this.#abort.signal.aborted) {
      this.#waiting.forEach(({ reject }) => reject(error));
    }
  }

  async #read(body) {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      const text = this.#tail + decoder.decode(chunk, { stream: true });
      for (const [pattern, { resolve }] of this.#waiting) {
        const found = pattern.exec(text);
        if (found !== null) {
          this.#waiting.delete(pattern);
          resolve(found);
        }
      }
      // A mark may be cut in two; nothing that is looked for is longer.
      this.#tail = text.slice(-120);
    }
  }
}
