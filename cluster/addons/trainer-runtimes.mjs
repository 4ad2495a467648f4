import { referenceOf } from '../../images/index.mjs';

const GROUP = 'trainer.kubeflow.org';

/**
 * What TrainJobs run in, in images of ours: for PyTorch, whose processes torchrun starts, and plain Python with
 * TensorFlow, which Trainer prepares nothing for.
 */
export function trainingRuntimes() {
  return [
    runtime('kubeflow-lab-torch', 'torch', 'pytorch', { torch: { numProcPerNode: 1 } }),
    runtime('kubeflow-lab-plain', 'plain', 'tensorflow', {})
  ];
}

/**
 * @param {string} name
 * @param {string} framework as upstream's label names it
 * @param {string} image
 * @param {object} policy
 */
function runtime(name, framework, image, policy) {
  return {
    apiVersion: `${GROUP}/v1alpha1`,
    kind: 'ClusterTrainingRuntime',
    metadata: {
      name,
      labels: { [`${GROUP}/framework`]: framework, 'app.kubernetes.io/part-of': 'kubeflow-lab' }
    },
    spec: {
      mlPolicy: { numNodes: 1, ...policy },
      template: { spec: { replicatedJobs: [node(image)] } }
    }
  };
}

/**
 * The nodes: pods like those of the training operator's jobs, and as with these what failed is not tried again.
 * @param {string} image
 */
function node(image) {
  return {
    name: 'node',
    template: {
      metadata: { labels: { [`${GROUP}/trainjob-ancestor-step`]: 'trainer' } },
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
          spec: {
            restartPolicy: 'Never',
            serviceAccountName: 'default-editor',
            enableServiceLinks: false,
            securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
            containers: [
              {
                name: 'node',
                image: referenceOf(image),
                imagePullPolicy: 'IfNotPresent',
                command: ['python', '-c', 'print("This job has no command.")'],
                // The keys of the project's bucket.
                envFrom: [{ secretRef: { name: 'kubeflow-lab-s3', optional: true } }],
                resources: { requests: { cpu: '100m' } },
                terminationMessagePolicy: 'FallbackToLogsOnError',
                securityContext: { allowPrivilegeEscalation: false }
              }
            ]
          }
        }
      }
    }
  };
}
