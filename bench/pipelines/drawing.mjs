/**
 * What the pictures of a pipeline cost the browser: the extension's own parts in a page of their own, in a headless Chromium,
 * with nobody behind them.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { chromium } from '@playwright/test';
import { build } from 'esbuild';

import { figure, median, quantile } from '../report.mjs';
import { CATEGORIES, workTasks } from './trace.mjs';

const at = path => new URL(path, import.meta.url).pathname;
const STYLES = ['base', 'state', 'graph', 'run', 'log', 'replicas', 'cells', 'pipeline'];
/** JupyterLab's variables that decide how much room something takes. */
const VARIABLES = `:root { --jp-ui-font-size0: 11px; --jp-ui-font-size1: 13px; --jp-ui-font-size2: 15px;
  --jp-code-font-size: 13px; --jp-code-font-family: monospace; --jp-ui-font-family: sans-serif;
  --jp-ui-font-color1: #111; --jp-ui-font-color2: #555; --jp-layout-color0: #fff; --jp-layout-color1: #fff;
  --jp-border-color0: #999; --jp-border-color1: #bbb; --jp-border-color2: #ddd; }
  html, body, #page, .scene { height: 100%; margin: 0; font: 13px sans-serif; }
  .scene { display: flex; flex-direction: column; }
  .kfl-Run .kfl-Graph { height: 560px; }`;

/** @returns {Promise<Map<string, {type: string, body: string}>>} what the page is made of, by its path */
async function bundlePage() {
  const { outputFiles } = await build({
    entryPoints: { page: at('page/page.mjs'), worker: at('../../src/graph/worker.ts') },
    bundle: true,
    write: false,
    minify: true,
    outdir: '/',
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
    loader: { '.svg': 'text', '.css': 'empty' },
    // The runtimes of JupyterLab's own packages are not asked for.
    logLevel: 'error'
  });
  // Each of them by itself: their door brings those of packages.
  const style = STYLES.map(name => readFileSync(at(`../../style/${name}.css`), 'utf8'))
    .join('\n')
    .replace(/@import[^;]*;/g, '');
  const html = `<!doctype html><meta charset="utf-8"><style>${VARIABLES}${style}</style>
    <div id="page"></div><script src="/page.js"></script>`;
  return new Map([
    ['/', { type: 'text/html', body: html }],
    ...outputFiles.map(({ path, text }) => [path, { type: 'text/javascript', body: text }])
  ]);
}

/** @param {Map<string, {type: string, body: string}>} files @returns {Promise<{address: string, close: () => void}>} */
async function serve(files) {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** Calls a scene in a page of its own. */
async function inPage(browser, address, act) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  try {
    // On a machine with other work a large graph takes its time.
    page.setDefaultTimeout(120_000);
    await page.goto(address);
    return await act(page);
  } finally {
    await page.close();
  }
}

async function traced(browser, page, act) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return workTasks(traceEvents);
}

const drawGraph = count => page => page.evaluate(size => globalThis.scenes.drawGraph(size), count);

/** Drags a large graph to and fro, and zooms it; the milliseconds of the page's tasks meanwhile. */
async function moveGraph(browser, page) {
  await drawGraph(1000)(page);
  const box = await page.locator('.kfl-Graph').boundingBox();
  const [x, y] = [box.x + 20, box.y + 20];
  return traced(browser, page, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 500, y + 300, { steps: 60 });
    await page.mouse.move(x, y, { steps: 60 });
    await page.mouse.up();
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, turn < 30 ? -40 : 40);
    }
    await page.keyboard.up('Control');
  });
}

/**
 * @param {number} runs
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureDrawing(runs, note) {
  note('bundling the page');
  const { address, close } = await serve(await bundlePage());
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  });
  const here = act => inPage(browser, address, act);
  try {
    const graphs = { 200: [], 1000: [] };
    for (let round = 0; round < runs; round += 1) {
      graphs[200].push(await here(drawGraph(200)));
      graphs[1000].push(await here(drawGraph(1000)));
    }
    note(`graphs: ${JSON.stringify(graphs)}`);
    const moved = await here(page => moveGraph(browser, page));
    note(`${moved.length} tasks while a graph was moved`);
    const events = await here(page => page.evaluate(() => globalThis.scenes.followRun(100, 60)));
    const log = await here(page =>
      traced(browser, page, () => page.evaluate(() => globalThis.scenes.streamLog(10_000, 5)))
    );
    return [
      figure('graph_200_ms', median(graphs[200]), 'ms', 500),
      figure('graph_1000_ms', median(graphs[1000]), 'ms', 3000),
      figure('pan_p95_task_ms', quantile(moved, 0.95), 'ms', 16),
      figure('event_to_paint_p95_ms', quantile(events, 0.95), 'ms', 200),
      figure('log_10000_lines_longest_task_ms', Math.max(...log), 'ms', 100)
    ];
  } finally {
    await browser.close();
    close();
  }
}
