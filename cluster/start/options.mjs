import { parseArgs } from 'node:util';

import { ClearError } from '../errors.mjs';
import { DEFAULT_NAME } from '../node/state.mjs';

export const USAGE = `npm start [-- OPTIONS]     brings kubeflow-lab up on an embedded cluster, and ends it with Ctrl-C

  --port PORT        loopback port of the address (8080)
  --detach           leaves it running when everything is installed; \`npm stop\` ends it
  --trainer          installs Kubeflow Trainer and JobSet, too, which run TrainJobs (minutes the first time)
  --new-passwords    gives the local accounts new passwords and shows them
  --name NAME        another cluster beside the usual one
  --throwaway        data need not survive a power cut (faster; for tests)
  --wait-all         fails when something that follows behind the address cannot be installed
  --json FILE        writes address, accounts and kubeconfig to a file that only you can read
`;

/**
 * @typedef {object} StartOptions
 * @property {string} name
 * @property {number} port
 * @property {boolean} detach
 * @property {boolean} newPasswords
 * @property {boolean} trainer
 * @property {boolean} throwaway
 * @property {boolean} waitAll
 * @property {string | undefined} json
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {StartOptions}
 * @throws {ClearError} with one sentence
 */
export function parseStartOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string', default: DEFAULT_NAME },
      port: { type: 'string', default: '8080' },
      detach: { type: 'boolean', default: false },
      'new-passwords': { type: 'boolean', default: false },
      trainer: { type: 'boolean', default: false },
      throwaway: { type: 'boolean', default: false },
      'wait-all': { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false }
    }
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port < 1 || port > 65535) {
    throw new ClearError(
      `"${values.port}" is not a port: use --port with a number from 1 to 65535.`
    );
  }
  return {
    name: values.name,
    port,
    detach: values.detach,
    newPasswords: values['new-passwords'],
    throwaway: values.throwaway,
    trainer: values.trainer,
    waitAll: values['wait-all'],
    json: values.json,
    help: values.help
  };
}
