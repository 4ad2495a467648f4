import { nullTranslator } from '@jupyterlab/translation';
import { compile } from '@kubeflow-lab/compiler';
import { Signal } from '@lumino/signaling';
import { fireEvent, render, screen, within } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import { runItem, step } from '../../testing/runs';
import type { PipelineActions } from './actions';
import type { NotebookPipeline } from './model';
import { NotebookSection } from './section';

const trans = nullTranslator.load('kubeflow_lab');
const { graph } = compile({
  cells: [{ cell_type: 'code', id: 'a', source: 'x = 1', metadata: { tags: ['step:a'] } }]
});

const actions = {
  showCell: jest.fn(),
  editSettings: jest.fn(),
  editDefaults: jest.fn(),
  mendingOf: jest.fn(() => null) as jest.Mock,
  runHere: jest.fn(),
  preview: jest.fn(),
  schedule: jest.fn()
} satisfies PipelineActions;

/** The notebook in front as the section reads it. */
function pipelineOf(change: Partial<NotebookPipeline> = {}): NotebookPipeline {
  const panel = { context: { path: 'work/digits.ipynb', model: { dirty: false } } };
  const state = { panel, graph, run: null, activeStep: null, isPipeline: true, given: {} };
  const parameters = new Map<string, string>();
  const setParameter = (name: string, value: string) => parameters.set(name, value);
  const signals = { changed: new Signal({}), pointedChanged: new Signal({}), point: jest.fn() };
  const made = { ...state, ...signals, parameters, setParameter, pointed: null, ...change };
  return made as unknown as NotebookPipeline;
}

describe('a run that the server refuses', () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    const pipeline = pipelineOf();
    render(<NotebookSection {...{ pipeline, platform, actions, trans }} />);
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
    await eventually(() => expect(actions.showCell).toHaveBeenCalledWith('a'));
  });
});

describe('the step of the active cell', () => {
  const { graph: two } = compile({
    cells: [
      { cell_type: 'code', id: 'p', source: 'n = 3', metadata: { tags: ['parameters'] } },
      { cell_type: 'code', id: 'a', source: 'x = n', metadata: { tags: ['step:load'] } },
      {
        cell_type: 'code',
        id: 'b',
        source: 'print(x)',
        metadata: {
          tags: ['step:forest', 'limit:memory:2Gi'],
          kubeflow_lab: { retry: { limit: 2 }, timeoutSeconds: 90 }
        }
      }
    ]
  });
  const platform = new TestPlatform('http://127.0.0.1:1/');

  function show(change: Partial<NotebookPipeline>): HTMLElement {
    const pipeline = pipelineOf({ graph: two, activeStep: two.steps[1], ...change });
    render(<NotebookSection {...{ pipeline, platform, actions, trans }} />);
    return screen.getByRole('region', { name: 'Step forest' });
  }

  it('says what it takes and gets, and asks for its settings', () => {
    const section = show({});
    const facts = [...section.querySelectorAll('dl > div')].map(({ textContent }) => textContent);
    expect(facts).toEqual(['From loadx', 'Runsagain 2 times · for 90 s at most', 'Gets2Gi memory']);
    expect(within(section).queryByText('Run from here')).toBeNull();
    fireEvent.click(within(section).getByText('Settings…'));
    expect(actions.editSettings).toHaveBeenCalledWith(two.steps[1]);
    fireEvent.click(screen.getByText('All steps…'));
    expect(actions.editDefaults).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['Failed', false],
    ['Succeeded', false],
    ['Running', true]
  ] as const)('can be run from where the latest run is %s: disabled %s', (phase, disabled) => {
    const section = show({ run: runItem('train', { phase }) });
    expect(within(section).getByText<HTMLButtonElement>('Run from here').disabled).toBe(disabled);
  });

  it('runs again with what follows it, on the results of the latest run', async () => {
    const submit = jest.spyOn(platform.client, 'submit').mockResolvedValue(runItem('train-2'));
    fireEvent.click(within(show({ run: runItem('train') })).getByText('Run from here'));
    const reuse = { workflow: 'train', from: 'forest' };
    const body = { path: 'work/digits.ipynb', parameters: {}, reuse };
    await eventually(() => expect(submit).toHaveBeenCalledWith(body));
  });

  it('cannot be run from where no other step succeeded', () => {
    const run = runItem('train', { steps: [step('load', { phase: 'Failed' })] });
    const button = within(show({ run })).getByText<HTMLButtonElement>('Run from here');
    expect(button.title).toMatch(/^All steps would run again/);
  });
});

describe('the latest run', () => {
  const object = { plural: 'workflows', namespace: 'team-a', name: 'train' };

  function show(phase: 'Running' | 'Failed'): TestPlatform {
    const platform = new TestPlatform('http://127.0.0.1:1/');
    platform.actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
    const pipeline = pipelineOf({ run: runItem('train', { phase }) });
    render(<NotebookSection {...{ pipeline, platform, actions, trans }} />);
    return platform;
  }

  it('is stopped while it runs, or it is said why not', async () => {
    const { client } = show('Running');
    const act = jest.spyOn(client, 'act').mockRejectedValue(new Error('It has ended.'));
    fireEvent.click(screen.getByText('Stop'));
    expect((await screen.findByRole('alert')).textContent).toContain('It has ended.');
    expect(act).toHaveBeenCalledWith(object, 'stop');
  });

  it('is shown whole with one click', () => {
    const { actions: opened } = show('Failed');
    const line = screen.getByRole('region', { name: 'Latest run' });
    expect(line.textContent).toContain('2/4 steps');
    expect(within(line).queryByText('Stop')).toBeNull();
    fireEvent.click(within(line).getByText('train'));
    expect(opened!.open).toHaveBeenCalledWith(object);
  });
});

it('mends with one click what can be mended', async () => {
  const mend = jest.fn();
  actions.mendingOf.mockReturnValue({ label: 'Call it train', mend });
  const { graph: wrong } = compile({
    cells: [{ cell_type: 'code', id: 'a', source: 'x', metadata: { tags: ['step:Train'] } }]
  });
  const platform = new TestPlatform('http://127.0.0.1:1/');
  const pipeline = pipelineOf({ graph: wrong });
  render(<NotebookSection {...{ pipeline, platform, actions, trans }} />);
  fireEvent.click(screen.getAllByText('Call it train')[0]);
  expect(mend).toHaveBeenCalled();
});
