import type { TranslationBundle } from '@jupyterlab/translation';
import type { Edge, Step, StepLoop } from '@kubeflow-lab/compiler';

/** A line on a step: what it is about, and names or a sentence. */
export interface Fact {
  title: string;
  /** Written as code. */
  names?: readonly string[];
  text?: string;
}

/** What a person wants to know of a step before it runs. */
export function factsOf(step: Step, edges: readonly Edge[], trans: TranslationBundle): Fact[] {
  const takes = edges
    .filter(({ to, variables }) => to === step.name && variables.length > 0)
    .map(({ from, variables }) => ({ title: trans.__('From %1', from), names: variables }));
  const named = [
    { title: trans.__('Hands on'), names: step.outputs },
    { title: trans.__('Parameters'), names: step.parameters },
    { title: trans.__('Metrics'), names: step.metrics }
  ];
  const said = [
    { title: trans.__('Runs'), text: turnInWords(step, trans) },
    { title: trans.__('Gets'), text: needsInWords(step, trans) }
  ];
  return [
    ...takes,
    ...named.filter(({ names }) => names.length > 0),
    ...said.filter(({ text }) => text !== '')
  ];
}

/** When and how often a step runs, as `for each of 2 values of trees · only if depth > 3`; '' for once and always. */
export function turnInWords({ settings }: Step, trans: TranslationBundle): string {
  const { when, loop, onExit, retry, timeoutSeconds } = settings;
  return [
    onExit ? trans.__('at the end, however the other steps ended') : '',
    loop ? loopInWords(loop, trans) : '',
    when ? trans.__('only if %1', when) : '',
    retry?.limit ? trans._n('again once', 'again %1 times', retry.limit, retry.limit) : '',
    timeoutSeconds ? trans.__('for %1 at most', duration(timeoutSeconds, trans)) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

function loopInWords(loop: StepLoop, trans: TranslationBundle): string {
  return 'items' in loop
    ? trans._n(
        'for %1 value of %2',
        'for each of %1 values of %2',
        loop.items.length,
        loop.items.length,
        loop.parameter
      )
    : trans.__('for each value of %1 that %2 lists', loop.parameter, loop.from);
}

/** What a step asks for, as `2 CPU · 4Gi memory · data at /data`; '' where it asks for nothing. */
export function needsInWords({ limits, settings }: Step, trans: TranslationBundle): string {
  const { image, cache, volumes = [], env = {}, secrets = [], nodeSelector = {} } = settings;
  const variables = Object.keys(env).length + secrets.length;
  return [
    ...Object.entries(limits).map(([name, amount]) => limitInWords(name, amount, trans)),
    image ?? '',
    cache === undefined
      ? ''
      : cache
        ? trans.__('may take an earlier result')
        : trans.__('takes no earlier result'),
    ...volumes.map(({ claim, path }) => trans.__('%1 at %2', claim, path)),
    ...Object.entries(nodeSelector).map(([name, value]) =>
      trans.__('nodes with %1', `${name}=${value}`)
    ),
    variables > 0 ? trans._n('%1 variable', '%1 variables', variables, variables) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

function limitInWords(name: string, amount: string, trans: TranslationBundle): string {
  switch (name) {
    case 'cpu':
      return trans.__('%1 CPU', amount);
    case 'memory':
      return trans.__('%1 memory', amount);
    case 'nvidia.com/gpu':
      return trans.__('%1 GPU', amount);
    default:
      return `${amount} ${name}`;
  }
}

function duration(seconds: number, trans: TranslationBundle): string {
  return seconds % 60 === 0 ? trans.__('%1 min', seconds / 60) : trans.__('%1 s', seconds);
}
