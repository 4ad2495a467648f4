/**
 * A served model: how long it takes to answer against the same pod made by hand, what the gateway and its sign-in add to
 * a prediction, and what fails while the version changes under load.
 */
import { readFileSync } from 'node:fs';

import { startPlatform, stopPlatform } from '../platform.mjs';
import { figure, median, quantile } from '../report.mjs';
import { byHand } from '../tour/by-hand.mjs';
import { LABELS, Project, isReady } from '../tour/project.mjs';
import { until } from '../until.mjs';
import { Asker, STORE_MODELS } from './asking.mjs';

const cluster = 'bench';
const PROJECT = 'bench-models';
const NAME = 'digits';
const PATH = `v1/models/${NAME}:predict`;

/**
 * @param {{runs?: string, requests?: string, rate?: string, port?: string, platform?: string}} options `platform`: the
 *   file that `npm start -- --json FILE` wrote; that platform is measured
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const amounts = {
    runs: Number(options.runs ?? 3),
    requests: Number(options.requests ?? 1000),
    rate: Number(options.rate ?? 200)
  };
  if (!Object.values(amounts).every(amount => amount >= 1)) {
    throw new RangeError('--runs, --requests and --rate must be numbers from 1');
  }
  if (options.platform !== undefined) {
    return measureOn(JSON.parse(readFileSync(options.platform, 'utf8')), amounts, note);
  }
  note('starting the platform');
  const platform = await startPlatform(cluster, Number(options.port ?? 8780), ['--wait-all']);
  try {
    return await measureOn(platform, amounts, note);
  } finally {
    await stopPlatform(cluster, true);
  }
}

async function measureOn(platform, { runs, requests, rate }, note) {
  const project = new Project(platform, PROJECT);
  await project.make(platform.accounts[0]);
  try {
    note('training two versions');
    await storeModels(project);
    const served = [];
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= runs; round += 1) {
      const seconds = await firstAnswers(project);
      note(`round ${round}: ${JSON.stringify(seconds)}`);
      if (round > 0) {
        served.push(seconds);
      }
    }
    await serve(project, form(project));
    const added = await addedByGateway(project, requests);
    note(`a prediction: ${JSON.stringify(added)}`);
    const change = await changeUnderLoad(project, rate, note);
    return {
      parameters: { runs, requests, rate },
      figures: [
        figure('to first answer', median(served.map(({ ours }) => ours)), 's'),
        figure('bare pod', median(served.map(({ bare }) => bare)), 's'),
        figure('against bare pod', median(served.map(({ ours, bare }) => ours / bare)), '×', 1.3),
        figure('prediction p50', added.gateway.p50, 'ms'),
        figure('prediction p95', added.gateway.p95, 'ms'),
        figure('bare prediction p50', added.bare.p50, 'ms'),
        figure('bare prediction p95', added.bare.p95, 'ms'),
        figure('added by gateway and auth p50', added.gateway.p50 - added.bare.p50, 'ms', 2),
        figure('requests over a change', change.answers, 'requests'),
        figure('failed over a change', change.failed, 'requests', 0),
        figure('change', change.seconds, 's')
      ]
    };
  } finally {
    await project.remove();
  }
}

async function storeModels(project) {
  const { jupyter } = await project.images();
  await project.byHand([
    {
      metadata: { name: 'store-models', labels: LABELS },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            image: jupyter[0],
            imagePullPolicy: 'IfNotPresent',
            command: ['python', '-c', STORE_MODELS],
            envFrom: [{ secretRef: { name: 'kubeflow-lab-s3' } }]
          }
        ]
      }
    }
  ]);
  await project.clear();
}

function form({ name }) {
  return {
    name: NAME,
    format: { name: 'sklearn', version: '1' },
    storageUri: `s3://${name}/models/${NAME}/1`,
    cpu: '1'
  };
}

function throughGateway(project) {
  return new Asker(`${project.origin}/models/${project.name}/${NAME}/${PATH}`, project.headers());
}

/** Past the gateway and past the Service, as a pod beside it could ask. */
function atPod({ status }) {
  return new Asker(`http://${status.podIP}:8080/${PATH}`);
}

/** Seconds from the request until the model answers, and the same of its very pod made by hand. */
async function firstAnswers(project) {
  const ours = await serve(project, form(project));
  const [pod] = await project.pods();
  const begun = performance.now();
  await project.byHand([byHand(pod, 'bare-model', LABELS)], isReady);
  const made = (await project.pods()).find(({ metadata }) => metadata.name === 'bare-model');
  const bare = await answered(atPod(made), begun);
  await project.clear();
  await project.take('inferenceservices', NAME);
  return { ours, bare };
}

async function serve(project, wanted) {
  const begun = performance.now();
  await project.asked('POST', 'inferenceservices', wanted);
  return answered(throughGateway(project), begun);
}

/** Seconds since `begun` until somebody who asks all the time has the first right answer. */
async function answered(asker, begun) {
  try {
    return await until('The first answer', begun, async () => (await asker.once()).version === 1, {
      every: 50,
      patience: 300
    });
  } finally {
    asker.close();
  }
}

/** Both are asked in turns, so that what else the machine does falls on both. */
async function addedByGateway(project, requests) {
  const [pod] = await project.pods();
  const askers = { gateway: throughGateway(project), bare: atPod(pod) };
  const times = { gateway: [], bare: [] };
  const PORTION = 50;
  for (let done = 0; done <= requests; done += PORTION) {
    for (const [who, asker] of Object.entries(askers)) {
      const portion = await asker.inTurn(PORTION);
      // The first of both open connections and warm what is asked.
      times[who].push(...(done === 0 ? [] : portion));
    }
  }
  Object.values(askers).forEach(asker => asker.close());
  const of = all => ({ p50: median(all), p95: quantile(all, 0.95) });
  return { gateway: of(times.gateway), bare: of(times.bare) };
}

/** Rolls the second version out while so many requests a second come through the gateway. */
async function changeUnderLoad(project, rate, note) {
  const asker = throughGateway(project);
  const begun = performance.now();
  const changing = change(project);
  const answers = await asker.steadily(rate, changing);
  asker.close();
  const failed = answers.filter(({ ok }) => !ok);
  failed.slice(0, 3).forEach(({ said }) => note(`failed: ${said}`));
  const versions = new Set(answers.filter(({ ok }) => ok).map(({ version }) => version));
  if (!(versions.has(1) && versions.has(2))) {
    throw new Error(`Only version ${[...versions].join()} was asked: the change was not measured.`);
  }
  const seconds = (await changing) - begun;
  return { answers: answers.length, failed: failed.length, seconds: seconds / 1000 };
}

/** @returns {Promise<number>} when the last pod of the first version was gone */
async function change(project) {
  await project.asked('POST', `inferenceservices/${NAME}/actions/rollback`, { version: '2' });
  const path = `inferenceservices/${NAME}`;
  await until('The second version', performance.now(), async () => {
    const { summary } = (await project.asked('GET', path)).json();
    return summary.rollout === 'Complete' && (await project.pods()).length === 1;
  });
  return performance.now();
}
