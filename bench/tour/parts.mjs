/** What the tour runs, as its panels and magics ask for it: small, but with the libraries that people import. */

const cells = source => ({ cells: [{ id: 'train', source }], modules: [], parameters: {} });
const none = { resources: {}, env: [], volumes: [] };

const IMPORTS = `from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split`;

/** Load, two trainings side by side, and a comparison of them. */
export function pipelineForm(name, image) {
  const cell = (id, tags, source) => ({
    id,
    cell_type: 'code',
    metadata: { tags },
    source,
    outputs: [],
    execution_count: null
  });
  const training = rate => `
model_${rate} = LogisticRegression(C=1 / ${rate}, max_iter=100).fit(x_train, y_train)
accuracy_${rate} = model_${rate}.score(x_test, y_test)`;
  return {
    name,
    image,
    path: 'tour.ipynb',
    modules: [],
    parameters: {},
    notebook: {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        cell('imports', ['imports'], IMPORTS),
        cell(
          'load',
          ['step:load'],
          'x, y = load_digits(return_X_y=True)\n' +
            'x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)'
        ),
        cell('one', ['step:one', 'prev:load'], training(1)),
        cell('other', ['step:other', 'prev:load'], training(10)),
        cell(
          'compare',
          ['step:compare', 'prev:one', 'prev:other'],
          'best = max(accuracy_1, accuracy_10)\nassert best > 0.9'
        )
      ]
    }
  };
}

/** Two replicas, each with TensorFlow and a model of one layer. */
export function trainingForm(name, image) {
  const source = `import numpy as np
import tensorflow as tf
x = np.random.default_rng(0).normal(size=(256, 16)).astype("float32")
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, x.sum(axis=1), epochs=2, verbose=2)`;
  return {
    name,
    image,
    replicas: [
      { role: 'Chief', count: 1 },
      { role: 'Worker', count: 1 }
    ],
    code: cells(source),
    ...none
  };
}

/** Three trials at once. */
export function sweepForm(name, image) {
  const source = `${IMPORTS}
x, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)
accuracy = LogisticRegression(C=strength, max_iter=100).fit(x_train, y_train).score(x_test, y_test)`;
  return {
    name,
    image,
    code: cells(source),
    objective: { metric: 'accuracy', type: 'maximize' },
    algorithm: { name: 'random' },
    parameters: [{ name: 'strength', type: 'double', min: '0.1', max: '1' }],
    maxTrials: 3,
    parallelTrials: 3,
    maxFailedTrials: 1,
    ...none
  };
}

export function modelForm(name, bucket) {
  return { name, format: { name: 'sklearn', version: '1' }, storageUri: `s3://${bucket}/${MODEL}` };
}

export function notebookForm(name, image) {
  return { name, image, cpu: '200m', memory: '512Mi', workspace: { mode: 'none' } };
}

const MODEL = 'models/tour/1';

/** Trains the model that is served, and stores it in the project's bucket. */
export const STORE_MODEL = `import io, joblib
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from kubeflow_lab.deployment.bucket import ModelBucket
buffer = io.BytesIO()
joblib.dump(LogisticRegression(max_iter=100).fit(*load_digits(return_X_y=True)), buffer)
ModelBucket().put("tour", "1", buffer.getvalue(), {})`;
