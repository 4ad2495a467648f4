/** Graphs of served models: KServe's InferenceGraphs. */
import { keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import {
  INFERENCE_GRAPH_LABEL,
  INFERENCE_SERVICE_LABEL,
  START_PATCH,
  STOP_PATCH,
  modelsIn,
  nodesOf,
  summarizeInferenceGraph,
  summarizeInferenceService
} from '@kubeflow-lab/resources';
import type { InferenceGraph, InferenceService, Pod } from '@kubeflow-lab/resources';
import type { GraphRequest, InferenceGraphSummary, Plural, Prediction } from '@kubeflow-lab/schema';

import { storeKey } from '../cache/cluster-cache.js';
import type { ClusterCache } from '../cache/cluster-cache.js';
import { ProblemError } from '../http/problem.js';
import { addressOf, answers, ask } from '../inference-services/predict.js';
import { INFERENCE_SERVICE, componentPods, predictorPods } from '../inference-services/resource.js';
import { podOwnerConcerns, related } from '../kinds/concerns.js';
import type {
  KindDefinition,
  KindView,
  ObjectCall,
  OpenedKind,
  Subject
} from '../kinds/definition.js';
import { editing } from '../kinds/edit.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';

const INFERENCE_GRAPH: Kind<InferenceGraph> & { plural: Plural } = {
  group: 'serving.kserve.io',
  version: 'v1alpha1',
  kind: 'InferenceGraph',
  plural: 'inferencegraphs',
  namespaced: true
};

const NOUN = { one: 'graph of models', many: 'graphs of models' };

export const inferenceGraphKind: KindDefinition<InferenceGraph, InferenceGraphSummary> = {
  resource: INFERENCE_GRAPH,
  noun: NOUN,
  schema: 'InferenceGraph',
  operator: 'KServe',
  podLabels: [INFERENCE_GRAPH_LABEL],
  actions: {
    edit: editing(NOUN),
    start: {
      summary: 'Bring the router of a stopped graph back.',
      run: ({ caller, key, resource }) => caller.kube.mergePatch(resource, key, START_PATCH)
    },
    stop: {
      summary: "Take a graph's router away; its models go on.",
      run: ({ caller, key, resource }) => caller.kube.mergePatch(resource, key, STOP_PATCH)
    },
    predict: {
      summary: 'Ask the graph, as whoever may see it.',
      body: 'GraphRequest',
      response: 'Prediction',
      answer: predict
    }
  },
  open: openInferenceGraphs
};

async function predict(
  call: ObjectCall<InferenceGraph>,
  { body }: GraphRequest
): Promise<Prediction> {
  const graph = await call.read();
  const pod = routerPods(call.services.cache, graph).find(answers);
  if (pod === undefined) {
    const { message } = summarize(call.services.cache, graph);
    throw new ProblemError(409, `The graph cannot be asked now: ${message}`);
  }
  return ask(new URL(addressOf(pod)), body);
}

function openInferenceGraphs(
  view: KindView<InferenceGraph>
): OpenedKind<InferenceGraph, InferenceGraphSummary> {
  const { cache, store } = view;
  /** The graphs of a project whose steps name the model. */
  const naming = (namespace = '', model = '') =>
    store
      .list(namespace)
      .flatMap(graph => (modelsOf(graph).includes(model) ? [storeKey(graph)] : []));
  return {
    related: [
      ...podOwnerConcerns(view, {
        kind: 'InferenceGraph',
        podLabel: INFERENCE_GRAPH_LABEL,
        templates: () => []
      }),
      related(cache.kind(INFERENCE_SERVICE.plural).store, ({ metadata }) =>
        naming(metadata?.namespace, metadata?.name)
      ),
      related(cache.pods.store, ({ metadata }) =>
        naming(metadata?.namespace, metadata?.labels?.[INFERENCE_SERVICE_LABEL])
      )
    ],
    subjects: graph => subjectsOf(cache, graph),
    summarize: graph => summarize(cache, graph),
    log: object =>
      podLog(view, object, {
        parts: graph =>
          routerPods(cache, graph).map(pod => logPart(pod, pod.spec?.containers?.[0]?.name)),
        finished: () => false
      })
  };
}

function subjectsOf(cache: ClusterCache, graph: InferenceGraph): Subject[] {
  const name = graph.metadata?.name ?? '';
  return [
    ['InferenceGraph', name],
    ['Deployment', name],
    ...routerPods(cache, graph).map(pod => ['Pod', pod.metadata?.name ?? ''] as const)
  ];
}

function summarize(cache: ClusterCache, graph: InferenceGraph): InferenceGraphSummary {
  const { namespace = '' } = graph.metadata ?? {};
  const services = cache.kind<InferenceService>(INFERENCE_SERVICE.plural).store;
  const models = modelsOf(graph).flatMap(name => {
    const service = services.get({ namespace, name });
    return service === undefined
      ? []
      : [[name, summarizeInferenceService(service, around(cache, service))] as const];
  });
  return summarizeInferenceGraph(graph, {
    pods: routerPods(cache, graph),
    events: cache.eventsAbout(namespace, subjectsOf(cache, graph)),
    models: new Map(models)
  });
}

/** What tells whether a model of a graph answers. */
function around(cache: ClusterCache, service: InferenceService) {
  return { pods: predictorPods(cache, service), components: componentPods(cache, service) };
}

function modelsOf(graph: InferenceGraph): string[] {
  return modelsIn(nodesOf(graph));
}

function routerPods(cache: ClusterCache, { metadata }: InferenceGraph): Pod[] {
  const key = keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
  return cache.pods.store.find(INFERENCE_GRAPH_LABEL, key);
}
