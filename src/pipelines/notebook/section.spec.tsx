import { nullTranslator } from '@jupyterlab/translation';
import { compile } from '@kubeflow-lab/compiler';
import { Signal } from '@lumino/signaling';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import type { NotebookPipeline } from './model';
import { NotebookSection } from './section';

const trans = nullTranslator.load('kubeflow_lab');
const { graph } = compile({
  cells: [{ cell_type: 'code', id: 'a', source: 'x = 1', metadata: { tags: ['step:a'] } }]
});

describe('a run that the server refuses', () => {
  let fixture: Fixture;
  const onCell = jest.fn();

  beforeEach(async () => {
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    const panel = { context: { path: 'work/digits.ipynb', model: { dirty: false } } };
    const state = { panel, graph, run: null, isPipeline: true, given: {}, parameters: new Map() };
    const pipeline = { ...state, changed: new Signal({}) } as unknown as NotebookPipeline;
    // As browsers have it.
    Element.prototype.scrollIntoView = jest.fn();
    render(<NotebookSection {...{ pipeline, platform, onCell, trans }} />);
  });

  afterEach(() => fixture.close());

  async function refusedWith(problem: object): Promise<HTMLElement> {
    fixture.refusal = { type: 'about:blank', title: 'T', status: 422, detail: 'D.', ...problem };
    fireEvent.click(screen.getByRole('button', { name: 'Run on cluster' }));
    return screen.findByRole('alert');
  }

  it('is told below the buttons, each sentence once', async () => {
    const errors = [
      { path: 'name', message: 'D.' },
      { path: 'image', message: 'Say which.' }
    ];
    const alert = await refusedWith({ errors });
    expect(alert.textContent).toBe('D.Say which.');
    expect(screen.getByRole('heading').textContent).toBe('digits.ipynb');
  });

  it('leads to the cells that the server found something in', async () => {
    const diagnostics = [
      { severity: 'error', code: 'syntax-error', message: 'No `x` here.', cell: 'a', line: 2 }
    ];
    await refusedWith({ diagnostics, errors: [{ path: 'notebook', message: 'No `x` here.' }] });
    fireEvent.click(screen.getByRole('button', { name: 'No x here. (line 2)' }));
    await eventually(() => expect(onCell).toHaveBeenCalledWith('a'));
  });
});
