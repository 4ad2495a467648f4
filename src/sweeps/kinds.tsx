import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary } from '@kubeflow-lab/schema';

import { isFinal } from '../components';
import { sweepsIcon } from '../icons';
import { anyKind, refOf, type ItemAction, type ItemProps, type KindDescription } from '../panels';
import { changeBudget } from './budget';
import { sweepCard } from './card';
import { SweepPicture } from './picture';

/** Puts the values of the best trial into the notebook in front; a sentence where it cannot. */
export type ApplyValues = (parameters: Record<string, string>) => string | null;

/** What the panels have to know of sweeps: Katib's Experiments. */
export function sweepKind(trans: TranslationBundle, apply: ApplyValues | null): KindDescription {
  const kind: KindDescription = anyKind<ExperimentSummary>({
    plural: 'experiments',
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    icon: sweepsIcon,
    noun: { one: trans.__('sweep'), many: trans.__('sweeps') },
    engine: {
      addon: 'suggestions',
      name: trans.__('Katib'),
      missing: trans.__(
        'This cluster does not know these objects. An administrator has to install Katib, which runs them.'
      )
    },
    facts: ({ summary: { counts, trials } }) => [
      counts.maximum > 0
        ? trans.__('%1/%2 trials', trials.length, counts.maximum)
        : trans._n('%1 trial', '%1 trials', trials.length, trials.length)
    ],
    metric: ({ summary }) => bestValue(summary),
    metrics: ({ summary }) => {
      const best = bestValue(summary);
      return best ? { [best.name]: best.value } : {};
    },
    words: ({ summary }) => [summary.algorithm, summary.objective.metric],
    parts: ({ summary }) => summary.trials.map(({ name }) => ({ name, label: name })),
    narrowLog: true,
    picture: props => <SweepPicture {...props} trans={trans} />,
    actions: props => sweepActions(props, kind, trans, apply),
    deletion: trans.__('Its trials end, and they and their logs go with it.'),
    python: name => `kubeflow_lab.sweep("${name}")`,
    card: sweepCard
  });
  return kind;
}

function bestValue({ best, objective }: ExperimentSummary): { name: string; value: number } | null {
  const value = Number(best?.metrics[objective.metric] ?? NaN);
  return Number.isFinite(value) ? { name: objective.metric, value } : null;
}

/** Whether a trial has not ended: one goes on although its sweep has reached its goal. */
function isAnyActive({ trials }: ExperimentSummary): boolean {
  return trials.some(({ phase }) => !isFinal(phase) && phase !== 'Stopped' && phase !== 'Deleting');
}

export function sweepActions(
  { item, platform }: ItemProps<ExperimentSummary>,
  kind: KindDescription,
  trans: TranslationBundle,
  apply: ApplyValues | null
): ItemAction[] {
  const { best, phase } = item.summary;
  const over = isFinal(phase);
  return [
    {
      id: 'apply',
      label: trans.__('Apply best values'),
      enabled: best !== null && apply !== null,
      reason: trans.__('No trial has a value of the objective yet.'),
      run: () => {
        const problem = apply!(best!.parameters);
        if (problem !== null) {
          throw new Error(problem);
        }
      }
    },
    {
      id: 'stop',
      label: trans.__('Stop'),
      enabled: !over,
      reason: trans.__('It has ended already.'),
      run: async () => {
        await platform.client.act(refOf(kind, item), 'stop');
      }
    },
    {
      id: 'budget',
      label: over ? trans.__('Go on…') : trans.__('Change budget…'),
      enabled: true,
      run: () => changeBudget({ platform, object: refOf(kind, item), item })
    },
    ...(over && isAnyActive(item.summary)
      ? [
          {
            id: 'leftover',
            label: trans.__('Stop left-over trials'),
            enabled: true,
            run: async () => {
              await platform.client.act(refOf(kind, item), 'stop-trials');
            }
          }
        ]
      : [])
  ];
}
