import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceGraphSummary, InferenceServiceSummary } from '@kubeflow-lab/schema';

import { modelsIcon } from '../icons';
import {
  anyKind,
  refOf,
  type ItemAction,
  type ItemProps,
  type KindDescription,
  type PanelSummary
} from '../panels';
import { modelCard } from './card';
import { GraphPicture } from './graph/picture';
import { ModelPicture } from './picture';

/** What the panels have to know of served models: KServe's InferenceServices. */
export function modelKind(trans: TranslationBundle): KindDescription {
  const kind: KindDescription = anyKind<InferenceServiceSummary>({
    plural: 'inferenceservices',
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    icon: modelsIcon,
    noun: { one: trans.__('model'), many: trans.__('models') },
    lasting: true,
    editable: true,
    engine: {
      addon: 'kserve',
      name: trans.__('KServe'),
      missing: trans.__(
        'This cluster does not know these objects. An administrator has to install KServe, which serves models.'
      )
    },
    facts: ({ summary: { model, version, replicas } }) =>
      [
        model.format ?? '',
        version === null ? '' : trans.__('version %1', version),
        trans.__('%1/%2 replicas', replicas.ready, replicas.desired)
      ].filter(Boolean),
    words: ({ summary }) => [summary.model.format ?? '', summary.version ?? ''],
    picture: props => <ModelPicture {...props} trans={trans} />,
    actions: props => modelActions(props, kind, trans),
    deletion: trans.__('It answers no more. The model that it served stays in the bucket.'),
    python: name => `kubeflow_lab.models["${name}"]`,
    card: modelCard
  });
  return kind;
}

/** What the panels have to know of graphs of models: KServe's InferenceGraphs. */
export function graphKind(trans: TranslationBundle): KindDescription {
  const kind: KindDescription = anyKind<InferenceGraphSummary>({
    plural: 'inferencegraphs',
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'InferenceGraph',
    icon: modelsIcon,
    noun: { one: trans.__('graph of models'), many: trans.__('graphs of models') },
    lasting: true,
    editable: true,
    engine: {
      addon: 'kserve',
      name: trans.__('KServe'),
      missing: trans.__(
        'This cluster does not know these objects. An administrator has to install KServe, which runs graphs of models.'
      )
    },
    facts: ({ summary: { nodes, models } }) => [
      nodes[0]?.router ?? trans.__('graph'),
      trans._n('%1 model', '%1 models', models.length, models.length)
    ],
    words: ({ summary }) => summary.models.map(({ name }) => name),
    picture: props => <GraphPicture {...props} trans={trans} />,
    actions: props => modelActions(props, kind, trans),
    deletion: trans.__('It answers no more. Its models go on.')
  });
  return kind;
}

/** Start or stop, whichever can be done. */
export function modelActions(
  { item, platform }: ItemProps<PanelSummary>,
  kind: KindDescription,
  trans: TranslationBundle
): ItemAction[] {
  const { phase } = item.summary;
  const stopped = phase === 'Stopped' || phase === 'Stopping';
  const act = (action: string) => async () => {
    await platform.client.act(refOf(kind, item), action);
  };
  return [
    {
      id: 'start',
      label: trans.__('Start'),
      enabled: stopped,
      reason: trans.__('It is not stopped.'),
      run: act('start')
    },
    {
      id: 'stop',
      label: trans.__('Stop'),
      enabled: !stopped,
      reason: trans.__('It is stopped already.'),
      run: act('stop')
    }
  ];
}
