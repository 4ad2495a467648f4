/** What the pictures of a sweep cost the browser, in a page of their own, in a headless Chromium. */
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

import { chromium } from '@playwright/test';
import { build } from 'esbuild';

import { CATEGORIES, workTasks } from '../pipelines/trace.mjs';
import { figure, median, quantile } from '../report.mjs';

const at = path => new URL(path, import.meta.url).pathname;
const TRIALS = 2000;
const PARAMETERS = 10;
const KIB = 1024;
/** JupyterLab's variables that the pictures read. */
const VARIABLES = {
  light: `--jp-ui-font-color1: rgba(0,0,0,.87); --jp-ui-font-color2: rgba(0,0,0,.54); --jp-layout-color1: #fff;
    --jp-layout-color2: #eee; --jp-border-color1: #bdbdbd; --jp-border-color2: #e0e0e0; --jp-border-color3: #eee;
    --jp-brand-color1: #1976d2; --jp-success-color1: #388e3c; --jp-warn-color1: #f57c00;`,
  dark: `--jp-ui-font-color1: #fff; --jp-ui-font-color2: rgba(255,255,255,.7); --jp-layout-color1: #212121;
    --jp-layout-color2: #424242; --jp-border-color1: #616161; --jp-border-color2: #424242; --jp-border-color3: #212121;
    --jp-brand-color1: #2196f3; --jp-success-color1: #4caf50; --jp-warn-color1: #ff9800;`
};

const bundling = {
  bundle: true,
  write: false,
  minify: true,
  format: /** @type {const} */ ('esm'),
  target: 'es2022',
  jsx: /** @type {const} */ ('transform'),
  define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
  loader: /** @type {const} */ ({ '.svg': 'text', '.css': 'empty' }),
  logLevel: /** @type {const} */ ('error')
};

/** @param {'light' | 'dark'} theme @returns {Promise<{address: string, close: () => void}>} */
export async function servePage(theme) {
  const { outputFiles } = await build({ ...bundling, entryPoints: [at('page.mjs')] });
  const style = await build({
    stdin: {
      contents: ['controls', 'sweep'].map(name => `@import './${name}.css';`).join('\n'),
      loader: 'css',
      resolveDir: at('../../style')
    },
    bundle: true,
    write: false
  });
  const html = `<!doctype html><meta charset="utf-8"><style>:root { ${VARIABLES[theme]} --jp-ui-font-size0: 11px;
    --jp-ui-font-size1: 13px; } body { margin: 0; font: 13px sans-serif; color: var(--jp-ui-font-color1);
    background: var(--jp-layout-color1); } ${style.outputFiles[0].text}</style>
    <div id="page"></div><script type="module" src="/page.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? outputFiles[0].text : html);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** KiB of what is loaded when the pictures of a sweep are first shown, compressed; without what JupyterLab has. */
async function codeSize() {
  const { outputFiles } = await build({
    ...bundling,
    entryPoints: [at('../../src/sweeps/board.tsx')],
    external: ['react', 'react-dom', '@jupyterlab/*', '@lumino/*']
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length / KIB;
}

/** The milliseconds of the page's tasks while `act` goes on. */
async function tasksDuring(page, browser, act) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return workTasks(traceEvents);
}

/** Chooses along an axis of the parallel coordinates, then over the history. */
async function brush(page) {
  const parallel = await page
    .getByRole('img', { name: 'Parallel coordinates of the trials' })
    .boundingBox();
  const history = await page
    .getByRole('img', { name: 'accuracy of each trial', exact: true })
    .boundingBox();
  for (const [x, y, right, down] of [
    [parallel.x + 52, parallel.y + 60, 0, 120],
    [history.x + 80, history.y + 40, 200, 60]
  ]) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + right, y + down, { steps: 40 });
    await page.mouse.up();
  }
}

/**
 * @param {number} runs @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measurePictures(runs, note) {
  note('bundling the page');
  const { address, close } = await servePage('light');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  });
  try {
    const drawn = [];
    const tasks = [];
    for (let round = 0; round < runs; round += 1) {
      const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
      await page.goto(address);
      drawn.push(await page.evaluate(([a, b]) => globalThis.show(a, b), [TRIALS, PARAMETERS]));
      tasks.push(...(await tasksDuring(page, browser, () => brush(page))));
      await page.close();
    }
    note(`first drawn after ${drawn.map(Math.round).join(', ')} ms; ${tasks.length} tasks`);
    return [
      figure('pictures_2000_trials_ms', median(drawn), 'ms', 500),
      figure('brushing_task_p95', quantile(tasks, 0.95), 'ms', 33),
      figure('picture_code', await codeSize(), 'KiB', 60)
    ];
  } finally {
    await browser.close();
    close();
  }
}
