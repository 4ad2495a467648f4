/** What a sweep adds to its trials: against the same pods, made by hand one after the other. */
import { readFileSync } from 'node:fs';

import { startPlatform, stopPlatform } from '../platform.mjs';
import { figure, median } from '../report.mjs';
import { byHand } from '../tour/by-hand.mjs';
import { LABELS, Project } from '../tour/project.mjs';

const CLUSTER = 'bench';
const PROJECT = 'bench-sweeps';
const TRIALS = 5;
const GOAL_SECONDS = 1;

const form = (name, image) => ({
  name,
  image,
  code: { cells: [{ id: 'score', source: 'score = rate' }], modules: [], parameters: {} },
  objective: { metric: 'score', type: 'maximize' },
  algorithm: { name: 'random' },
  parameters: [{ name: 'rate', type: 'double', min: '0', max: '1' }],
  maxTrials: TRIALS,
  parallelTrials: 1,
  maxFailedTrials: 1,
  resources: {},
  env: [],
  volumes: []
});

/**
 * @param {{port?: string, platform?: string}} options `platform`: the file that `npm start -- --json FILE` wrote; left
 *   out, one is started
 * @param {number} rounds @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureOverhead({ port, platform }, rounds, note) {
  if (platform !== undefined) {
    return measureOn(JSON.parse(readFileSync(platform, 'utf8')), rounds, note);
  }
  note('starting the platform');
  const started = await startPlatform(CLUSTER, Number(port ?? 8780), ['--wait-all']);
  try {
    return await measureOn(started, rounds, note);
  } finally {
    await stopPlatform(CLUSTER, true);
  }
}

async function measureOn(platform, rounds, note) {
  const project = new Project(platform, PROJECT);
  await project.make(platform.accounts[0]);
  try {
    const { jupyter } = await project.images();
    const seconds = [];
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      seconds.push(await overheadOf(project, `overhead-${round}`, jupyter[0], note));
    }
    const counted = seconds.slice(1);
    return [figure('trial_overhead_seconds', median(counted), 's', GOAL_SECONDS)];
  } finally {
    await project.remove();
  }
}

/** How many seconds longer each trial of a sweep takes than its pod alone, the sweep's own begin and end included. */
async function overheadOf(project, name, image, note) {
  const isOver = ({ phase }) => phase === 'Succeeded';
  const sweep = await project.viaPlatform('experiments', form(name, image), isOver);
  const pods = await project.pods();
  const copies = pods.map((pod, index) => byHand(pod, `bare-${name}-${index}`, LABELS));
  // The sweep stays until then: its code goes with it.
  const bare = await project.inTurn(copies);
  await project.clear();
  await project.take('experiments', name);
  note(`${pods.length} trials: ${sweep.toFixed(2)} s; their pods alone: ${bare.toFixed(2)} s`);
  return (sweep - bare) / pods.length;
}
