/** A sweep that nobody ran. */

/** Numbers from 0 to 1 that look random and are the same every time. */
function shares() {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * @param {number} trials @param {number} parameters at least 3
 * @returns {import('@kubeflow-lab/schema').ExperimentSummary}
 */
export function sweepOf(trials, parameters) {
  const share = shares();
  const names = Array.from({ length: parameters }, (_, index) =>
    index === 0 ? 'lr' : index === 1 ? 'optimizer' : `p${index}`
  );
  const all = Array.from({ length: trials }, (_, number) => {
    const lr = 10 ** (-4 + 3 * share());
    const optimizer = ['adam', 'sgd', 'ftrl'][Math.floor(3 * share())];
    const rest = names.slice(2).map(() => share());
    const good = 0.95 - 0.12 * (Math.log10(lr) + 2.2) ** 2 - (optimizer === 'ftrl' ? 0.15 : 0);
    const value = good - 0.1 * rest[0] + 0.05 * share();
    const stopped = value < 0.5 && number > 5;
    const steps = stopped ? 4 : 12;
    const text = value.toFixed(4);
    return {
      name: `made-up-${number}`,
      phase: stopped ? 'Stopped' : 'Succeeded',
      message: '',
      reason: stopped ? 'EarlyStopped' : '',
      parameters: Object.fromEntries(
        [lr.toPrecision(4), optimizer, ...rest.map(one => one.toFixed(4))].map((text_, index) => [
          names[index],
          text_
        ])
      ),
      metrics: {
        accuracy: { value: text, min: text, max: text },
        seconds: { value: String(1 + 40 * rest[0] * share()), min: '1', max: '1' }
      },
      curve: Array.from({ length: steps }, (_, step) => [
        step + 1,
        value * (1 - Math.exp(-(step + 1) / 3)) + 0.02 * share()
      ]),
      startedAt: null,
      finishedAt: null
    };
  });
  return {
    phase: 'Running',
    message: '',
    reason: '',
    since: null,
    createdAt: '',
    startedAt: null,
    finishedAt: null,
    notebook: null,
    objective: { metric: 'accuracy', type: 'maximize', goal: null, additional: ['seconds'] },
    algorithm: 'tpe',
    parameters: names.map(name => ({
      name,
      type: name === 'optimizer' ? 'categorical' : 'double'
    })),
    counts: {
      running: 0,
      pending: 0,
      succeeded: trials,
      failed: 0,
      killed: 0,
      earlyStopped: 0,
      metricsUnavailable: 0,
      maximum: trials
    },
    best: null,
    trials: all
  };
}
