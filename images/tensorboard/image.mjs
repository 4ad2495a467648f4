import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'tensorboard',
  summary: 'TensorBoard, which answers only requests that come through the gateway.',
  layers: [
    debian,
    { kind: 'python', requirements: 'tensorboard', trim: ['*/site-packages/*/tests'] },
    {
      kind: 'copy',
      files: [
        {
          // Where upstream's pods look for it, and so custom images have it.
          from: 'images/tensorboard/tensorboard',
          to: '/usr/local/bin/tensorboard',
          executable: true
        }
      ]
    },
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/tmp',
    env: { ...environment, HOME: '/tmp' },
    entrypoint: [],
    command: ['/usr/local/bin/tensorboard']
  }
};
