import { nullTranslator } from '@jupyterlab/translation';
import type { Item, ExperimentSummary } from '@kubeflow-lab/schema';
import { fireEvent, render, screen, within } from '@testing-library/react';
import fc from 'fast-check';

import { TestPlatform } from '../testing/platform';
import { runItem, step } from '../testing/runs';
import { sweepItem, trial } from '../testing/sweeps';
import { withValues } from './apply';
import { sweepCard } from './card';
import { finalTraining } from './final';
import { type BestValueActions, sweepActions, sweepKind } from './kinds';
import { SweepPicture } from './picture';
import { TrialTable } from './table';
import { csvOf, metricNames, objectiveOf, sortTrials } from './trials';

const trans = nullTranslator.load('kubeflow_lab');
const { summary } = sweepItem();

describe('the trials of a sweep', () => {
  it('have a value of the objective where it is a number that can be drawn', () => {
    const odd = ['nan', 'inf', '', '-1e-3'].map((value, index) => trial(String(index), value, {}));
    expect(odd.map(one => objectiveOf(one, summary))).toEqual([null, null, null, -0.001]);
  });

  it.each([
    ['lr', false, 'acb'],
    ['lr', true, 'bca'],
    ['accuracy', true, 'bac'],
    ['optimizer', false, 'cba'],
    ['trial', true, 'cba'],
    ['state', false, 'cab']
  ])('are sorted by %s (descending: %s) as %s', (column, descending, order) => {
    const sorted = sortTrials(summary, { column, descending });
    expect(sorted.map(({ name }) => name).join('')).toBe(order);
  });

  it('are exported so that a spreadsheet neither splits nor runs what stands in them', () => {
    const trials = [...summary.trials, trial('d,"x"', '1', { lr: '-0.5', optimizer: '-cmd' })];
    expect(csvOf({ ...summary, trials }).split('\r\n')).toEqual([
      'trial,state,lr,optimizer,accuracy',
      'a,Succeeded,0.001,sgd,0.80',
      'b,Succeeded,0.1,adam,0.95',
      "c,Failed,0.01,'=evil(),",
      '"d,""x""",Succeeded,-0.5,\'-cmd,1',
      ''
    ]);
  });

  it('are exported as they are chosen', () => {
    expect(
      csvOf(summary, new Set(['b']))
        .split('\r\n')
        .slice(1)
    ).toEqual(['b,Succeeded,0.1,adam,0.95', '']);
  });

  it('stand in a table whose best is marked, and each opens its log', () => {
    const onLog = jest.fn();
    const onChoose = jest.fn();
    const metrics = metricNames(summary);
    render(
      <TrialTable {...{ summary, metrics, onLog, onChoose, trans }} only={null} chosen={null} />
    );
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map(row => row.className)).toEqual(['', 'kfl-mod-best', '']);
    fireEvent.click(within(rows[1]).getByRole('button', { name: 'Log' }));
    expect(onLog).toHaveBeenCalledWith('b');
    expect(onChoose).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: /^accuracy/ }));
    expect(screen.getByRole('columnheader', { name: /accuracy/ }).getAttribute('aria-sort')).toBe(
      'ascending'
    );
  });

  it('stand in a table that shows those that are chosen, and how one goes that still runs', () => {
    const curve: [number, number][] = [
      [1, 0.25],
      [2, 0.5]
    ];
    const trials = [...summary.trials, trial('d', null, {}, { phase: 'Running', curve })];
    const props = { summary: { ...summary, trials }, metrics: metricNames(summary), trans };
    render(<TrialTable {...props} only={new Set(['a', 'd'])} chosen={null} onChoose={jest.fn()} />);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map(row => row.querySelector('td')?.textContent)).toEqual(['a', 'd']);
    expect(within(rows[1]).getByText('0.5')).toBeTruthy();
  });

  it('have names that end whole, however long they are', () => {
    const long = `${'a-very-long-name-of-a-sweep'.repeat(2)}-x7k2m9qp`;
    const props = { metrics: [], only: null, chosen: null, onChoose: jest.fn(), trans };
    render(<TrialTable {...props} summary={{ ...summary, trials: [trial(long, '1', {})] }} />);
    const [cell] = screen.getAllByRole('cell');
    expect([cell.textContent, cell.title]).toEqual([long, long]);
    expect(cell.lastChild!.textContent).toBe('-x7k2m9qp');
  });

  it('whose latest value is not known show the least and the greatest, and are sorted by the best', () => {
    const known = (name: string, min: string, max: string) =>
      trial(name, null, {}, { phase: 'Succeeded', metrics: { accuracy: { value: '', min, max } } });
    const trials = [
      known('a', '0.1', '0.9222222'),
      known('b', '0.5', '0.5'),
      known('c', '', '0.3'),
      trial('d', '0.8', {})
    ];
    const some = { ...summary, trials };
    const props = { summary: some, metrics: ['accuracy'], trans };
    render(<TrialTable {...props} only={null} chosen={null} onChoose={jest.fn()} />);
    const rows = screen.getAllByRole('row').slice(1);
    const cells = rows.map(row => row.querySelector('td:last-child')!);
    expect(cells.map(cell => cell.textContent)).toEqual(['0.1 to 0.9222', '0.5', '0.3', '0.8']);
    expect(cells[0].getAttribute('title')).toContain('the latest is not known');
    const sorted = sortTrials(some, { column: 'accuracy', descending: false });
    expect(sorted.map(({ name }) => name).join('')).toBe('cbda');
  });

  it('have values of few digits, and all of them beside the pointer', () => {
    const trials = [trial('b', '0.9622222222222222', { lr: '0.012345678', optimizer: 'adam' })];
    const props = { summary: { ...summary, trials }, metrics: metricNames(summary), trans };
    render(<TrialTable {...props} only={null} chosen={null} onChoose={jest.fn()} />);
    const cells = screen.getAllByRole('cell').slice(-3);
    expect(cells.map(cell => [cell.textContent, cell.title])).toEqual([
      ['0.01235', '0.012345678'],
      ['adam', 'adam'],
      ['0.9622', '0.9622222222222222']
    ]);
  });
});

