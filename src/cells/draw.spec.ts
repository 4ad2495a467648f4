import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import { within } from '@testing-library/react';

import { drawMarks } from './draw';
import type { Mark } from './marks';

const trans = nullTranslator.load('kubeflow_lab');
const node = document.createElement('div');
const panel = { content: { widgets: [{ model: { id: 'a' }, node }] } } as unknown as NotebookPanel;

const problem: Diagnostic = {
  severity: 'error',
  code: 'unknown-step',
  message: '`a` is to run after `<b>`.',
  cell: 'a',
  line: 3
};

function draw(mark: Mark | null, mend?: () => void): void {
  const marks = new Map(mark ? [['a', mark]] : []);
  drawMarks(panel, marks, () => (mend ? { label: 'Do not wait', mend } : null), trans);
}

afterEach(() => draw(null));

it('says at a cell what it is and how it does, and leaves nothing behind', () => {
  draw({ step: 'a', state: 'Failed', time: '5 s', tone: 'bad', error: '\u001b[31mwhy' });
  expect({ ...node.dataset }).toEqual({ kflStep: 'a · Failed', kflTime: ' · 5 s', kflTone: 'bad' });
  expect(node.textContent).toBe('why');
  draw({ part: 'In every step', hue: 1 });
  expect({ ...node.dataset }).toEqual({ kflPart: 'In every step', kflHue: '1' });
  draw(null);
  expect([{ ...node.dataset }, node.textContent]).toEqual([{}, '']);
});

it('says below a cell what is wrong with it, as text, and mends it with one click', () => {
  const mend = jest.fn();
  draw({ step: 'a', problems: [problem] }, mend);
  const list = within(node).getByRole('list', { name: 'Problems of the cell' });
  expect(list.textContent).toBe('Line 3: a is to run after <b>.Do not wait');
  within(list).getByRole('button', { name: 'Do not wait' }).click();
  expect(mend).toHaveBeenCalledTimes(1);
});

it('keeps a list that says the same, in which somebody may be; and makes it anew where it can be mended now', () => {
  draw({ step: 'a', problems: [problem] });
  const before = node.querySelector('ul');
  draw({ step: 'a', state: 'Problem', problems: [{ ...problem }] });
  expect(node.querySelector('ul')).toBe(before);
  draw({ step: 'a', problems: [problem] }, jest.fn());
  expect(node.querySelectorAll('ul')).toHaveLength(1);
  expect(node.querySelector('button')).not.toBeNull();
});
