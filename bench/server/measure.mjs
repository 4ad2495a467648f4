import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { installController, processUsage } from '@kubeflow-lab/controller/harness';
import { CUSTOM_RESOURCE_DEFINITION, createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';
import { parse } from 'yaml';

import { figure, quantile } from '../report.mjs';
import { measureBrowser } from './browser.mjs';
import { PROJECT, addNotebooks, makePeople, makeProject } from './load.mjs';
import { startServer } from './process.mjs';
import { measureStreams } from './streams.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LISTS = 100;
const MEGABYTE = 2 ** 20;

/**
 * @param {{kubeconfig: string}} cluster @param {{notebooks: number, users: number}} numbers
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureOn({ kubeconfig }, { notebooks, users }, note) {
  const admin = createKubeClient(loadKubeConfig(kubeconfig));
  await installController(admin, root);
  // The server is not ready before each kind of our own is there.
  const tensorboards = `${root}/schema/crd/tensorboard.kubeflow.org_tensorboards.yaml`;
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, parse(await readFile(tensorboards, 'utf8')));
  await makeProject(admin, users);
  await makePeople(admin, users);
  const server = await startServer(kubeconfig);
  try {
    const figures = [];
    let there = 0;
    for (const number of steps(notebooks)) {
      note(`${number} notebooks`);
      await addNotebooks(admin, there, number);
      there = number;
      figures.push(...(await listFigures(admin, server, number, number === notebooks)));
    }
    note(`${users} event streams`);
    figures.push(...(await measureStreams(admin, server, { notebooks, users })));
    const { rssMiB } = await processUsage(server.pid);
    figures.push(figure('server_rss', rssMiB, 'MiB', 250));
    note('a browser');
    figures.push(...(await measureBrowser(server)));
    return figures;
  } finally {
    await server.stop();
  }
}

/** 200, 1,000 and 2,000 as far as they are less than the number, and the number. */
function steps(number) {
  return [...[200, 1000, 2000].filter(step => step < number), number];
}

/** The list, cold (the server was just started) and warm, and what warm ones ask of the API server. */
async function listFigures(admin, server, number, last) {
  await server.restart();
  const cookie = await server.signIn(0);
  const ask = () => server.timed(`/api/namespaces/${PROJECT}/notebooks`, cookie);
  const cold = await ask();
  if (JSON.parse(cold.text).items.length !== number) {
    throw new Error(`The list has ${JSON.parse(cold.text).items.length} servers, not ${number}.`);
  }
  const before = await requestsOf(admin);
  const samples = [];
  for (let count = 0; count < LISTS; count += 1) {
    samples.push((await ask()).milliseconds);
  }
  const calls = (await requestsOf(admin)) - before;
  const p95 = quantile(samples, 0.95);
  return [
    figure(`list_p95_${number}`, p95, 'ms', last ? 50 : null),
    figure(`list_cold_${number}`, cold.milliseconds, 'ms'),
    figure(`list_size_${number}`, cold.text.length / MEGABYTE, 'MiB'),
    ...(last ? [figure('list_api_calls', calls, `requests in ${LISTS} lists`, 0)] : [])
  ];
}

/** How often the API server was asked so far for what a list is made of; nobody else asks for these here. */
async function requestsOf(admin) {
  const metrics = await admin.raw('/metrics');
  return metrics
    .split('\n')
    .filter(
      line =>
        line.startsWith('apiserver_request_total{') &&
        /resource="(notebooks|subjectaccessreviews)"/.test(line) &&
        !/verb="WATCH"/.test(line)
    )
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