describe('a sweep whose trials left no value', () => {
  it.each([
    ['Running', 'No trial has a value of accuracy yet.'],
    ['Failed', 'No trial has a value of accuracy.']
  ] as const)('says so while it is %s, and why, in place of empty charts', (phase, sentence) => {
    const message = 'No line that the trial printed names accuracy.';
    const trials = [trial('a', null, {}, { message })];
    const item = sweepItem({ phase, best: null, trials });
    const platform = new TestPlatform('http://127.0.0.1:1/');
    render(<SweepPicture {...{ item, platform, trans }} gone={false} />);
    expect(screen.getByText(sentence)).toBeTruthy();
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.queryByRole('figure')).toBeNull();
  });
});

describe('the actions of a sweep', () => {
  const platform = new TestPlatform('http://127.0.0.1:1/');
  const best: BestValueActions = {
    apply: () => null,
    runPipeline: jest.fn(() => Promise.resolve()),
    train: jest.fn(() => Promise.resolve())
  };
  const actions = (item: Item<ExperimentSummary>, apply = best.apply) =>
    sweepActions({ item, platform }, sweepKind(trans, best), trans, { ...best, apply });
  const enabled = (item: Item<ExperimentSummary>, apply: BestValueActions['apply']) =>
    actions(item, apply)
      .filter(action => action.enabled)
      .map(({ id }) => id);
  const { apply } = best;

  it.each([
    ['running with a best', sweepItem(), apply, ['apply', 'stop', 'budget']],
    ['without a result', sweepItem({ best: null }), apply, ['stop', 'budget']],
    ['without notebooks', sweepItem(), null, ['stop', 'budget']],
    ['over', sweepItem({ phase: 'Succeeded' }), apply, ['apply', 'budget']],
    [
      'over with a trial that still runs',
      sweepItem({ phase: 'Succeeded', trials: [trial('a', null, {}, { phase: 'Running' })] }),
      apply,
      ['apply', 'budget', 'leftover']
    ]
  ])('%s', (_state, item, how, ids) => {
    expect(enabled(item, how)).toEqual(ids);
  });

  it.each([
    ['failed', 'Failed', 'ExperimentFailed', 'FromVolume', 'Only a sweep that ended because all'],
    ['reached its goal', 'Succeeded', 'ExperimentGoalReached', 'FromVolume', 'Only a sweep that'],
    ['may not', 'Succeeded', 'ExperimentMaxTrialsReached', 'Never', 'its resumePolicy is Never']
  ] as const)('say why one that %s cannot go on', (_, phase, reason, resumePolicy, why) => {
    const item = sweepItem({ phase });
    const conditions = [{ type: phase, status: 'True', reason }];
    Object.assign(item.object, { spec: { resumePolicy }, status: { conditions } });
    const action = actions(item).find(({ id }) => id === 'budget');
    expect(action).toMatchObject({ enabled: false, reason: expect.stringContaining(why) });
  });

  /** The running sweep, of a cell of a notebook. */
  function ofCell(annotations: Record<string, string> = {}, run: object = CELL_RUN) {
    const item = sweepItem({ notebook: 'train.ipynb' });
    const metadata = {
      ...item.object.metadata,
      annotations: {
        'lab.kubeflow.org/notebook': 'train.ipynb',
        'lab.kubeflow.org/cells': 'values,c1',
        ...annotations
      }
    };
    return {
      ...item,
      object: { ...item.object, metadata, spec: { trialTemplate: { trialSpec: run } } }
    };
  }

  const CELL_RUN = {
    kind: 'Job',
    spec: {
      template: {
        spec: { containers: [{ image: 'lab:1', resources: { limits: { cpu: '2' } } }] }
      }
    }
  };

  it('run the pipeline of its notebook, and train, with the best values', async () => {
    const item = ofCell();
    const found = actions(item);
    expect(found.map(({ id }) => id).slice(0, 3)).toEqual(['apply', 'pipeline', 'train']);
    await found[1].run();
    await found[2].run();
    expect(best.runPipeline).toHaveBeenCalledWith('train.ipynb', { lr: '0.1', optimizer: 'adam' });
    expect(best.train).toHaveBeenCalledWith({
      source: { from: 'cell', path: 'train.ipynb', cell: 'c1' },
      fields: { name: 'digits-final', image: 'lab:1', cpu: '2', memory: '' },
      parameters: [
        { name: 'lr', value: '0.1' },
        { name: 'optimizer', value: 'adam' }
      ]
    });
  });

  it('train with the kind, the replicas and the whole notebook that the trials had', () => {
    const template = { spec: { containers: [{ name: 'pytorch', image: 'torch:1' }] } };
    const run = {
      kind: 'PyTorchJob',
      spec: { pytorchReplicaSpecs: { Master: { replicas: 1, template } } }
    };
    expect(finalTraining(ofCell({ 'lab.kubeflow.org/whole-notebook': 'true' }, run))).toMatchObject(
      {
        source: { from: 'file', path: 'train.ipynb' },
        kind: 'PyTorchJob',
        fields: { image: 'torch:1', replicas: [{ role: 'Master', count: 1 }, { role: 'Worker' }] }
      }
    );
  });

  it('do neither where nothing is known of the code, or no trial has a value', () => {
    expect(finalTraining(sweepItem())).toBeNull();
    const ids = actions({ ...ofCell(), summary: { ...summary, notebook: 'a', best: null } })
      .filter(({ enabled: can }) => !can)
      .map(({ id }) => id);
    expect(ids).toEqual(['apply', 'pipeline', 'train']);
    const called = { ...ofCell({ 'lab.kubeflow.org/cells': 'helpers,fit,fit-call' }), summary };
    expect(actions(called).find(({ id }) => id === 'train')).toMatchObject({
      enabled: false,
      reason: expect.stringContaining(
        'kubeflow_lab.train(fit, args=kubeflow_lab.sweep("digits").best_values())'
      )
    });
    const trials = ofCell({}, { kind: 'Workflow' });
    expect(actions(trials).map(({ id }) => id)).not.toContain('train');
  });

  it('serve the model that the run of the best trial has stored, or say that there is none', async () => {
    const deploy = actions(ofCell({}, { kind: 'Workflow' })).find(({ id }) => id === 'deploy');
    const asked = jest.spyOn(platform.client, 'item');
    asked.mockResolvedValue(runItem('digits-b', { steps: [step('fit', { outputs: [] })] }));
    await expect(deploy?.run()).rejects.toThrow(/The run of \S+ has stored no model/);
    expect(asked).toHaveBeenCalledWith({
      plural: 'workflows',
      namespace: 'team-a',
      name: summary.best?.trial
    });
  });
});

