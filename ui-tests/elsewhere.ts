import type { KubeObject } from './kubectl';

/** Objects as somebody with `kubectl` makes them: small ones of other people, with nothing of ours on them. */

/** Writes a line each second, for as long as it is let. */
const COUNTING = 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 1; done';

const shell = (image: string, command: string) => ({
  image,
  imagePullPolicy: 'IfNotPresent',
  command: ['sh', '-c', command]
});

export function workflow(namespace: string, name: string, image: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: {
      entrypoint: 'main',
      templates: [{ name: 'main', container: shell(image, COUNTING) }]
    }
  };
}

export function tfjob(namespace: string, name: string, image: string): KubeObject {
  const containers = [{ name: 'tensorflow', ...shell(image, 'echo hello') }];
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'TFJob',
    metadata: { name, namespace },
    spec: {
      runPolicy: { cleanPodPolicy: 'None' },
      tfReplicaSpecs: {
        Worker: { replicas: 1, restartPolicy: 'Never', template: { spec: { containers } } }
      }
    }
  };
}

/** One trial, which prints what it was given. */
export function experiment(namespace: string, name: string, image: string): KubeObject {
  const containers = [
    { name: 'training-container', ...shell(image, 'echo loss=${trialParameters.x}') }
  ];
  const trialSpec = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers } } }
  };
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { name, namespace },
    spec: {
      objective: { type: 'minimize', objectiveMetricName: 'loss' },
      algorithm: { algorithmName: 'random' },
      maxTrialCount: 1,
      parallelTrialCount: 1,
      maxFailedTrialCount: 1,
      parameters: [
        { name: 'x', parameterType: 'double', feasibleSpace: { min: '0.1', max: '0.9' } }
      ],
      trialTemplate: {
        primaryContainerName: 'training-container',
        trialParameters: [{ name: 'x', reference: 'x' }],
        trialSpec
      }
    }
  };
}

/** A service of a stored model, by the cluster's own runtime. */
export function inferenceService(namespace: string, name: string, storageUri: string): KubeObject {
  const resources = { requests: { cpu: '50m', memory: '256Mi' } };
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, namespace },
    spec: {
      predictor: {
        serviceAccountName: 'default-editor',
        model: { modelFormat: { name: 'sklearn' }, storageUri, resources }
      }
    }
  };
}
