import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'tools',
  summary: 'What the launcher of an MPIJob starts its workers with; it delivers kubectl to it.',
  layers: [
    debian,
    { kind: 'python', requirements: 'tools', trim: ['*/site-packages/*/tests'] },
    {
      kind: 'copy',
      files: [
        {
          from: 'images/tools/deliver-kubectl',
          to: '/usr/local/bin/deliver-kubectl',
          executable: true
        }
      ]
    }
  ],
  config: {
    user: '65532:65532',
    workingDir: '/tmp',
    env: { ...environment, HOME: '/tmp' },
    entrypoint: [],
    command: ['deliver-kubectl']
  }
};
