import type { InferenceGraphSummary, InferenceServiceSummary } from '@kubeflow-lab/schema';

import type { KubeEvent, Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf, lowerFirst } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { isReady, loadingTrouble, readySince } from '../inference-service/pods.js';
import { SERVING_STOP_ANNOTATION } from '../inference-service/types.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { modelsIn, nodesOf } from './nodes.js';
import type { InferenceGraph } from './types.js';

/** What lies around a graph; whatever is left out counts as not there. */
export interface InferenceGraphSurroundings {
  /** The pods of its router. */
  pods?: readonly Pod[];
  events?: readonly KubeEvent[];
  /** How the served models of the project are, by name. */
  models?: ReadonlyMap<string, Pick<InferenceServiceSummary, 'phase' | 'message' | 'url'>>;
}

type ModelState = InferenceGraphSummary['models'][number];

/** Everything a person wants to know of a graph of served models. */
export function summarizeInferenceGraph(
  graph: InferenceGraph,
  around: InferenceGraphSurroundings = {}
): InferenceGraphSummary {
  const { annotations, creationTimestamp, name, namespace } = graph.metadata ?? {};
  const nodes = nodesOf(graph);
  const models = modelsIn(nodes).map(name => ({ name, trouble: troubleOf(name, around) }));
  const ready = listOf(around.pods).filter(isReady);
  return {
    ...judge(graph, models, around),
    nodes,
    models,
    // What the status says is the name that an ingress would have.
    url: ready.length > 0 ? `http://${name}.${namespace}.svc.cluster.local` : null,
    startedAt: ready.map(readySince).sort().at(0) ?? null,
    finishedAt: null,
    createdAt: timeOrNull(creationTimestamp) ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

/** Why a served model does not answer; null where it does. */
function troubleOf(name: string, { models }: InferenceGraphSurroundings): string | null {
  const model = models?.get(name);
  if (model === undefined) {
    return 'No model of this name is served in the project.';
  }
  // On Knative a model without a pod answers, too.
  return model.phase === 'Running' ? null : model.message;
}

/** Running while a router answers and every model that it may ask does. */
function judge(
  graph: InferenceGraph,
  models: readonly ModelState[],
  around: InferenceGraphSurroundings
): Summary {
  const { annotations, creationTimestamp, deletionTimestamp } = graph.metadata ?? {};
  const pods = listOf(around.pods);
  const state = (phase: Summary['phase'], message: string, since: string | null = null) => ({
    phase,
    message,
    reason: '' as const,
    since
  });
  if (deletionTimestamp) {
    return state('Deleting', 'The graph is being deleted.', timeOrNull(deletionTimestamp));
  }
  if (annotations?.[SERVING_STOP_ANNOTATION] === 'true') {
    return pods.length > 0
      ? state('Stopping', 'The graph is stopping.')
      : state('Stopped', 'The graph is stopped; its models go on.');
  }
  const missing = models.find(({ trouble }) => trouble !== null);
  const ready = pods.find(isReady);
  if (ready !== undefined) {
    return missing === undefined
      ? state('Running', `Answering with ${counted(models.length)}.`, readySince(ready))
      : {
          ...state('Running', `${said(missing)} Requests that need it fail.`, readySince(ready)),
          reason: 'Probe'
        };
  }
  if (missing !== undefined) {
    return state('Pending', `The graph waits. ${said(missing)}`, timeOrNull(creationTimestamp));
  }
  const trouble = loadingTrouble(pods, 'The router of the graph', around);
  if (trouble !== null) {
    return trouble;
  }
  return pods.length > 0
    ? state('Starting', 'The router of the graph is being started.')
    : state('Pending', 'The graph waits for KServe.', timeOrNull(creationTimestamp));
}

function counted(models: number): string {
  return models === 1 ? 'one model' : `${models} models`;
}

function said({ name, trouble }: ModelState): string {
  return `The model ${name} does not answer: ${lowerFirst(trouble ?? '')}`;
}
