import { Notification } from '@jupyterlab/apputils';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { trainingPanel } from '../training/panel';
import { Connection } from './connection';
import { PanelModel } from './model';
import { EndNotifier } from './notify';
import type { Known } from './ended';

const mine = { 'lab.kubeflow.org/created-by': 'ada' };

describe('EndNotifier', () => {
  let fixture: Fixture;
  let connection: Connection;
  let model: PanelModel;
  let wanted: boolean;
  let known: Known;
  const open = jest.fn();
  const news = jest.spyOn(Notification, 'emit');

  beforeEach(async () => {
    jest.clearAllMocks();
    wanted = true;
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    platform.actions = { open, delete: jest.fn(), openNotebook: jest.fn() };
    connection = new Connection(platform);
    model = new PanelModel(platform, connection, trainingPanel(platform.trans, noJobActions));
    known = {};
    const store = {
      async update(change: (before: Known) => Known) {
        known = change(known);
      }
    };
    new EndNotifier(platform, () => wanted, store).watch(model);
  });

  afterEach(async () => {
    model.dispose();
    connection.dispose();
    await fixture.close();
  });

  /** Shows jobs, and waits until they were looked at. */
  async function begin(): Promise<void> {
    await connection.connect();
    await eventually(() => expect(known).toHaveProperty('uid-digits'));
  }

  it("tells of the end of the person's own, with a link", async () => {
    fixture.put(jobItem('digits', {}, mine));
    fixture.put(jobItem('of-another', {}, { 'lab.kubeflow.org/created-by': 'bob' }));
    await begin();
    fixture.put(succeeded('of-another'));
    fixture.put(succeeded('digits', mine));
    await eventually(() => expect(news).toHaveBeenCalledTimes(1));
    const [text, , options] = news.mock.calls[0];
    expect(text).toBe('TFJob digits: Succeeded. The job finished after 2 min 5 s.');
    options?.actions?.[0].callback(new MouseEvent('click'));
    expect(open).toHaveBeenCalledWith({ plural: 'tfjobs', namespace: 'team-a', name: 'digits' });
  });

  it('tells nothing where the person does not want it, also not later', async () => {
    wanted = false;
    fixture.put(jobItem('digits', {}, mine));
    fixture.put(jobItem('next', {}, mine));
    await begin();
    fixture.put(succeeded('digits', mine));
    await eventually(() => expect(known).toHaveProperty('uid-digits.told', true));
    wanted = true;
    fixture.put(succeeded('next', mine));
    await eventually(() => expect(news).toHaveBeenCalledTimes(1));
    expect(news.mock.calls[0][0]).toContain('next');
  });
});
