import { MimeModel } from '@jupyterlab/rendermime';
import type { Item } from '@kubeflow-lab/schema';
import { Widget } from '@lumino/widgets';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { trainingKinds } from '../training/kinds';
import { CARD_TYPE, snapshotOf } from './card';
import { CardWidget } from './widget';

function dataOf(snapshot: Item | null, kind: string) {
  const card = {
    apiVersion: 'kubeflow.org/v1',
    kind,
    namespace: 'team-a',
    name: 'digits',
    uid: 'uid-digits',
    snapshot
  };
  return {
    [CARD_TYPE]: JSON.parse(JSON.stringify(card)),
    'text/html': 'before',
    'x/other': 'kept'
  };
}

describe('CardWidget', () => {
  let fixture: Fixture;
  let platform: TestPlatform;
  let widget: CardWidget;
  let output: MimeModel;
  let writes: number;

  beforeEach(async () => {
    fixture = new Fixture();
    platform = new TestPlatform(await fixture.listen());
    trainingKinds(platform.trans, noJobActions).forEach(kind => platform.kinds.add(kind));
    widget = new CardWidget(platform);
    Widget.attach(widget, document.body);
    writes = 0;
  });

  afterEach(async () => {
    widget.dispose();
    await fixture.close();
  });

  /** Draws a card as an output area does: what is written comes back to be drawn. */
  function draw(snapshot: Item | null, kind = 'TFJob') {
    output = new MimeModel({
      data: dataOf(snapshot, kind),
      callback: ({ data }) => {
        writes += 1;
        output = new MimeModel({ data: { ...data }, callback: fail });
        void widget.renderModel(output);
      }
    });
    void widget.renderModel(output);
  }

  function fail(): void {
    writes += 1;
  }

  const text = () => widget.node.textContent;
  const saved = () => (output.data[CARD_TYPE] as { snapshot: Item | null } | undefined)?.snapshot;

  it('shows its job live, and keeps the final state in the output, once', async () => {
    fixture.put(jobItem('digits'));
    draw(null);
    await eventually(() => expect(text()).toContain('All replicas are running.'));
    expect(writes).toBe(0);
    fixture.put(succeeded('digits'));
    await eventually(() => expect(text()).toContain('0.9722'));
    expect(saved()).toEqual(snapshotOf(succeeded('digits')));
    expect(output.data['text/html']).toContain('Succeeded');
    expect(output.data['x/other']).toBe('kept');
    fixture.put(succeeded('digits'));
    fixture.put(jobItem('another'));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(writes).toBe(1);
  });

  it('makes up for an end that it missed', async () => {
    fixture.put(succeeded('digits'));
    draw(snapshotOf(jobItem('digits')));
    await eventually(() => expect(saved()?.summary.phase).toBe('Succeeded'));
  });

  it('leaves an output alone that tells the end already', async () => {
    fixture.put(succeeded('digits'));
    draw(snapshotOf(succeeded('digits')));
    await eventually(() => expect(text()).toContain('Log'));
    expect(writes).toBe(0);
  });

  it('shows the last state of a job that was deleted, and says so', async () => {
    draw(snapshotOf(succeeded('digits')));
    await eventually(() => expect(text()).toContain('deleted from the cluster'));
    expect(text()).toContain('Succeeded');
    expect(text()).toContain('0.9722');
  });

  it('does not take another job of the same name for its own', async () => {
    const other = jobItem('digits');
    other.object.metadata.uid = 'uid-of-another';
    fixture.put(other);
    draw(snapshotOf(succeeded('digits')));
    await eventually(() => expect(text()).toContain('deleted from the cluster'));
    expect(text()).toContain('Succeeded');
  });

  it.each([
    [
      'without a server',
      { configured: false, url: null, namespace: null, notebook: null, message: '' }
    ]
  ])('shows the snapshot %s', async (_how, status) => {
    fixture.status = status;
    draw(snapshotOf(succeeded('digits')));
    await eventually(() => expect(text()).toContain('0.9722'));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(fixture.streams).toBe(0);
    expect(text()).not.toContain('Log');
  });

  it('says of a snapshot of a job under way that it is old', async () => {
    fixture.status = { configured: false };
    draw(snapshotOf(jobItem('digits')));
    await eventually(() => expect(text()).toContain('the state in which the notebook was saved'));
  });

  it('follows an object of another kind among its own, once a panel has described it', async () => {
    const boost = jobItem('digits');
    boost.object.kind = 'XGBoostJob';
    boost.summary.message = 'Boosts.';
    fixture.put(boost);
    draw(null, 'XGBoostJob');
    await eventually(() => expect(text()).toContain('Boosts.'));
    expect(fixture.subscriptions).toContainEqual({
      resource: 'xgboostjobs',
      namespace: 'team-a'
    });
  });

  it('shows the state of a kind that no panel knows, and asks for nothing', async () => {
    draw(snapshotOf(succeeded('digits')), 'Unheard');
    await eventually(() => expect(text()).toContain('Succeeded'));
    expect(text()).not.toContain('0.9722');
    expect(fixture.requests).toEqual([]);
  });

  it('says that an output is no card', async () => {
    output = new MimeModel({ data: { [CARD_TYPE]: { name: '<b>' } }, callback: fail });
    void widget.renderModel(output);
    await eventually(() => expect(text()).toBe('This output is not a card that can be shown.'));
  });
});
