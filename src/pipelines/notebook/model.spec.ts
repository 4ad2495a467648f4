import type { INotebookTracker } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import { Connection } from '../../panels/connection';
import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import { runItem } from '../../testing/runs';
import { NotebookPipeline } from './model';

/** As much of JupyterLab's tracker as is read: one notebook is in front, with these cells. */
function tracker(path: string, cells: object[]): INotebookTracker {
  const model = { toJSON: () => ({ cells }), contentChanged: new Signal({}) };
  const context = { path, model, ready: Promise.resolve() };
  const currentWidget = { context, content: { activeCell: null } };
  const signals = { currentChanged: new Signal({}), activeCellChanged: new Signal({}) };
  return { currentWidget, ...signals } as unknown as INotebookTracker;
}

/** A notebook with one parameter, `n = 3`, and a step that uses it. */
const CELLS = [
  { cell_type: 'code', id: 'p', source: 'n = 3', metadata: { tags: ['parameters'] } },
  { cell_type: 'code', id: 'a', source: 'print(n)', metadata: { tags: ['step:a'] } }
];

describe('the notebook in front', () => {
  let fixture: Fixture;
  let connection: Connection;
  let pipeline: NotebookPipeline;

  beforeEach(async () => {
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    connection = new Connection(platform);
    pipeline = new NotebookPipeline(tracker('digits.ipynb', CELLS), platform, connection);
  });

  afterEach(async () => {
    pipeline.dispose();
    connection.dispose();
    await fixture.close();
  });

  it('has its latest run also where the project is only known as the first of the person', async () => {
    fixture.status = { configured: true, namespace: null };
    fixture.put(runItem('train'));
    await connection.connect();
    await eventually(() => expect(pipeline.run?.object.metadata.name).toBe('train'));
  });

  it('has it as soon as a connection that failed at first is there', async () => {
    fixture.status = { configured: false, message: 'Set KUBEFLOW_LAB_URL.' };
    fixture.put(runItem('train'));
    await connection.connect();
    expect(pipeline.run).toBeNull();
    fixture.status = { configured: true, namespace: 'team-a' };
    await connection.connect();
    await eventually(() => expect(pipeline.run?.object.metadata.name).toBe('train'));
  });

  it.each([
    ['1.5', ['The parameter `n` takes a value of type int, not "1.5".']],
    ['', ['The parameter `n` takes a value of type int, not "".']],
    ['5', []]
  ])('says at once that a parameter cannot be %j', async (value, messages) => {
    pipeline.setParameter('n', value);
    await eventually(() => {
      expect(pipeline.given).toEqual({ n: value });
      expect(pipeline.graph.diagnostics.map(({ message }) => message)).toEqual(messages);
    });
  });

  it('keeps what was typed for a parameter that is gone, and gives it to nobody', async () => {
    pipeline.setParameter('gone', '1');
    pipeline.setParameter('n', '');
    await eventually(() => expect(pipeline.graph.diagnostics).toHaveLength(1));
    expect(pipeline.given).toEqual({ n: '' });
    expect(pipeline.parameters.get('gone')).toBe('1');
  });
});
