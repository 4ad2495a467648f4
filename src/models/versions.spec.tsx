import { nullTranslator } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, ModelVersion } from '@kubeflow-lab/schema';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../testing/eventually';
import { answering, changes, modelItem } from '../testing/models';
import { ModelPicture } from './picture';
import { Versions } from './versions';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');

const version = (name: string): ModelVersion => ({
  version: name,
  type: 'sklearn.svm.SVC',
  created: '2026-11-22T08:00:00Z',
  notebook: null,
  commit: '0123456789abcdef0123456789abcdef01234567',
  changed: true,
  origin: { run: 'digits-1', step: 'train', output: 'model' },
  data: [
    { name: 'images', step: 'load', sha256: 'a1'.repeat(32) },
    { name: 'rows.csv', step: null, sha256: 'b2'.repeat(32) }
  ],
  bytes: 2048
});

it('lists the stored versions, and rolls back to one of them', async () => {
  const { connected, act } = answering({
    versions: { items: ['3', '2', '1'].map(version) },
    rollback: {}
  });
  render(
    <ModelPicture
      item={modelItem()}
      platform={connected}
      gone={false}
      showLog={() => undefined}
      trans={trans}
    />
  );
  await screen.findByText('served');
  expect(screen.getAllByText('01234567+')).toHaveLength(3);
  expect(screen.getAllByTitle(/^images of the step load, SHA-256 (a1){32}$/)).toHaveLength(3);
  expect(screen.getAllByTitle(/^The file rows.csv, SHA-256 (b2){32}$/)).toHaveLength(3);
  expect(screen.getAllByRole('button', { name: 'images' })).toHaveLength(3);
  expect(screen.getByRole('button', { name: 'Serve version 3' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Roll back to version 1' }));
  await eventually(() => expect(changes(act)).toEqual([['rollback', { version: '1' }]]));
});

it('gives a version a share of the requests, changes it, and promotes or withdraws it', async () => {
  const { connected, act } = answering({
    versions: { items: ['3', '2', '1'].map(version) },
    predict: { status: 200, milliseconds: 3, body: { predictions: [7] } },
    canary: {},
    promote: {},
    withdraw: {}
  });
  const view = (item: Item<InferenceServiceSummary>) => (
    <ModelPicture
      item={item}
      platform={connected}
      gone={false}
      showLog={() => undefined}
      trans={trans}
    />
  );
  const { rerender } = render(view(modelItem()));
  fireEvent.click((await screen.findAllByRole('button', { name: 'Try as canary' }))[0]);
  const acts = () => changes(act);
  await eventually(() => expect(acts()).toEqual([['canary', { version: '3', percent: 10 }]]));
  const item = modelItem();
  item.summary.canary = {
    version: '3',
    storageUri: null,
    percent: 10,
    ready: true,
    message: 'Serving version 3.'
  };
  rerender(view(item));
  expect(screen.getByText('canary, 10 %')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  await screen.findByRole('heading', { name: 'Version 3' });
  expect(screen.getAllByRole('table', { name: 'Answer' })).toHaveLength(2);
  fireEvent.change(screen.getByLabelText('Share in %'), { target: { value: '50' } });
  fireEvent.click(screen.getByRole('button', { name: 'Change share' }));
  const promote = screen.getByRole<HTMLButtonElement>('button', { name: 'Promote version 3' });
  await eventually(() => expect(promote.disabled).toBe(false));
  fireEvent.click(promote);
  await eventually(() => expect(promote.disabled).toBe(false));
  fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  await eventually(() =>
    expect(acts().map(([action]) => action)).toEqual([
      'canary',
      'predict',
      'predict',
      'canary',
      'promote',
      'withdraw'
    ])
  );
  expect(acts()[3]).toEqual(['canary', { version: '3', percent: 50 }]);
});

it('switches canaries off where there can be none, and says why', async () => {
  const { connected, act } = answering({
    versions: { items: ['3', '2', '1'].map(version) },
    rollback: {}
  });
  const item = modelItem();
  item.summary.noCanary = 'It runs on Knative.';
  render(<Versions item={item} platform={connected} trans={trans} />);
  const buttons = await screen.findAllByRole<HTMLButtonElement>('button', {
    name: 'Try as canary',
    description: 'It runs on Knative.'
  });
  expect(buttons.map(({ disabled }) => disabled)).toEqual([true, true]);
  expect(screen.getByText('It runs on Knative.')).toBeTruthy();
  fireEvent.click(buttons[0]);
  fireEvent.click(screen.getByRole('button', { name: 'Serve version 3' }));
  await eventually(() => expect(changes(act)).toEqual([['rollback', { version: '3' }]]));
});

it('says nothing of canaries where nothing else is stored', async () => {
  const { connected } = answering({ versions: { items: [version('2')] } });
  const item = modelItem();
  item.summary.noCanary = 'It runs on Knative.';
  render(<Versions item={item} platform={connected} trans={trans} />);
  await screen.findByText('served');
  expect(screen.queryByText('It runs on Knative.')).toBeNull();
});
