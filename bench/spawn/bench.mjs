/**
 * How long a person waits for a notebook server, against a bare StatefulSet of the same pod spec with the
 * same probe in the same run; and how long the second `npm start` takes.
 */
import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';

import { Visitor, startPlatform, stopPlatform } from '../platform.mjs';
import { figure, median } from '../report.mjs';
import { until } from '../until.mjs';

const cluster = 'bench';

/** One notebook through the product: POST → Ready in the API → first 200 through the gateway. */
async function viaPlatform({ visitor, origin, namespace, name, image }) {
  const base = `${origin}/api/namespaces/${namespace}/notebooks`;
  const begun = performance.now();
  const created = await visitor.fetch(base, {
    method: 'POST',
    body: { name, image, cpu: '200m', memory: '512Mi', workspace: { mode: 'none' } }
  });
  if (created.status !== 201) {
    throw new Error(`The notebook was not created: ${created.status} ${created.text}`);
  }
  const ready = await until('Ready', begun, async () => {
    const item = await visitor.fetch(`${base}/${name}`);
    return item.json().summary.phase === 'Running';
  });
  const notebookOrigin = await visitor.connect(origin, namespace, name);
  const answered = await until('a 200 through the gateway', begun, async () => {
    const answer = await visitor.fetch(
      `${notebookOrigin}/notebook/${namespace}/${name}/api/status`
    );
    return answer.status === 200;
  });
  return { ready, answered };
}

/** The same pods by hand: StatefulSet → Ready → first 200 from the pod itself. */
async function bare({ apps, core, namespace, name, template }) {
  const labels = { 'bare-statefulset': name };
  const begun = performance.now();
  await apps.createNamespacedStatefulSet({
    namespace,
    body: {
      metadata: { name },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        serviceName: '',
        template: { metadata: { labels }, spec: template.spec }
      }
    }
  });
  const ready = await until('Ready', begun, async () => {
    const set = await apps.readNamespacedStatefulSet({ namespace, name });
    return set.status?.readyReplicas === 1;
  });
  const pod = await core.readNamespacedPod({ namespace, name: `${name}-0` });
  const prefix = template.spec.containers[0].env.find(
    variable => variable.name === 'NB_PREFIX'
  ).value;
  const answered = await until('a 200 from the pod', begun, async () => {
    const answer = await fetch(`http://${pod.status?.podIP}:8888${prefix}/api`);
    return answer.status === 200;
  });
  return { ready, answered };
}

/**
 * @param {{runs?: string, port?: string}} options @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const runs = Number(options.runs ?? 5);
  const port = Number(options.port ?? 8780);
  note('starting the platform');
  const first = await startPlatform(cluster, port);
  try {
    const { origin, accounts } = first;
    const visitor = new Visitor();
    await visitor.signIn(origin, accounts[0]);
    const namespace = accounts[0].user;
    const settings = (await visitor.fetch(`${origin}/api/settings`)).json();
    const image = settings.images.jupyter[0];
    const config = new KubeConfig();
    config.loadFromFile(first.kubeconfig);
    const apps = config.makeApiClient(AppsV1Api);
    const core = config.makeApiClient(CoreV1Api);
    const platform = [];
    const byHand = [];
    // The first of each warms the page cache and is not counted.
    for (let round = 0; round <= runs; round += 1) {
      const name = `bench-${round}`;
      const ours = await viaPlatform({ visitor, origin, namespace, name, image });
      const made = await apps.readNamespacedStatefulSet({ namespace, name });
      await removeNotebook({ visitor, origin, core, namespace, name });
      const theirs = await bare({
        apps,
        core,
        namespace,
        name: `bare-${round}`,
        template: made.spec.template
      });
      await apps.deleteNamespacedStatefulSet({ namespace, name: `bare-${round}` });
      await gone(core, namespace, `bare-${round}-0`);
      note(`round ${round}: ${JSON.stringify({ ours, theirs })}`);
      if (round > 0) {
        platform.push(ours);
        byHand.push(theirs);
      }
    }
    note('stopping and starting again');
    await stopPlatform(cluster, false);
    const second = await startPlatform(cluster, port);
    const of = (samples, key) => median(samples.map(sample => sample[key]));
    return {
      parameters: { runs, image },
      figures: [
        figure('post_to_ready', of(platform, 'ready'), 's'),
        figure('bare_to_ready', of(byHand, 'ready'), 's'),
        figure('ready_ratio', of(platform, 'ready') / of(byHand, 'ready'), 'ratio', 1.2),
        figure('post_to_first_200', of(platform, 'answered'), 's'),
        figure('bare_to_first_200', of(byHand, 'answered'), 's'),
        figure('first_200_ratio', of(platform, 'answered') / of(byHand, 'answered'), 'ratio', 1.2),
        figure('second_start', second.seconds, 's', 30)
      ]
    };
  } finally {
    await stopPlatform(cluster, true);
  }
}

async function gone(core, namespace, pod) {
  await until(`the end of pod ${pod}`, performance.now(), async () => {
    const { items } = await core.listNamespacedPod({
      namespace,
      fieldSelector: `metadata.name=${pod}`
    });
    return items.length === 0;
  });
}

async function removeNotebook({ visitor, origin, core, namespace, name }) {
  const answer = await visitor.fetch(
    `${origin}/api/namespaces/${namespace}/notebooks/${name}?volume=delete`,
    { method: 'DELETE' }
  );
  if (answer.status !== 202) {
    throw new Error(`The notebook was not deleted: ${answer.status} ${answer.text}`);
  }
  await gone(core, namespace, `${name}-0`);
}
