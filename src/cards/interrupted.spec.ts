import type { ICodeCellModel } from '@jupyterlab/cells';
import { type INotebookTracker, NotebookModel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { Item } from '@kubeflow-lab/schema';
import { KindRegistry } from '../panels/registry';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import type { IPlatform } from '../tokens';
import { trainingKinds } from '../training/kinds';
import { CARD_TYPE, snapshotOf } from './card';
import { tellInterrupted } from './interrupted';

const trans = nullTranslator.load('kubeflow_lab');
const SENTENCE =
  'The kernel ended while this cell was running. TFJob digits goes on in the cluster.';
const HANDLE =
  'In the new kernel, kubeflow_lab.training_job("digits", kind="TFJob") finds it again.';

/** A notebook of one cell that has the card of a job. */
function setUp(item: Item, { known = true, running = true } = {}) {
  const kinds = new KindRegistry();
  if (known) {
    trainingKinds(trans, noJobActions).forEach(kind => kinds.add(kind));
  }
  const model = new NotebookModel();
  model.sharedModel.insertCell(0, { cell_type: 'code' });
  const cell = model.cells.get(0) as ICodeCellModel;
  const { apiVersion, kind, metadata } = item.object;
  const { namespace, name, uid } = metadata;
  const data = { apiVersion, kind, namespace, name, uid, snapshot: snapshotOf(item) };
  cell.outputs.add({
    output_type: 'display_data',
    data: JSON.parse(JSON.stringify({ [CARD_TYPE]: data })),
    metadata: {}
  });
  cell.executionState = running ? 'running' : 'idle';
  const statusChanged = new Signal<object, string>({});
  const panel = { sessionContext: { statusChanged }, content: { model } };
  const tracker = {
    widgetAdded: new Signal<object, typeof panel>({}),
    forEach: (visit: (one: typeof panel) => void) => visit(panel)
  };
  tellInterrupted(tracker as unknown as INotebookTracker, { kinds, trans } as IPlatform);
  const said = () =>
    Array.from({ length: cell.outputs.length }, (_, index) => cell.outputs.get(index).toJSON())
      .filter(output => output.output_type === 'stream')
      .map(output => String(output.text).trim());
  return { statusChanged, said, cell };
}

it('says that the work goes on and how it is found again, once for each kernel that ends', () => {
  const { statusChanged, said, cell } = setUp(jobItem('digits'));
  statusChanged.emit('busy');
  expect(said()).toEqual([]);
  statusChanged.emit('restarting');
  statusChanged.emit('restarting');
  expect(said()).toEqual([`${SENTENCE} ${HANDLE}`]);
  cell.executionState = 'idle';
  statusChanged.emit('dead');
  expect(said()).toHaveLength(1);
});

it.each(['autorestarting', 'terminating', 'dead'])('says it of a kernel that is %s', status => {
  const { statusChanged, said } = setUp(jobItem('digits'));
  statusChanged.emit(status);
  expect(said()).toHaveLength(1);
});

it('says what it can of a kind that no panel has described', () => {
  const { statusChanged, said } = setUp(jobItem('digits'), { known: false });
  statusChanged.emit('restarting');
  expect(said()).toEqual([SENTENCE]);
});

it.each([
  ['that does not run', jobItem('digits'), { running: false }],
  ['whose job is over', succeeded('digits'), {}]
])('leaves a cell alone %s', (_which, item, options) => {
  const { statusChanged, said } = setUp(item, options);
  statusChanged.emit('restarting');
  expect(said()).toEqual([]);
});
