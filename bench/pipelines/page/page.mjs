/* global Worker, document, requestAnimationFrame */
/** The page of the drawing's figures: the extension's own parts, with nobody behind them. Scenes are called from outside. */
import { nullTranslator } from '@jupyterlab/translation';
import { emptyFeed, keyOf, reduce } from '@kubeflow-lab/live';
import { Signal } from '@lumino/signaling';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

import { markCells } from '../../../src/cells/marks';
import { ItemLog } from '../../../src/components';
import { Layouter } from '../../../src/graph';
import { NotebookPipeline } from '../../../src/pipelines/notebook/model';
import { RunPicture } from '../../../src/pipelines/picture';
import { notebookOf, runOf } from './samples.mjs';

const trans = nullTranslator.load('kubeflow_lab');

/** The stream's client, which is told by the scenes what comes. */
class Told {
  subscribe(topic, listener) {
    this.listeners.set(keyOf(topic), listener);
    return { dispose: () => this.listeners.delete(keyOf(topic)) };
  }

  tell(topic, event) {
    const key = keyOf(topic);
    const feed = reduce(this.feeds.get(key) ?? emptyFeed, event);
    this.feeds.set(key, feed);
    this.listeners.get(key)?.(feed);
  }

  listeners = new Map();
  feeds = new Map();
}

const platform = {
  live: new Told(),
  layouter: new Layouter(() => new Worker('/worker.js')),
  trans,
  actions: null
};
const place = document.getElementById('page');
const root = createRoot(place);

/** Resolves after the frame in which what was changed before is seen. */
function painted() {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Resolves when something is so. */
async function until(isSo) {
  while (!isSo()) {
    await painted();
  }
}

/** Draws a run; answers the milliseconds until all of its steps are seen. */
async function drawGraph(count) {
  const begun = performance.now();
  const item = runOf(count, 'Running');
  root.render(createElement(RunPicture, { item, platform, trans, gone: false }));
  await until(() => place.querySelectorAll('[data-node]').length === count);
  await painted();
  return performance.now() - begun;
}

/** A notebook with so many steps, drawn on its cells and followed. Answers the milliseconds from each event to its paint. */
async function followRun(steps, events) {
  const topic = { resource: 'workflows', namespace: 'team' };
  const pipeline = await openNotebook(steps);
  markCells(pipeline, trans);
  const samples = [];
  for (let index = 0; index < events; index += 1) {
    const item = runOf(steps, index % 2 === 0 ? 'Running' : 'Succeeded');
    const state = item.summary.steps[0].phase;
    const cells = place.querySelectorAll('[data-kfl-step]');
    const begun = performance.now();
    platform.live.tell(
      topic,
      index === 0 ? { type: 'snapshot', items: [item] } : { type: 'changed', item }
    );
    await until(() => [...cells].every(cell => cell.dataset.kflStep.includes(state)));
    await painted();
    samples.push(performance.now() - begun);
  }
  return samples;
}

/** The least of a notebook in front that the pipeline follows. */
async function openNotebook(steps) {
  const notebook = notebookOf(steps);
  place.replaceChildren(
    ...notebook.cells.map(({ id }) =>
      Object.assign(document.createElement('div'), { id, className: 'jp-Cell' })
    )
  );
  const owner = {};
  const signal = () => new Signal(owner);
  const panel = {
    isDisposed: false,
    context: {
      path: 'bench.ipynb',
      ready: Promise.resolve(),
      model: { contentChanged: signal(), toJSON: () => notebook }
    },
    content: {
      activeCell: null,
      widgets: notebook.cells.map(({ id }) => ({
        model: { id },
        node: document.getElementById(id)
      }))
    }
  };
  const notebooks = {
    currentWidget: panel,
    currentChanged: signal(),
    activeCellChanged: signal()
  };
  const connection = {
    changed: signal(),
    current: { state: 'connected', namespace: 'team' }
  };
  const pipeline = new NotebookPipeline(notebooks, platform, connection);
  await until(() => pipeline.isPipeline);
  return pipeline;
}

/** A log of so many lines a second, for so many seconds; answers how many came. */
async function streamLog(rate, seconds) {
  const object = { plural: 'workflows', namespace: 'team', name: 'run' };
  const topic = { resource: 'logs', kind: 'workflows', namespace: 'team', name: 'run' };
  const parts = [0, 1, 2].map(index => ({ name: `run-${index}`, label: `step-${index}` }));
  root.render(
    createElement(
      'div',
      { className: 'scene' },
      createElement(ItemLog, { live: platform.live, object, parts, trans })
    )
  );
  await painted();
  const begun = performance.now();
  let sent = 0;
  platform.live.tell(topic, { type: 'snapshot', lines: [] });
  await new Promise(resolve => {
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * rate);
      const lines = Array.from({ length: Math.min(due, rate * seconds) - sent }, (_, index) => ({
        sequence: sent + index + 1,
        replica: `run-${(sent + index) % 3}`,
        time: '2026-11-22T08:00:00Z',
        text: `epoch ${sent + index}: loss=0.${sent + index} accuracy=0.97 of a line that is as long as lines are`
      }));
      sent += lines.length;
      platform.live.tell(topic, { type: 'lines', lines });
      if (sent >= rate * seconds) {
        clearInterval(timer);
        resolve();
      }
    }, 20);
  });
  await until(() => place.textContent.includes(`epoch ${sent - 1}:`));
  return sent;
}

globalThis.scenes = { drawGraph, followRun, streamLog };
