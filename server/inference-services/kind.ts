/** Served models: KServe's InferenceServices. */
import { keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import {
  INFERENCE_SERVICE_LABEL,
  MODEL_CONTAINER,
  START_PATCH,
  STOP_PATCH,
  autoscalerNames,
  deploymentOfRevision,
  isKnative,
  predictorName,
  summarizeInferenceService
} from '@kubeflow-lab/resources';
import type {
  HorizontalPodAutoscaler,
  InferenceService,
  Pod,
  ServingDeployment
} from '@kubeflow-lab/resources';
import type { InferenceServiceSummary, ModelForm } from '@kubeflow-lab/schema';

import { byLabelKey, podOwnerConcerns, related } from '../kinds/concerns.js';
import type { KindDefinition, KindView, OpenedKind, Subject } from '../kinds/definition.js';
import { editing } from '../kinds/edit.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';
import { modelAccess, newClient, revokeClient, setLimit } from './access.js';
import { canary, promote, withdraw } from './canary.js';
import { addComponent, removeComponent } from './components.js';
import { deployModel, planModel } from './deploy.js';
import { predict } from './predict.js';
import { INFERENCE_SERVICE, componentPods, predictorPods } from './resource.js';
import { scale } from './scale.js';
import { rollback, versions } from './versions.js';
import { readTraffic, readUsage } from './watch.js';

const DEPLOYMENTS: Kind<ServingDeployment> = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true
};
const AUTOSCALERS: Kind<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true
};
const REPLICA_SETS: Kind = { ...DEPLOYMENTS, kind: 'ReplicaSet', plural: 'replicasets' };
/** What KServe made for a service, of all that is there. */
const made = { labels: [INFERENCE_SERVICE_LABEL], labelSelector: INFERENCE_SERVICE_LABEL };

const NOUN = { one: 'served model', many: 'served models' };

export const inferenceServiceKind: KindDefinition<InferenceService, InferenceServiceSummary> = {
  resource: INFERENCE_SERVICE,
  noun: NOUN,
  schema: 'InferenceService',
  operator: 'KServe',
  podLabels: [INFERENCE_SERVICE_LABEL],
  related: [
    { resource: DEPLOYMENTS, ...made },
    { resource: REPLICA_SETS, ...made },
    { resource: AUTOSCALERS, ...made }
  ],
  form: {
    schema: 'ModelForm',
    plan: async (form: ModelForm, call) => [await planModel(form, call)],
    create: (form: ModelForm, call) => deployModel(form, call)
  },
  actions: {
    edit: editing(NOUN),
    start: {
      summary: 'Bring the pods of a stopped service back.',
      run: ({ caller, key, resource }) => caller.kube.mergePatch(resource, key, START_PATCH)
    },
    stop: {
      summary: "Take a service's pods away; its model is kept.",
      run: ({ caller, key, resource }) => caller.kube.mergePatch(resource, key, STOP_PATCH)
    },
    versions: {
      summary: "The versions of the model in the project's bucket.",
      response: 'ModelVersions',
      answer: versions
    },
    rollback: {
      summary: 'Serve a stored version again; the current one answers until it does.',
      body: 'RollbackForm',
      run: rollback
    },
    canary: {
      summary: 'Serve a stored version to a share of the requests, beside the one that is served.',
      body: 'CanaryForm',
      run: canary
    },
    promote: {
      summary:
        'Serve the canary in place of the version that is served, which answers until it does.',
      run: promote
    },
    withdraw: {
      summary: 'Take the canary away; the version that is served gets all requests again.',
      run: withdraw
    },
    scale: {
      summary: 'Change how many replicas there are, and what decides it; no pod is replaced.',
      body: 'ServingScaleForm',
      run: scale
    },
    traffic: {
      summary: 'What the gateway has counted of the requests to each version.',
      response: 'ModelTraffic',
      answer: readTraffic
    },
    usage: {
      summary: 'CPU and memory that the pods use.',
      response: 'TrainingUsage',
      answer: readUsage
    },
    component: {
      summary: 'Put functions of a cell beside the model, as its transformer or its explainer.',
      body: 'ComponentForm',
      run: addComponent
    },
    withoutComponent: {
      summary: 'Take the transformer or the explainer away; the model answers by itself again.',
      body: 'WithoutComponentForm',
      run: removeComponent
    },
    access: {
      summary: 'The clients that have a token for the model, and how often anybody may ask it.',
      response: 'ModelAccess',
      answer: modelAccess
    },
    newClient: {
      summary: "Give a program a token for the model's address; only this answer has it.",
      body: 'ClientForm',
      response: 'NewClient',
      answer: newClient
    },
    revokeClient: {
      summary: "Take a client's token away; answers who is left.",
      body: 'RevokeForm',
      response: 'ModelAccess',
      answer: revokeClient
    },
    limit: {
      summary: 'Say how often each client and each person may ask the model.',
      body: 'LimitForm',
      run: setLimit
    },
    predict: {
      summary: 'Ask the model, as whoever may see the service.',
      body: 'PredictForm',
      response: 'Prediction',
      answer: predict
    }
  },
  open: openInferenceServices
};

