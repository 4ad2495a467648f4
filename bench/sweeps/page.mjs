/* global document, requestAnimationFrame, window */
/** The pictures of a sweep in a page of their own; `window.show(trials, parameters)` draws one. */
import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';

import SweepBoard from '../../src/sweeps/board';
import { sweepOf } from './made-up.mjs';

const trans = nullTranslator.load('kubeflow_lab');

/**
 * Draws a sweep and answers after how many milliseconds all of its pictures are painted.
 * @param {number} trials @param {number} parameters @returns {Promise<number>}
 */
window.show = async (trials, parameters) => {
  const summary = sweepOf(trials, parameters);
  const root = createRoot(document.querySelector('#page'));
  const began = performance.now();
  flushSync(() =>
    root.render(
      React.createElement(
        'div',
        { className: 'kfl-Sweep' },
        React.createElement(SweepBoard, {
          summary,
          name: 'made-up',
          brief: false,
          chosen: null,
          onChoose: () => undefined,
          onFilter: () => undefined,
          trans
        })
      )
    )
  );
  while (!isPainted()) {
    await new Promise(resolve => requestAnimationFrame(resolve));
  }
  return performance.now() - began;
};

/** Whether every picture has been painted, on a page where none is empty. */
function isPainted() {
  return [...document.querySelectorAll('canvas')].every(
    canvas => canvas.height !== 150 && canvas.width > 0
  );
}
