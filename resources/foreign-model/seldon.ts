/**
 * What Seldon Core says of its objects: `SeldonDeployment` of version 1
 * (https://github.com/SeldonIO/seldon-core/blob/v1.18.2/operator/apis/machinelearning.seldon.io/v1/seldondeployment_status.go)
 * and `Model` of version 2
 * (https://github.com/SeldonIO/seldon-core/blob/v2.9.1/operator/apis/mlops/v1alpha1/model_types.go).
 */
import { timeOrNull } from '../common/time.js';
import { countOrNull, fieldsOf, objectsOf, textOf, textOrNull } from './fields.js';
import type { ForeignModel, Told } from './types.js';

const DEPLOYMENT_STATES = new Map<string, Told['phase']>([
  ['Creating', 'Starting'],
  ['Available', 'Running'],
  ['Failed', 'Failed']
]);

export function readSeldonDeployment({ spec, status }: ForeignModel): Told {
  const { state, description, address, deploymentStatus, conditions } = fieldsOf(status);
  const predictors = objectsOf(fieldsOf(spec).predictors);
  const graph = fieldsOf(predictors[0]?.graph);
  const deployments = Object.values(fieldsOf(deploymentStatus)).map(fieldsOf);
  const word = textOf(state, 60);
  const desired =
    sumOf(deployments, 'replicas') ||
    predictors.reduce((sum, one) => sum + (countOrNull(one.replicas) ?? 1), 0);
  return {
    phase: DEPLOYMENT_STATES.get(word) ?? (word === '' ? null : 'Unknown'),
    state: word,
    why: textOf(description),
    since: readySince(conditions),
    source: textOrNull(graph.modelUri) ?? textOrNull(graph.name),
    runtime: textOrNull(graph.implementation),
    url: textOrNull(fieldsOf(address).url),
    // One that has no predictor yet has nothing to be counted.
    replicas: desired === 0 ? null : { ready: sumOf(deployments, 'availableReplicas'), desired }
  };
}

export function readSeldonModel({ spec, status }: ForeignModel): Told {
  const { storageUri, server, requirements, replicas: wanted } = fieldsOf(spec);
  const { conditions, replicas, availableReplicas } = fieldsOf(status);
  const ready = readyOf(conditions);
  const reason = textOf(ready?.reason, 60);
  const [needed] = Array.isArray(requirements) ? (requirements as unknown[]) : [];
  return {
    phase: phaseOf(ready?.status, reason),
    state: reason || textOf(ready?.status, 60),
    why: textOf(ready?.message),
    since: readySince(conditions),
    source: textOrNull(storageUri),
    runtime: textOrNull(server) ?? textOrNull(needed),
    url: null,
    replicas: {
      ready: countOrNull(availableReplicas) ?? 0,
      desired: countOrNull(wanted) ?? countOrNull(replicas) ?? 1
    }
  };
}

/** Of the condition Ready and its reason, such as `ModelProgressing` and `ModelFailed`. */
function phaseOf(ready: unknown, reason: string): Told['phase'] {
  if (ready === 'True') {
    return 'Running';
  }
  if (ready !== 'False') {
    return ready === undefined ? null : 'Starting';
  }
  return /fail/i.test(reason) ? 'Failed' : 'Starting';
}

function readyOf(conditions: unknown): Record<string, unknown> | undefined {
  return objectsOf(conditions).find(({ type }) => type === 'Ready');
}

function readySince(conditions: unknown): string | null {
  const ready = readyOf(conditions);
  return ready?.status === 'True' ? timeOrNull(ready.lastTransitionTime) : null;
}

function sumOf(objects: Record<string, unknown>[], field: string): number {
  return objects.reduce((sum, one) => sum + (countOrNull(one[field]) ?? 0), 0);
}
