/**
 * Training: from the click to replicas that all run, against the same pods made by hand; a log of many replicas that
 * write much; a list of many jobs.
 */
import { readFileSync } from 'node:fs';

import { startPlatform, stopPlatform } from '../platform.mjs';
import { Project } from '../tour/project.mjs';
import { measureLaunch } from './launch.mjs';
import { measureList } from './list.mjs';
import { measureLogs } from './logs.mjs';

const cluster = 'bench';
const PROJECT = 'bench-training';

/**
 * @param {{runs?: string, jobs?: string, replicas?: string, seconds?: string, rate?: string, port?: string, platform?: string}} options
 *   `runs`: how often jobs are started; `jobs`: in the list; `replicas` write `rate` lines a second for `seconds`;
 *   `platform`: the file that `npm start -- --json FILE` wrote; that platform is measured
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure({ port, platform, ...options }, note) {
  const parameters = numbersOf(options, {
    runs: 5,
    jobs: 1000,
    replicas: 64,
    rate: 200,
    seconds: 20
  });
  if (platform !== undefined) {
    return measureOn(JSON.parse(readFileSync(platform, 'utf8')), parameters, note);
  }
  note('starting the platform');
  const started = await startPlatform(cluster, Number(port ?? 8780), ['--wait-all']);
  try {
    return await measureOn(started, parameters, note);
  } finally {
    await stopPlatform(cluster, true);
  }
}

/** @param {Record<string, string | true>} options @param {Record<string, number>} defaults @returns {Record<string, number>} */
function numbersOf(options, defaults) {
  const numbers = Object.entries(defaults).map(([name, otherwise]) => {
    const number = Number(options[name] ?? otherwise);
    if (!(number >= 1)) {
      throw new RangeError(`--${name} must be a number from 1`);
    }
    return [name, number];
  });
  return Object.fromEntries(numbers);
}

async function measureOn(platform, parameters, note) {
  const project = new Project(platform, PROJECT);
  await project.make(platform.accounts[0]);
  try {
    const { tensorflow } = await project.images();
    const launch = await measureLaunch(project, tensorflow[0], parameters, note);
    const logs = await measureLogs(project, parameters, note);
    const list = await measureList(project, parameters, note);
    return {
      parameters: { ...parameters, image: tensorflow[0] },
      figures: [...launch, ...logs, ...list]
    };
  } finally {
    await project.remove();
  }
}
