/** How long the next values of a search take, with a thousand trials before them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { connectSuggestions } from '../../engines/lib/experiment/search/client.js';
import { figure, median } from '../report.mjs';

const PAST = 1000;
const GOAL_MS = 100;
const PORT = 16789;
const ALGORITHMS = ['random', 'grid', 'sobol', 'tpe', 'multivariate-tpe', 'cmaes'];
/** Those that the goal is for. */
const WITH_GOAL = new Set(['random', 'grid', 'sobol', 'tpe']);

const range = (name, max) => ({
  name,
  parameterType: 'double',
  feasibleSpace: { min: '0', max, step: '0.01', distribution: 'uniform' }
});

/** @param {string} algorithm */
function experimentOf(algorithm) {
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { namespace: 'bench', name: algorithm, uid: algorithm },
    spec: {
      objective: { type: 'maximize', objectiveMetricName: 'score' },
      algorithm: { algorithmName: algorithm },
      parameters: [range('a', '1'), range('b', '5'), range('c', '10')]
    }
  };
}

/** @param {number} number @param {{name?: string, value?: string}[]} parameterAssignments */
function trialOf(number, parameterAssignments) {
  const score = parameterAssignments.reduce(
    (sum, { value }) => sum - (Number(value) - 0.5) ** 2,
    0
  );
  const text = String(score);
  return {
    metadata: { namespace: 'bench', name: `trial-${number}` },
    spec: { objective: { type: 'maximize', objectiveMetricName: 'score' }, parameterAssignments },
    status: {
      conditions: [{ type: 'Succeeded', status: 'True' }],
      observation: { metrics: [{ name: 'score', min: text, max: text, latest: text }] }
    }
  };
}

/**
 * @param {string} python with the extra `suggestion` of our package
 * @param {number} runs @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureSuggestions(python, runs, note) {
  const address = `localhost:${PORT}`;
  const service = spawn(python, ['-m', 'kubeflow_lab.suggestion', address], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const suggestions = connectSuggestions(address);
  try {
    await serving(service);
    const figures = [];
    for (const algorithm of ALGORITHMS) {
      const milliseconds = await timeOf(suggestions, experimentOf(algorithm), runs);
      note(`${algorithm}: ${milliseconds.map(Math.round).join(', ')} ms`);
      const name = `suggestion_${algorithm.replaceAll('-', '_')}_ms`;
      figures.push(
        figure(name, median(milliseconds), 'ms', WITH_GOAL.has(algorithm) ? GOAL_MS : null)
      );
    }
    return figures;
  } finally {
    suggestions.close();
    service.kill();
    await once(service, 'exit');
  }
}

/** Resolves when the service says that it serves. */
function serving(service) {
  return new Promise((resolve, reject) => {
    let said = '';
    service.once('exit', () => reject(new Error(`The suggestion service ended: ${said}`)));
    service.stderr.on('data', data => {
      said += data;
      if (said.includes('Serving')) {
        resolve(undefined);
      }
    });
  });
}

/** Of one search, how long each of some suggestions takes, one more trial each time. */
async function timeOf(suggestions, experiment, runs) {
  const first = await suggestions.suggest(experiment, [], PAST, PAST);
  const trials = first.map((assignments, number) => trialOf(number, assignments));
  const milliseconds = [];
  for (let run = 0; run <= runs; run += 1) {
    const began = performance.now();
    const [next] = await suggestions.suggest(experiment, trials, 1, trials.length + 1);
    milliseconds.push(performance.now() - began);
    trials.push(trialOf(trials.length, next));
  }
  // The first one reads all trials, once in the life of a service.
  return milliseconds.slice(1);
}
