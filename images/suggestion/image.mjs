import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'suggestion',
  summary: 'What chooses the values that the trials of a sweep try, beside the engine of sweeps.',
  layers: [
    debian,
    { kind: 'python', requirements: 'suggestion', trim: ['*/site-packages/*/tests'] },
    {
      kind: 'copy',
      files: [
        { from: 'kubeflow_lab/__init__.py', to: '/app/kubeflow_lab/__init__.py' },
        { from: 'kubeflow_lab/suggestion', to: '/app/kubeflow_lab/suggestion' }
      ]
    }
  ],
  config: {
    user: '65532:65532',
    workingDir: '/tmp',
    env: {
      ...environment,
      HOME: '/tmp',
      PYTHONPATH: '/app',
      // /app belongs to root.
      PYTHONDONTWRITEBYTECODE: '1',
      // Its work is in small matrices, for which more threads cost more than they bring.
      OMP_NUM_THREADS: '1',
      OPENBLAS_NUM_THREADS: '1'
    },
    entrypoint: [],
    command: ['python', '-m', 'kubeflow_lab.suggestion']
  }
};
