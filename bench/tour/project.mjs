/** A project of the benchmark's own: through the platform as its owner, and by hand as the administrator. */
import { CoreV1Api, CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';

import { Visitor } from '../platform.mjs';
import { until } from '../until.mjs';
import { readySteps } from './by-hand.mjs';

const PROFILES = { group: 'kubeflow.org', version: 'v1', plural: 'profiles' };
/** Both sides are asked as often, so that the asking costs both the same; a busy machine may take its time. */
const OFTEN = { every: 100, patience: 600 };
const FAILED = ['Failed', 'Error'];
export const LABELS = { 'bench-tour': 'by-hand' };
const SELECTOR = 'bench-tour=by-hand';

export class Project {
  #visitor = new Visitor();

  /** @param {{origin: string, kubeconfig: string}} platform @param {string} name */
  constructor({ origin, kubeconfig }, name) {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    this.name = name;
    this.origin = origin;
    this.core = config.makeApiClient(CoreV1Api);
    this.objects = config.makeApiClient(CustomObjectsApi);
  }

  /** Makes the project, and waits until jobs and models can run in it. @param {{user: string, password: string}} owner */
  async make(owner) {
    await this.#visitor.signIn(this.origin, owner);
    await this.objects.createClusterCustomObject({
      ...PROFILES,
      body: {
        apiVersion: 'kubeflow.org/v1',
        kind: 'Profile',
        metadata: { name: this.name },
        spec: { owner: { kind: 'User', name: owner.user } }
      }
    });
    await until('The project', performance.now(), async () => {
      const { status } = await this.objects.getClusterCustomObject({
        ...PROFILES,
        name: this.name
      });
      const made = status?.conditions?.some(
        ({ type, status: is }) => type === 'BucketReady' && is === 'True'
      );
      return made && (await this.#fetch('GET', 'workflows')).status === 200;
    });
  }

  /** Deletes the project with all that is in it; it may take a while to be gone. */
  async remove() {
    await this.#fetch('DELETE', 'files/models?folder=true');
    await this.objects.deleteClusterCustomObject({ ...PROFILES, name: this.name });
  }

  #fetch(method, path, body) {
    return this.#visitor.fetch(`${this.origin}/api/namespaces/${this.name}/${path}`, {
      method,
      body
    });
  }

  /** Asks the platform for something of the project; throws where it is refused. */
  async asked(method, path, body) {
    const answer = await this.#fetch(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path} was refused: ${answer.status} ${answer.text}`);
    }
    return answer;
  }

  /** What proves to the platform who asks, as headers of a request. @returns {Record<string, string>} */
  headers() {
    return { Cookie: this.#visitor.cookie(this.origin), 'X-Kubeflow-Lab': '1' };
  }

  /** The images that the platform offers. @returns {Promise<Record<string, string[]>>} */
  async images() {
    const answer = await this.#visitor.fetch(`${this.origin}/api/settings`);
    return answer.json().images;
  }

  /**
   * Asks the platform for something, and waits until it says that it is there.
   * @param {string} plural @param {object} form with a name @param {(summary: any) => boolean} isThere
   * @returns {Promise<number>} seconds from the request
   */
  async viaPlatform(plural, form, isThere) {
    const path = `${plural}/${form.name}`;
    const begun = performance.now();
    await this.asked('POST', plural, form);
    return until(
      path,
      begun,
      async () => {
        const { summary } = (await this.asked('GET', path)).json();
        if (FAILED.includes(summary.phase)) {
          throw new Error(`${path} ended as ${summary.phase}: ${summary.message}`);
        }
        return isThere(summary);
      },
      OFTEN
    );
  }

  /** Takes something away, and waits until its pods are gone, which would slow the next ones down. */
  async take(plural, name) {
    await this.asked('DELETE', `${plural}/${name}`);
    await this.#withoutPods();
  }

  /** The pods that the project has now. */
  async pods() {
    return (await this.core.listNamespacedPod({ namespace: this.name })).items;
  }

  /**
   * Makes pods by hand, all at once, and waits for all of them.
   * @param {object[]} pods @param {(pod: import('@kubernetes/client-node').V1Pod) => boolean} isThere
   * @returns {Promise<number>} seconds from the first request
   */
  async byHand(pods, isThere = hasSucceeded) {
    const begun = performance.now();
    const steps = pods.map(pod => ({ name: pod.metadata.name, after: [], pod }));
    return this.#steps(steps, isThere, begun);
  }

  /**
   * Makes pods by hand, each when the one before it has succeeded.
   * @param {object[]} pods @returns {Promise<number>} seconds from the first request
   */
  async inTurn(pods) {
    const names = pods.map(pod => pod.metadata.name);
    const steps = pods.map((pod, index) => ({
      name: names[index],
      after: names.slice(Math.max(0, index - 1), index),
      pod
    }));
    return this.#steps(steps, hasSucceeded, performance.now());
  }

  /** Makes pods by hand, each when those before it have succeeded, as somebody would with a script. */
  async stepsByHand(steps) {
    const begun = performance.now();
    await Promise.all(
      steps.map(({ configMap }) =>
        this.core.createNamespacedConfigMap({ namespace: this.name, body: configMap })
      )
    );
    return this.#steps(steps, hasSucceeded, begun);
  }

  async #steps(steps, isThere, begun) {
    const started = new Set();
    const done = new Set();
    return until(
      'What was made by hand',
      begun,
      async () => {
        for (const { name, pod } of readySteps(steps, started, done)) {
          started.add(name);
          await this.core.createNamespacedPod({ namespace: this.name, body: pod });
        }
        const { items } = await this.core.listNamespacedPod({
          namespace: this.name,
          labelSelector: SELECTOR
        });
        for (const { name, pod } of steps) {
          const found = items.find(item => item.metadata.name === pod.metadata.name);
          if (found?.status.phase === 'Failed') {
            throw new Error(`Pod ${found.metadata.name}, made by hand, has failed.`);
          }
          if (found !== undefined && isThere(found)) {
            done.add(name);
          }
        }
        return done.size === steps.length;
      },
      OFTEN
    );
  }

  /** Takes away what was made by hand. */
  async clear() {
    const all = { namespace: this.name, labelSelector: SELECTOR };
    await this.core.deleteCollectionNamespacedPod(all);
    await this.core.deleteCollectionNamespacedConfigMap(all);
    await this.#withoutPods(SELECTOR);
  }

  async #withoutPods(labelSelector) {
    await until('The end of the pods', performance.now(), async () => {
      const { items } = await this.core.listNamespacedPod({ namespace: this.name, labelSelector });
      return items.length === 0;
    });
  }
}

const hasSucceeded = pod => pod.status.phase === 'Succeeded';

export const isReady = pod =>
  (pod.status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
