/** Many replicas that write much at once: whether every line arrives, once and in order, and what it costs the server. */
import { figure } from '../report.mjs';
import { pause, until } from '../until.mjs';
import { SseReader } from './sse.mjs';

const IMAGE = 'localhost/kubeflow-lab-platform:0.1.0';
const NAME = 'chatter';
/** Until a change of a ConfigMap is seen in all pods that mount it. */
const SPREAD_MS = 120_000;
/** Writes `rate` numbered lines a second from the time on that the ConfigMap tells, so all replicas in the same seconds. */
const WRITER = `
const [rate, seconds] = process.argv.slice(1).map(Number);
const { readFileSync } = require('node:fs');
let next = 0;
const write = begun => {
  const due = Math.min(rate * seconds, Math.floor((Math.max(0, Date.now() - begun) * rate) / 1000));
  let text = '';
  while (next < due) text += 'line ' + next++ + '\\n';
  process.stdout.write(text);
  if (next < rate * seconds) setTimeout(() => write(begun), 50);
};
const wait = () => {
  let begun = NaN;
  try { begun = Number(readFileSync('/start/at', 'utf8')); } catch (error) { if (error.code !== 'ENOENT') throw error; }
  if (begun) write(begun);
  else setTimeout(wait, 500);
};
wait();
`;

/**
 * @param {import('../tour/project.mjs').Project} project @param {Record<string, number>} parameters
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureLogs(project, { replicas, rate, seconds }, note) {
  note(`starting ${replicas} replicas that write ${rate} lines a second each`);
  await project.core.createNamespacedConfigMap({
    namespace: project.name,
    body: { metadata: { name: NAME }, data: { seconds: String(seconds) } }
  });
  await project.asked('POST', 'tfjobs', job({ replicas, rate, seconds }));
  await until(
    'The replicas',
    performance.now(),
    async () => {
      const { summary } = (await project.asked('GET', `tfjobs/${NAME}`)).json();
      return summary.replicas.every(({ phase }) => phase === 'Running');
    },
    { every: 500, patience: 900 }
  );
  const server = await serverAddress(project);
  const before = await gauges(server);
  const reader = await SseReader.open(project.origin, project.headers());
  const counter = new LineCounter();
  let peak = before.rss;
  try {
    await reader.subscribe({
      resource: 'logs',
      kind: 'tfjobs',
      namespace: project.name,
      name: NAME
    });
    reader.onLines(lines => counter.take(lines));
    note('letting them write');
    await project.core.patchNamespacedConfigMap({
      namespace: project.name,
      name: NAME,
      body: [{ op: 'add', path: '/data', value: { at: String(Date.now() + SPREAD_MS) } }]
    });
    const expected = replicas * rate * seconds;
    await until(
      `All ${expected} lines`,
      performance.now(),
      async () => {
        peak = Math.max(peak, (await gauges(server)).rss);
        return counter.distinct >= expected || reader.ended;
      },
      { every: 1000, patience: SPREAD_MS / 1000 + seconds + 600 }
    );
    // Lines that come twice would come now.
    await pause(2_000);
    const { lag } = await gauges(server);
    return [
      figure('log_lines', expected, 'lines'),
      figure('log_lines_lost', expected - counter.distinct, 'lines', 0),
      figure('log_lines_twice', counter.twice, 'lines', 0),
      figure('log_lines_out_of_order', counter.outOfOrder, 'lines', 0),
      figure('server_rss_peak', peak / 2 ** 20, 'MiB', 512),
      figure('server_rss_growth', (peak - before.rss) / 2 ** 20, 'MiB'),
      figure('server_event_loop_p99', lag * 1000, 'ms')
    ];
  } finally {
    reader.close();
    await project.take('tfjobs', NAME);
  }
}

/** No requests: so many replicas fit on one node. */
function job({ replicas, rate, seconds }) {
  const container = {
    name: 'tensorflow',
    image: IMAGE,
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', WRITER, String(rate), String(seconds)],
    volumeMounts: [{ name: 'start', mountPath: '/start' }]
  };
  const template = {
    spec: { containers: [container], volumes: [{ name: 'start', configMap: { name: NAME } }] }
  };
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'TFJob',
    metadata: { name: NAME },
    spec: {
      runPolicy: { cleanPodPolicy: 'None' },
      tfReplicaSpecs: { Worker: { replicas, restartPolicy: 'Never', template } }
    }
  };
}

/** Which numbered lines of which replica have come. */
class LineCounter {
  /** By replica, the number after the last line. */
  #next = new Map();
  #seen = new Set();
  twice = 0;
  outOfOrder = 0;

  get distinct() {
    return this.#seen.size;
  }

  /** @param {{replica: string, text: string}[]} lines */
  take(lines) {
    for (const { replica, text } of lines) {
      const number = Number(/^line (\d+)$/.exec(text)?.[1] ?? NaN);
      if (Number.isNaN(number)) {
        continue;
      }
      const key = `${replica}/${number}`;
      this.twice += this.#seen.has(key) ? 1 : 0;
      this.#seen.add(key);
      this.outOfOrder += number < (this.#next.get(replica) ?? 0) ? 1 : 0;
      this.#next.set(replica, number + 1);
    }
  }
}

/** Where the server's own metrics are, which the gateway does not lead to. */
async function serverAddress({ core }) {
  const { items } = await core.listNamespacedPod({ namespace: 'kubeflow-lab' });
  const pod = items.find(
    ({ metadata, status }) =>
      metadata.name.startsWith('kubeflow-lab-server-') && status.phase === 'Running'
  );
  return `http://${pod.status.podIP}:8080/metrics`;
}

/** @returns {Promise<{rss: number, lag: number}>} bytes, and seconds by which the event loop was late in 99 of 100 cases */
async function gauges(address) {
  const text = await (await fetch(address)).text();
  const value = name => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return {
    rss: value('process_resident_memory_bytes'),
    lag: value('nodejs_eventloop_lag_p99_seconds')
  };
}
