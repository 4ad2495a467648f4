/** A cell to begin with: two replicas that find each other, and a metric that shows it. */
export const STARTER = `%%tfjob --name hello --chief 1 --workers 1
import tensorflow as tf

strategy = tf.distribute.MultiWorkerMirroredStrategy()
print(f"replicas={strategy.num_replicas_in_sync}")`;

/** The example of the images, below the home folder. */
export const EXAMPLE = 'examples/digits-distributed.ipynb';

/** A whole job to begin with in YAML: one replica that says where it runs. */
export const YAML_EXAMPLE = `apiVersion: kubeflow.org/v1
kind: TFJob
metadata:
  name: hello
spec:
  runPolicy:
    cleanPodPolicy: None
  tfReplicaSpecs:
    Worker:
      replicas: 1
      restartPolicy: Never
      template:
        spec:
          containers:
            - name: tensorflow
              image: localhost/kubeflow-lab-tensorflow:0.1.0
              command: [python, -c]
              args:
                - |
                  import os
                  print(os.environ.get("TF_CONFIG"))
                  print("accuracy=1.0")
`;
