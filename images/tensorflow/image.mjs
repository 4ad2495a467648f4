import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'tensorflow',
  summary:
    'TensorFlow for processors and the runtime of our training steps; a job brings its own command.',
  layers: [
    debian,
    {
      kind: 'python',
      requirements: 'tensorflow',
      trim: ['*/site-packages/*/tests', '*/site-packages/tensorflow/include']
    },
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/home/jovyan',
    env: {
      ...environment,
      HOME: '/home/jovyan',
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_USE_LEGACY_KERAS: '1'
    },
    entrypoint: [],
    command: ['python']
  }
};
