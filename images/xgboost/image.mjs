import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'xgboost',
  summary:
    'XGBoost for processors and the runtime of our training steps; a job brings its own command.',
  layers: [
    debian,
    { kind: 'python', requirements: 'xgboost', trim: ['*/site-packages/*/tests'] },
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/home/jovyan',
    env: { ...environment, HOME: '/home/jovyan' },
    entrypoint: [],
    command: ['python']
  }
};
