/** What a browser does with the web app: its first load, a long table, and many tabs of one person. */
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { chromium } from '@playwright/test';

import { CATEGORIES, workTasks } from '../pipelines/trace.mjs';
import { figure, median, quantile } from '../report.mjs';
import { PROJECT } from './load.mjs';

const dist = fileURLToPath(new URL('../../spawner/dist', import.meta.url));
const LOADS = 5;
const TABS = 8;
const SCROLLS = 40;
const BROWSER = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
};

/**
 * @param {Awaited<ReturnType<typeof import('./process.mjs').startServer>>} server
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureBrowser(server) {
  const browser = await chromium.launch(BROWSER);
  try {
    const cookie = await server.signIn(0);
    const [name, value] = cookie.split('=');
    const person = async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([{ name, value, url: server.origin }]);
      return context;
    };
    const first = await firstLoad(server, person);
    const context = await person();
    const scrolling = await scroll(browser, server, context);
    const streams = await tabs(server, context);
    return [...first, ...scrolling, ...streams];
  } finally {
    await browser.close();
  }
}

/** What is fetched and how long it takes until the first page, of an empty form, can be used; nothing is cached. */
async function firstLoad({ origin }, person) {
  const times = [];
  let files = new Set();
  for (let load = 0; load < LOADS; load += 1) {
    const context = await person();
    const page = await context.newPage();
    files = new Set();
    page.on('response', response => files.add(new URL(response.url()).pathname));
    const begun = performance.now();
    await page.goto(`${origin}/projects/${PROJECT}/volumes`);
    await page.getByText('No volumes yet').waitFor();
    times.push(performance.now() - begun);
    await context.close();
  }
  const assets = await readdir(`${dist}/assets`);
  const loaded = assets.filter(file => files.has(`/assets/${file}`));
  const texts = await Promise.all(
    ['index.html', ...loaded.map(file => `assets/${file}`)].map(file => readFile(`${dist}/${file}`))
  );
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  return [
    figure('first_load_gzip', bytes / 1000, 'kB', 150),
    figure('first_load_usable', median(times), 'ms', 1000)
  ];
}

/** The whole table is drawn, then moved through from end to end. */
async function scroll(browser, { origin }, context) {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const begun = performance.now();
  await page.goto(`${origin}/projects/${PROJECT}`);
  await page.getByRole('row').nth(1).waitFor();
  const drawn = performance.now() - begun;
  await page.mouse.move(700, 500);
  await browser.startTracing(page, { categories: CATEGORIES });
  for (let count = 0; count < SCROLLS; count += 1) {
    await page.mouse.wheel(0, count % 10 === 9 ? -20_000 : 4_000);
    await sleep(50);
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await page.close();
  const tasks = workTasks(traceEvents);
  return [
    figure('table_first_row', drawn, 'ms'),
    figure('table_scroll_task_p95', tasks.length === 0 ? 0 : quantile(tasks, 0.95), 'ms', 16),
    figure('table_scroll_task_longest', Math.max(0, ...tasks), 'ms')
  ];
}

/** Tabs of one browser share what they read. */
async function tabs(server, context) {
  const before = await server.openStreams();
  for (let tab = 0; tab < TABS; tab += 1) {
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.origin}/projects/${PROJECT}`);
    await page.getByRole('row').nth(1).waitFor();
  }
  return [figure(`streams_of_${TABS}_tabs`, (await server.openStreams()) - before, 'streams', 1)];
}
