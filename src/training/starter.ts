/** A cell to begin with: two replicas that find each other, and a metric that shows it. */
export const STARTER = `%%tfjob --name hello --chief 1 --workers 1
import tensorflow as tf

strategy = tf.distribute.MultiWorkerMirroredStrategy()
print(f"replicas={strategy.num_replicas_in_sync}")`;

/** The example of the images, below the home folder. */
export const EXAMPLE = 'examples/digits-distributed.ipynb';
