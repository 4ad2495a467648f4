/** Runs and notebooks of any size. */

const WIDTH = 10;

/** Names of the steps before one: steps stand in layers of ten, and each follows two of the layer above. */
function before(index) {
  const first = index - WIDTH;
  const place = index % WIDTH;
  return first < 0
    ? []
    : [...new Set([first, first - place + ((place * 7 + 3) % WIDTH)])].map(one => `step_${one}`);
}

/** A run whose steps are all in one phase. @param {number} count @param {'Running' | 'Succeeded'} phase */
export function runOf(count, phase) {
  const startedAt = '2026-11-22T08:00:00Z';
  const finishedAt = phase === 'Succeeded' ? '2026-11-22T08:00:05Z' : null;
  return {
    object: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'run', namespace: 'team', uid: 'uid' },
      spec: {}
    },
    summary: {
      phase,
      message: '',
      reason: '',
      since: startedAt,
      createdAt: startedAt,
      startedAt,
      finishedAt,
      notebook: 'bench.ipynb',
      progress: { done: 0, total: count },
      parameters: {},
      metrics: {},
      steps: Array.from({ length: count }, (_, index) => ({
        id: `run-${index}`,
        name: `step_${index}`,
        phase,
        message: '',
        reason: '',
        startedAt,
        finishedAt,
        dependsOn: before(index),
        pod: `run-step-${index}`,
        exitCode: null,
        retries: 0,
        cells: [`cell-${index}`],
        error: null,
        outputs: [],
        executed: null,
        reusedFrom: null
      }))
    }
  };
}

/** A notebook of so many steps of one cell each. @param {number} count */
export function notebookOf(count) {
  return {
    cells: Array.from({ length: count }, (_, index) => ({
      id: `cell-${index}`,
      cell_type: 'code',
      source: `value_${index} = ${index}`,
      metadata: { tags: [`step:step_${index}`, ...before(index).map(name => `prev:${name}`)] }
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5
  };
}