describe('the best values in the parameters cell', () => {
  it.each([
    ['lr = 0.01  # 0.0001..0.1 log', { lr: '0.05' }, 'lr = 0.05  # 0.0001..0.1 log'],
    ['units: int = 64', { units: '128' }, 'units: int = 128'],
    [
      "optimizer = 'sgd'  # {sgd, adam}",
      { optimizer: 'adam' },
      'optimizer = "adam"  # {sgd, adam}'
    ],
    ["size = '8'", { size: '16' }, 'size = "16"'],
    ['bias = True', { bias: 'false' }, 'bias = False'],
    ['lr=1e-3', { lr: '2e-4' }, 'lr=2e-4'],
    ["tag = 'a # b' # c", { tag: 'd' }, 'tag = "d" # c'],
    ['a = 1\nb = 2', { b: '3' }, 'a = 1\nb = 3'],
    ['  lr = 1', { lr: '2' }, null],
    ['x == lr', { lr: '2' }, null],
    ['other = 1', { lr: '2' }, null],
    ['toString = 1', {}, null]
  ])('%j with %j', (source, values, expected) => {
    expect(withValues(source, values as Record<string, string>)).toBe(expected);
  });

  it('changes nothing but the value', () => {
    const line = fc.tuple(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.constantFrom(' = ', '=', ': float = '),
      fc.integer().map(String),
      fc.constantFrom('', '  # 1..9', ' # "x"')
    );
    fc.assert(
      fc.property(line, fc.integer().map(String), ([name, equals, before, rest], value) => {
        const changed = withValues(name + equals + before + rest, { [name]: value });
        expect(changed?.replace(/\s+/g, '')).toBe(
          (name + equals + value + rest).replace(/\s+/g, '')
        );
      })
    );
  });
});

it.each([[{}], [{ objective: null, trials: [null, { metrics: 3 }], counts: 'x', best: 1 }]])(
  'reads %j from a card that anyone wrote',
  fields => {
    const bare = { ...summary, objective: undefined, counts: undefined, best: undefined };
    const read = sweepCard.read({ ...bare, trials: [], ...fields } as never);
    expect([read.best, read.objective.metric, read.counts.maximum]).toEqual([null, '', 0]);
    expect(read.trials.every(one => objectiveOf(one, read) === null)).toBe(true);
  }
);
