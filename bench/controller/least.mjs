/**
 * The least that a controller of notebooks has to do, to compare ours with: it hears of every change that ours hears of,
 * makes three children for a new notebook and writes one status when its pod is ready. It holds nothing, checks nothing,
 * and survives nothing.
 *
 * `node least.mjs KUBECONFIG FILE`; the file holds `{children, status}` as JSON: `readChildren`'s templates and the status.
 * It says `watching` when it is at work, and ends at SIGTERM.
 */
import { readFile } from 'node:fs/promises';

import { NOTEBOOK, POD, createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL } from '@kubeflow-lab/resources';

import { CHILD_KINDS, childAt } from './load.mjs';
import { isReady } from './watching.mjs';

/** So many notebooks are worked on at once, as by our controller. */
const LANES = 6;
/** Longer than any measurement. */
const timeoutSeconds = 3600;

const [kubeconfig, file] = process.argv.slice(2);
const { children, status } = JSON.parse(await readFile(file, 'utf8'));
const client = createKubeClient(loadKubeConfig(kubeconfig));

/** @param {{metadata: {namespace: string, name: string, uid: string}}} notebook */
async function makeChildren({ metadata: { namespace, name, uid } }) {
  const owner = { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', name, uid, controller: true };
  for (const [index, kind] of CHILD_KINDS.entries()) {
    const child = childAt({ namespace, name }, children[index]);
    child.metadata.ownerReferences = [owner];
    await client.create(kind, child, { strict: true });
  }
}

async function watchNotebooks() {
  const lanes = Array.from({ length: LANES }, () => Promise.resolve());
  let number = 0;
  for await (const { type, object } of client.watch(NOTEBOOK, { timeoutSeconds })) {
    if (type === 'ADDED') {
      const lane = number % LANES;
      lanes[lane] = lanes[lane].then(() => makeChildren(object));
      number += 1;
    }
  }
}

async function watchPods() {
  const told = new Set();
  for await (const { type, object } of client.watch(POD, {
    labelSelector: NOTEBOOK_NAME_LABEL,
    timeoutSeconds
  })) {
    const { namespace, uid, labels } = object.metadata;
    if (type === 'MODIFIED' && isReady(object) && !told.has(uid)) {
      told.add(uid);
      const key = { namespace, name: labels[NOTEBOOK_NAME_LABEL] };
      // A failure ends this process, and with it the run.
      void client.mergePatch(NOTEBOOK, key, { status }, { subresource: 'status' });
    }
  }
}

async function hear(kind) {
  const events = client.watch(kind, { timeoutSeconds })[Symbol.asyncIterator]();
  while (!(await events.next()).done);
}

void Promise.all([watchNotebooks(), watchPods(), ...CHILD_KINDS.map(hear)]);
process.stdout.write('watching\n');