function openInferenceServices(
  view: KindView<InferenceService>
): OpenedKind<InferenceService, InferenceServiceSummary> {
  const { cache } = view;
  const deployments = cache.kind<ServingDeployment>(DEPLOYMENTS.plural).store;
  const replicaSets = cache.kind(REPLICA_SETS.plural).store;
  const autoscalers = cache.kind<HorizontalPodAutoscaler>(AUTOSCALERS.plural).store;
  const subjects = (service: InferenceService): Subject[] => {
    const { namespace = '', name = '' } = service.metadata ?? {};
    const sets = replicaSets.find(INFERENCE_SERVICE_LABEL, keyOf({ namespace, name }));
    return [
      ['InferenceService', name],
      ['Deployment', predictorName(name)],
      ...sets.map(set => ['ReplicaSet', set.metadata?.name ?? ''] as const),
      ...[...predictorPods(cache, service), ...componentPods(cache, service)].map(
        pod => ['Pod', pod.metadata?.name ?? ''] as const
      )
    ];
  };
  const owned = byLabelKey(INFERENCE_SERVICE_LABEL);
  const deploymentOf = (service: InferenceService) => {
    const { namespace, name = '' } = service.metadata ?? {};
    return isKnative(service)
      ? deploymentOfRevision(
          service,
          deployments.find(INFERENCE_SERVICE_LABEL, keyOf({ namespace, name }))
        )
      : (deployments.get({ namespace, name: predictorName(name) }) ?? null);
  };
  return {
    related: [
      ...podOwnerConcerns(view, {
        kind: 'InferenceService',
        podLabel: INFERENCE_SERVICE_LABEL,
        templates: () => []
      }),
      related(deployments, owned),
      related(autoscalers, owned),
      related(cache.events.store, event => {
        const { kind, name = '', namespace } = event.involvedObject ?? {};
        const set = kind === 'ReplicaSet' ? replicaSets.get({ namespace, name }) : undefined;
        return set === undefined ? [] : owned(set);
      })
    ],
    subjects,
    summarize(service) {
      const { namespace = '', name = '' } = service.metadata ?? {};
      return summarizeInferenceService(service, {
        pods: predictorPods(cache, service),
        components: componentPods(cache, service),
        events: cache.eventsAbout(namespace, subjects(service)),
        claims: cache.claims.store.list(namespace),
        deployment: deploymentOf(service),
        autoscaler:
          autoscalerNames(name)
            .map(one => autoscalers.get({ namespace, name: one }))
            .find(found => found !== undefined) ?? null
      });
    },
    log: object =>
      podLog(view, object, {
        parts: service => predictorPods(cache, service).map(servingPart),
        // Its pods come and go as long as it is there.
        finished: () => false
      })
  };
}

function servingPart(pod: Pod) {
  const containers = pod.spec?.containers ?? [];
  const serving = containers.find(c => c?.name === MODEL_CONTAINER) ?? containers[0];
  return logPart(pod, serving?.name);
}
