import { referenceOf } from '../../images/index.mjs';

export const PYTORCH_INIT_NAME = 'training-operator-init-pytorch';
/** Where the operator looks for it without being told. */
export const PYTORCH_INIT_FOLDER = '/etc/config';

/** Waits until the name in its argument has an address, for two minutes at most. */
const WAIT = `
const { lookup } = require('node:dns/promises');
const { setTimeout: pause } = require('node:timers/promises');
const [name] = process.argv.slice(1);
(async () => {
  for (let tries = 480; tries > 0; tries -= 1) {
    try {
      return await lookup(name);
    } catch {
      await pause(250);
    }
  }
  throw new Error('The master ' + name + ' has no address after two minutes.');
})();`;

/**
 * The operator gives the workers of a PyTorchJob an init container that waits for their master, by default from an image
 * that not every cluster can pull. This one does it with an image that is on the node already; the operator fills in
 * the master's name.
 * @param {string} namespace
 * @returns {import('./client.mjs').KubeObject}
 */
export function pytorchInit(namespace) {
  const container = {
    name: 'init-pytorch',
    image: referenceOf('platform'),
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', WAIT, '{{.MasterAddr}}'],
    resources: {
      requests: { cpu: '20m', memory: '32Mi' },
      limits: { cpu: '1', memory: '128Mi' }
    }
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: PYTORCH_INIT_NAME, namespace },
    // YAML as it is JSON.
    data: { 'initContainer.yaml': JSON.stringify([container], null, 2) }
  };
}
