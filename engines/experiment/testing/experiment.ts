import type { Experiment } from '@kubeflow-lab/resources';

type Spec = NonNullable<Experiment['spec']>;

/** A sweep of jobs in ada's project, whose one parameter x is the command of its only container. */
export function experimentOf(more: Partial<Spec>): Experiment {
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { namespace: 'ada', name: 'sweep' },
    spec: {
      objective: { type: 'maximize', objectiveMetricName: 'score' },
      algorithm: { algorithmName: 'random' },
      parameters: [{ name: 'x', parameterType: 'int', feasibleSpace: { min: '0', max: '99' } }],
      trialTemplate: {
        retain: true,
        primaryContainerName: 'main',
        trialParameters: [{ name: 'x', reference: 'x' }],
        trialSpec: {
          apiVersion: 'batch/v1',
          kind: 'Job',
          spec: {
            template: {
              spec: { containers: [{ name: 'main', command: ['${trialParameters.x}'] }] }
            }
          }
        }
      },
      ...more
    }
  };
}
