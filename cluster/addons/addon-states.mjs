import { setTimeout as sleep } from 'node:timers/promises';

import { messageOf } from '../errors.mjs';

/** The API server may be away for a moment; a state that stays "installing" for that would be wrong for ever. */
const RETRY = { attempts: 15, pause: 2000 };

/**
 * @typedef {'installing' | 'ready' | 'failed'} State
 * @typedef {{ name: string, state: State, message: string }} AddonState
 * @typedef {import('../steps/graph.mjs').Step} Step
 */

/**
 * How far the things are that are installed behind the platform's address, for the server to show:
 * ConfigMap `kubeflow-lab/kubeflow-lab-addons`, key `addons.json`.
 */
export class AddonStates {
  /** @type {Map<string, AddonState>} */
  #states = new Map();
  /** @type {Pick<import('./client.mjs').Client, 'apply'> | undefined} */
  #client;
  /** @type {Promise<void> | undefined} */
  #writing;
  #written = '';
  #log;
  #retry;

  /**
   * @param {object} [options]
   * @param {(line: string) => void} [options.log] gets what keeps states from being written
   * @param {{ attempts: number, pause: number }} [options.retry] `pause` in milliseconds
   */
  constructor({ log = () => undefined, retry = RETRY } = {}) {
    this.#log = log;
    this.#retry = retry;
  }

  /**
   * Says how something is. It is written as soon as there is a cluster to write to.
   * @param {string} name
   * @param {State} state
   * @param {string} message one sentence; '' when all is well
   */
  set(name, state, message) {
    this.#states.set(name, { name, state, message });
    this.#write();
  }

  /**
   * From now on, states are written to a cluster, in which the platform's namespace must be.
   * @param {Pick<import('./client.mjs').Client, 'apply'>} client
   */
  connect(client) {
    this.#client = client;
    this.#write();
  }

  /**
   * Ends when everything that was said is written, or was tried often enough.
   * @returns {Promise<void>}
   */
  async settled() {
    await this.#writing;
  }

  #write() {
    const client = this.#client;
    if (client && !this.#writing) {
      this.#writing = this.#writeAll(client).finally(() => {
        this.#writing = undefined;
      });
    }
  }

  /**
   * Writes one version after the other, until the newest is written.
   * @param {Pick<import('./client.mjs').Client, 'apply'>} client
   */
  async #writeAll(client) {
    for (let left = this.#retry.attempts; left > 0;) {
      const text = JSON.stringify([...this.#states.values()]);
      if (text === this.#written) {
        return;
      }
      try {
        await client.apply([configMap(text)]);
        this.#written = text;
      } catch (error) {
        left -= 1;
        this.#log(`The states of what is being installed cannot be written: ${messageOf(error)}`);
        await sleep(this.#retry.pause);
      }
    }
  }
}

/**
 * @param {string} text
 */
function configMap(text) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kubeflow-lab-addons', namespace: 'kubeflow-lab' },
    data: { 'addons.json': text }
  };
}

/**
 * Lets steps say how far they are: installing while one of them runs, ready after the last, failed with
 * the reason when one fails.
 * @param {Step[]} steps what is installed by them together, in order
 * @param {{ name: string, title: string }} addon
 * @param {AddonStates} states
 * @returns {Step[]}
 */
export function announced(steps, { name, title }, states) {
  const last = steps.at(-1);
  states.set(name, 'installing', `Waiting to install ${title}.`);
  return steps.map(step => ({
    ...step,
    async run(context) {
      states.set(name, 'installing', `${step.title} …`);
      try {
        const result = await step.run(context);
        if (step === last) {
          states.set(name, 'ready', '');
        }
        return result;
      } catch (error) {
        states.set(name, 'failed', messageOf(error));
        throw error;
      }
    }
  }));
}
