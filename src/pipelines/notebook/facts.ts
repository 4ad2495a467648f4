import type { TranslationBundle } from '@jupyterlab/translation';
import type { Edge, Step } from '@kubeflow-lab/compiler';

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
  const needs = needsInWords(step, trans);
  return [
    ...takes,
    ...named.filter(({ names }) => names.length > 0),
    ...(needs === '' ? [] : [{ title: trans.__('Gets'), text: needs }])
  ];
}

/** What a step asks for, as `2 CPU · 4Gi memory · tries again 3 times`; '' where it asks for nothing. */
export function needsInWords({ limits, settings }: Step, trans: TranslationBundle): string {
  const { image, retry, timeoutSeconds, cache, volumes = [], env = {}, secrets = [] } = settings;
  const variables = Object.keys(env).length + secrets.length;
  return [
    ...Object.entries(limits).map(([name, amount]) => limitInWords(name, amount, trans)),
    image ?? '',
    retry?.limit
      ? trans._n('tries again once', 'tries again %1 times', retry.limit, retry.limit)
      : '',
    timeoutSeconds ? trans.__('ends after %1', duration(timeoutSeconds, trans)) : '',
    cache === undefined
      ? ''
      : cache
        ? trans.__('takes an earlier result (Kubeflow Pipelines)')
        : trans.__('takes no earlier result (Kubeflow Pipelines)'),
    ...volumes.map(({ claim, path }) => trans.__('%1 at %2', claim, path)),
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
