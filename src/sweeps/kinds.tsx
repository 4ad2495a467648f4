import type { TranslationBundle } from '@jupyterlab/translation';
import { resumeProblem, type Experiment } from '@kubeflow-lab/resources';
import type { ExperimentSummary, Item, WorkflowSummary } from '@kubeflow-lab/schema';

import { isFinal } from '../components';
import { sweepsIcon } from '../icons';
import { deployOutput, storedModel } from '../models';
import { anyKind, refOf, type ItemAction, type ItemProps, type KindDescription } from '../panels';
import { runAgainWith } from '../pipelines/again';
import type { IPlatform } from '../tokens';
import type { FormStart } from '../training/form/model';
import { changeBudget } from './budget';
import { sweepCard } from './card';
import { CompareTab } from './compareTab';
import { finalTraining, functionOf, trialKindOf } from './final';
import { SweepPicture } from './picture';

type Values = Readonly<Record<string, string>>;

/** What can be done with the values of the best trial outside the panel. */
export interface BestValueActions {
  /** Puts them into the notebook in front; a sentence where that cannot be. Null where there are no notebooks. */
  apply: ((values: Values) => string | null) | null;
  /** Shows what the pipeline of a notebook would run with them. Rejects with a sentence where it is none. */
  runPipeline: (notebook: string, values: Values) => Promise<void>;
  /** Opens the form of a training job. */
  train: (start: FormStart) => Promise<void>;
}

/** What the panels have to know of sweeps: Katib's Experiments. */
export function sweepKind(trans: TranslationBundle, best: BestValueActions): KindDescription {
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
        ? trans.__('%1/%2 trials', trials.length - counts.killed, counts.maximum)
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
    tabs: [
      {
        id: 'compare',
        label: trans.__('Compare'),
        view: props => <CompareTab {...props} kind={kind} />
      }
    ],
    actions: props => sweepActions(props, kind, trans, best),
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
  withBest: BestValueActions
): ItemAction[] {
  const over = isFinal(item.summary.phase);
  const whyNotOn = resumeProblem(item.object as Experiment, Infinity);
  return [
    ...bestValueActions({ item, platform }, trans, withBest),
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
      enabled: whyNotOn === null,
      reason: whyNotOn ?? '',
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

/** What can be done with the best values: each that the sweep's code allows. */
function bestValueActions(
  { item, platform }: ItemProps<ExperimentSummary>,
  trans: TranslationBundle,
  { apply, runPipeline, train }: BestValueActions
): ItemAction[] {
  const { best, notebook } = item.summary;
  const none = trans.__('No trial has a value of the objective yet.');
  const start = finalTraining(item);
  const isPipeline = trialKindOf(item) === 'Workflow';
  return [
    {
      id: 'apply',
      label: trans.__('Apply best values'),
      enabled: best !== null && apply !== null,
      reason: none,
      run: () => {
        const problem = apply!(best!.parameters);
        if (problem !== null) {
          throw new Error(problem);
        }
      }
    },
    ...(isPipeline || notebook !== null
      ? [
          {
            id: 'pipeline',
            label: trans.__('Run pipeline with them…'),
            enabled: best !== null,
            reason: none,
            run: () =>
              isPipeline
                ? runTrialAgain(platform, item, best!.trial)
                : runPipeline(notebook!, best!.parameters)
          }
        ]
      : []),
    ...(isPipeline
      ? [
          {
            id: 'deploy',
            label: trans.__('Deploy its model…'),
            enabled: best !== null,
            reason: none,
            run: () => deployModelOf(platform, item, best!.trial)
          }
        ]
      : [
          {
            id: 'train',
            label: trans.__('Train with them…'),
            enabled: start !== null,
            reason: best === null ? none : whyNotTrained(item, trans),
            run: () => train(start!)
          }
        ])
  ];
}

/** Why no form can train with the code of the trials, and how it is done. */
function whyNotTrained(item: Item<ExperimentSummary>, trans: TranslationBundle): string {
  const called = functionOf(item);
  return called === null
    ? trans.__('Its code is not of a notebook.')
    : trans.__(
        'Its trials call a function. In Python: %1',
        `kubeflow_lab.train(${called}, args=kubeflow_lab.sweep("${item.object.metadata.name}").best_values())`
      );
}

/** Opens the form that serves the model that the run of a trial has stored. */
async function deployModelOf(
  platform: IPlatform,
  item: Item<ExperimentSummary>,
  trial: string
): Promise<void> {
  const run = runOf(item, trial);
  const output = storedModel(await platform.client.item<Item<WorkflowSummary>>(run));
  if (output === null) {
    throw new Error(
      platform.trans.__(
        'The run of %1 has stored no model. A step stores what another step takes: let one use the model.',
        trial
      )
    );
  }
  await deployOutput(platform, run.namespace, output);
}

/** Asks for values, those of the trial at first, and runs the pipeline of a trial once more. */
async function runTrialAgain(
  platform: IPlatform,
  item: Item<ExperimentSummary>,
  trial: string
): Promise<void> {
  const run = runOf(item, trial);
  const { summary } = await platform.client.item<Item<WorkflowSummary>>(run);
  await runAgainWith(platform, run, summary.parameters);
}

/** The run of a trial, which is called like it. */
function runOf({ object }: Item<ExperimentSummary>, trial: string) {
  const { namespace = '' } = object.metadata;
  return { plural: 'workflows' as const, namespace, name: trial };
}
