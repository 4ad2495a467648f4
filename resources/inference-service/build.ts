import type { ModelForm } from '@kubeflow-lab/schema';

import { parseQuantity } from '../common/quantity.js';
import { CREATED_BY_ANNOTATION, NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { originAnnotation } from './origin.js';
import {
  INFERENCE_SERVICE_KIND,
  ORIGIN_ANNOTATION,
  SAMPLE_ANNOTATION,
  SERVING_API_VERSION,
  SERVING_STOP_ANNOTATION
} from './types.js';
import type { InferenceService } from './types.js';

/** What the installation adds to a form. */
export interface ModelContext {
  namespace: string;
  user: string;
}

/** A model that lies where it is served from; `from` says what it was copied from. */
export type StoredModel = ModelForm & Required<Pick<ModelForm, 'format' | 'storageUri'>>;

/** Of a model server that nobody sized; small, because several stand beside each other. */
export const DEFAULT_MODEL_RESOURCES = { cpu: '500m', memory: '512Mi' };

/** Of one whose framework needs more for itself, by format. */
const LARGER_MODEL_RESOURCES: Record<string, { cpu: string; memory: string } | undefined> = {
  tensorflow: { cpu: '1', memory: '1Gi' },
  pytorch: { cpu: '1', memory: '1Gi' }
};

/**
 * The service that a form describes, as it is created. The form must have passed `checkModel`. How its pods are replaced
 * is left to KServe's settings: on Knative, KServe refuses a service that says it (`deploymentStrategy`).
 */
export function buildInferenceService(form: StoredModel, context: ModelContext): InferenceService {
  const { name, version } = form.format;
  const usual = LARGER_MODEL_RESOURCES[name] ?? DEFAULT_MODEL_RESOURCES;
  const amounts = { cpu: form.cpu ?? usual.cpu, memory: form.memory ?? usual.memory };
  return {
    apiVersion: SERVING_API_VERSION,
    kind: INFERENCE_SERVICE_KIND,
    metadata: {
      name: form.name,
      namespace: context.namespace,
      annotations: {
        ...(form.notebook === undefined ? {} : { [NOTEBOOK_ANNOTATION]: form.notebook }),
        ...(form.sample === undefined ? {} : { [SAMPLE_ANNOTATION]: JSON.stringify(form.sample) }),
        ...(form.from === undefined ? {} : originAnnotation(form.from)),
        [CREATED_BY_ANNOTATION]: context.user
      }
    },
    spec: {
      predictor: {
        // The credentials of the project's bucket hang on this account.
        serviceAccountName: 'default-editor',
        minReplicas: form.minReplicas ?? 1,
        model: {
          modelFormat: { name, ...(version === undefined ? {} : { version }) },
          storageUri: form.storageUri,
          ...(form.runtime === undefined ? {} : { runtime: form.runtime }),
          resources: {
            // Most of the time it waits for requests.
            requests: { ...amounts, cpu: less(amounts.cpu, '100m') },
            limits: { ...amounts }
          }
        }
      }
    }
  };
}

function less(a: string, b: string): string {
  return (parseQuantity(a) ?? Infinity) < (parseQuantity(b) ?? Infinity) ? a : b;
}

/**
 * The merge patch that gives a service its next model. What the form leaves open stays as it is, but for the format's
 * version and the runtime, which belong to the model before.
 */
export function nextVersionPatch(form: StoredModel, context: ModelContext): object {
  const built = buildInferenceService(form, context);
  const { cpu, memory, minReplicas, sample, notebook, from } = form;
  return {
    metadata: {
      annotations: {
        ...built.metadata?.annotations,
        ...(sample === undefined ? { [SAMPLE_ANNOTATION]: null } : {}),
        ...(notebook === undefined ? { [NOTEBOOK_ANNOTATION]: null } : {}),
        ...(from === undefined ? { [ORIGIN_ANNOTATION]: null } : {}),
        [SERVING_STOP_ANNOTATION]: null
      }
    },
    spec: {
      predictor: {
        ...(minReplicas === undefined ? {} : { minReplicas }),
        model: {
          modelFormat: { name: form.format.name, version: form.format.version ?? null },
          storageUri: form.storageUri,
          runtime: form.runtime ?? null,
          ...(cpu || memory ? { resources: changedResources(cpu, memory) } : {})
        }
      }
    }
  };
}

function changedResources(cpu?: string, memory?: string) {
  return {
    requests: { ...(cpu ? { cpu: less(cpu, '100m') } : {}), ...(memory ? { memory } : {}) },
    limits: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) }
  };
}

/** The merge patch that takes a service's pods away. */
export const STOP_PATCH = { metadata: { annotations: { [SERVING_STOP_ANNOTATION]: 'true' } } };

/** The merge patch that brings a service's pods back. */
export const START_PATCH = { metadata: { annotations: { [SERVING_STOP_ANNOTATION]: null } } };
