import { runItem, step } from '../testing/runs';
import { takenBy } from './taken';

it('knows of a value what the step said that had stored it', () => {
  const run = runItem('train');
  const artifacts = [
    { name: 'input-data', s3: { key: 'runs/uid-train/load/data' } },
    { name: 'input-old', s3: { key: 'runs/uid-before/gone/old' } }
  ];
  const parameters = [{ name: 'depth', value: '5' }];
  Object.assign(run.object, {
    status: { nodes: { 'train-forest': { inputs: { parameters, artifacts } } } }
  });
  expect(takenBy(run, step('forest'))).toEqual({
    parameters,
    values: [
      {
        name: 'data',
        value: run.summary.steps[0].outputs[0],
        step: { id: 'train-load', name: 'load' },
        place: 'runs/uid-train/load/data'
      },
      { name: 'old', value: null, step: null, place: 'runs/uid-before/gone/old' }
    ]
  });
});

it('knows nothing from a card, whose object has no status', () => {
  expect(takenBy(runItem('train'), step('forest'))).toEqual({ parameters: [], values: [] });
});
