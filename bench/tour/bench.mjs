/**
 * The parts of the tour (a pipeline, a training job, a sweep, a model, a notebook server) through the platform, each
 * against the same pods made by hand in the same run: same image, command, code and volumes, and no operator.
 */
import { readFileSync } from 'node:fs';

import { startPlatform, stopPlatform } from '../platform.mjs';
import { byHand, stepsByHand } from './by-hand.mjs';
import { figuresOf } from './figures.mjs';
import {
  STORE_MODEL,
  modelForm,
  notebookForm,
  pipelineForm,
  sweepForm,
  trainingForm
} from './parts.mjs';
import { LABELS, Project, isReady } from './project.mjs';

const cluster = 'bench';
const PROJECT = 'bench-tour';
const WORKFLOWS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'workflows' };

const hasSucceeded = ({ phase }) => phase === 'Succeeded';
/** A job has succeeded with its chief; its pods, with which it is compared, when all have. */
const allHaveSucceeded = summary =>
  hasSucceeded(summary) && summary.replicas.every(replica => hasSucceeded(replica));

/**
 * @param {{runs?: string, port?: string, platform?: string}} options `platform`: the file that
 *   `npm start -- --json FILE` wrote; that platform is measured
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const runs = Number(options.runs ?? 3);
  if (!(runs >= 1)) {
    throw new RangeError('--runs must be a number from 1');
  }
  if (options.platform !== undefined) {
    return measureOn(JSON.parse(readFileSync(options.platform, 'utf8')), runs, note);
  }
  note('starting the platform');
  const platform = await startPlatform(cluster, Number(options.port ?? 8780), ['--wait-all']);
  try {
    return await measureOn(platform, runs, note);
  } finally {
    await stopPlatform(cluster, true);
  }
}

async function measureOn(platform, runs, note) {
  const project = new Project(platform, PROJECT);
  await project.make(platform.accounts[0]);
  try {
    const { jupyter, tensorflow } = await project.images();
    const images = { jupyter: jupyter[0], tensorflow: tensorflow[0] };
    note('training the model that is served');
    await storeModel(project, images.jupyter);
    const rounds = [];
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= runs; round += 1) {
      const seconds = await tour(project, images, round);
      note(`round ${round}: ${JSON.stringify(seconds)}`);
      if (round > 0) {
        rounds.push(seconds);
      }
    }
    return { parameters: { runs, ...images }, figures: figuresOf(rounds) };
  } finally {
    await project.remove();
  }
}

async function storeModel(project, image) {
  await project.byHand([
    {
      metadata: { name: 'store-model', labels: LABELS },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            image,
            imagePullPolicy: 'IfNotPresent',
            command: ['python', '-c', STORE_MODEL],
            envFrom: [{ secretRef: { name: 'kubeflow-lab-s3' } }]
          }
        ]
      }
    }
  ]);
  await project.clear();
}

/** Every part once through the platform and once by hand. @returns {Promise<import('./figures.mjs').Round>} */
async function tour(project, { jupyter, tensorflow }, round) {
  const name = part => `${part}-${round}`;
  return {
    pipeline: await pipeline(project, pipelineForm(name('pipeline'), jupyter)),
    training: await samePods(
      project,
      'tfjobs',
      trainingForm(name('training'), tensorflow),
      allHaveSucceeded
    ),
    sweep: await samePods(project, 'experiments', sweepForm(name('sweep'), jupyter), hasSucceeded),
    model: await samePods(
      project,
      'inferenceservices',
      modelForm(name('model'), project.name),
      ({ rollout }) => rollout === 'Complete',
      isReady
    ),
    notebook: await samePods(
      project,
      'notebooks',
      notebookForm(name('notebook'), jupyter),
      ({ phase }) => phase === 'Running',
      isReady
    )
  };
}

/** A pipeline's pods by hand hand their values on over the shared volume: there is no engine that would store them. */
async function pipeline(project, form) {
  const ours = await project.viaPlatform('workflows', form, hasSucceeded);
  const workflow = await project.objects.getNamespacedCustomObject({
    ...WORKFLOWS,
    namespace: project.name,
    name: form.name
  });
  const bare = await project.stepsByHand(stepsByHand(workflow, `bare-${form.name}`, LABELS));
  await project.clear();
  await project.take('workflows', form.name);
  return { ours, bare };
}

/** Something through the platform, and then the very pods that came of it by hand. */
async function samePods(project, plural, form, isThere, podIsThere) {
  const ours = await project.viaPlatform(plural, form, isThere);
  const made = await project.pods();
  const copies = made.map((pod, index) => byHand(pod, `bare-${form.name}-${index}`, LABELS));
  const bare = await project.byHand(copies, podIsThere);
  await project.clear();
  await project.take(plural, form.name);
  return { ours, bare };
}
