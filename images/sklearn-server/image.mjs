import { debianWith, servingEnvironment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'sklearn-server',
  summary:
    "KServe's storage initializer, and a server of functions and of the models of scikit-learn, xgboost, lightgbm, ONNX and MLflow behind its protocols.",
  layers: [
    // Which lightgbm is linked with; the others bring their own.
    debianWith(['libgomp1']),
    {
      kind: 'python',
      requirements: 'sklearn-server',
      trim: ['*/site-packages/*/tests']
    },
    {
      kind: 'copy',
      files: [
        { from: 'kubeflow_lab/serving', to: '/app/serving' },
        // In which the cells of a function run.
        { from: 'kubeflow_lab/runtime', to: '/app/kubeflow_lab/runtime' }
      ]
    }
  ],
  config: {
    user: '65532:65532',
    workingDir: '/tmp',
    env: servingEnvironment,
    // KServe gives its storage initializer arguments and no command; a runtime brings its own command.
    entrypoint: ['python', '-m', 'serving.fetch'],
    command: []
  }
};
