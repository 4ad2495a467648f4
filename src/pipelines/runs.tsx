import type { TranslationBundle } from '@jupyterlab/translation';
import type { Item, WorkflowSummary } from '@kubeflow-lab/schema';

import { isFinal, sortMetrics } from '../components';
import { pipelinesIcon } from '../icons';
import { anyKind, refOf, type ItemAction, type ItemProps, type KindDescription } from '../panels';
import { runAgainWith } from './again';
import { runCard } from './card';
import type { LoadValue } from './loadValue';
import { RunPicture } from './picture';

/**
 * What the panels have to know of runs of pipelines: Argo's Workflows.
 * @param loadValue missing where there are no notebooks
 */
export function runKind(trans: TranslationBundle, loadValue?: LoadValue): KindDescription {
  const kind: KindDescription = anyKind<WorkflowSummary>({
    plural: 'workflows',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    icon: pipelinesIcon,
    noun: { one: trans.__('run'), many: trans.__('runs') },
    engine: {
      addon: 'workflow-engine',
      name: trans.__('Argo Workflows'),
      missing: trans.__(
        'This cluster does not know Workflows. An administrator has to install Argo Workflows, which runs them.'
      )
    },
    facts: ({ summary: { progress } }) =>
      progress.total > 0 ? [trans.__('%1/%2 steps', progress.done, progress.total)] : [],
    metric: ({ summary }) => {
      const [first] = sortMetrics(summary.metrics);
      return first ? { name: first[0], value: first[1] } : null;
    },
    metrics: ({ summary }) => summary.metrics,
    words: ({ summary }) => summary.steps.map(({ name }) => name),
    parts: ({ summary }) => summary.steps.map(({ name }) => ({ name, label: name })),
    narrowLog: true,
    picture: props => <RunPicture {...props} loadValue={loadValue} trans={trans} />,
    actions: props => runActions(props, kind, trans),
    deletion: trans.__(
      'Its pods are removed with their logs. Values and models that it stored in the bucket stay.'
    ),
    python: name => `kubeflow_lab.pipeline_run("${name}")`,
    card: runCard
  });
  return kind;
}

type State = 'running' | 'suspended' | 'failed' | 'succeeded';

function stateOf({ object, summary }: Item<WorkflowSummary>): State {
  if (isFinal(summary.phase) || summary.phase === 'Stopped') {
    return summary.phase === 'Succeeded' ? 'succeeded' : 'failed';
  }
  const isSuspended = (object.spec as { suspend?: boolean } | undefined)?.suspend === true;
  // A step that waits until somebody lets it go on is resumed in the same way.
  const waits = summary.steps.some(({ reason }) => reason === 'Suspended');
  return isSuspended || waits ? 'suspended' : 'running';
}

/** What can be done with a run, each with the reason where it cannot be done now. */
export function runActions(
  { item, platform }: ItemProps<WorkflowSummary>,
  kind: KindDescription,
  trans: TranslationBundle
): ItemAction[] {
  const state = stateOf(item);
  const { parameters } = item.summary;
  const over = state === 'failed' || state === 'succeeded';
  const ended = trans.__('The run has ended.');
  const act = (action: string) => async () => {
    await platform.client.act(refOf(kind, item), action);
  };
  return [
    state === 'suspended'
      ? { id: 'resume', label: trans.__('Resume'), enabled: true, run: act('resume') }
      : {
          id: 'suspend',
          label: trans.__('Suspend'),
          enabled: !over,
          reason: ended,
          run: act('suspend')
        },
    { id: 'stop', label: trans.__('Stop'), enabled: !over, reason: ended, run: act('stop') },
    {
      id: 'retry',
      label: trans.__('Retry failed steps'),
      enabled: state === 'failed',
      reason: over ? trans.__('No step has failed.') : trans.__('The run has not ended yet.'),
      run: act('retry')
    },
    {
      id: 'resubmit',
      label: trans.__('Run again'),
      enabled: true,
      run: async () => {
        const again = await platform.client.act(refOf(kind, item), 'resubmit');
        platform.actions?.open(refOf(kind, again));
      }
    },
    {
      id: 'vary',
      label: trans.__('Run again with…'),
      enabled: Object.keys(parameters).length > 0,
      reason: trans.__('The run has no parameters.'),
      run: () => runAgainWith(platform, refOf(kind, item), parameters)
    }
  ];
}
