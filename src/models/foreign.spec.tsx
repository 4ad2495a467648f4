import { Widget } from '@lumino/widgets';
import type { ForeignModelSummary, Item } from '@kubeflow-lab/schema';
import { screen } from '@testing-library/react';

import { Connection } from '../panels/connection';
import { PanelModel } from '../panels/model';
import { Panel } from '../panels/panel';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { TestPlatform } from '../testing/platform';
import { modelsPanel } from './panel';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const iris: Item<ForeignModelSummary> = {
  object: {
    apiVersion: 'machinelearning.seldon.io/v1',
    kind: 'SeldonDeployment',
    metadata: { name: 'iris', namespace: 'team-a', uid: 'uid-iris' }
  },
  summary: {
    phase: 'Running',
    message: 'Served by Seldon Core.',
    reason: '',
    since: null,
    tool: 'Seldon Core',
    source: 's3://models/iris',
    runtime: 'SKLEARN_SERVER',
    url: null,
    replicas: { ready: 1, desired: 2 },
    startedAt: null,
    finishedAt: null,
    createdAt: '2026-11-22T08:00:00Z',
    notebook: null
  }
};

let fixture: Fixture;
let connection: Connection;
let model: PanelModel;
let panel: Panel;

beforeEach(async () => {
  fixture = new Fixture();
  const platform = new TestPlatform(await fixture.listen());
  connection = new Connection(platform);
  model = new PanelModel(platform, connection, modelsPanel(platform.trans, jest.fn()));
  const actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
  panel = new Panel({ model, platform, actions, onNew: jest.fn() });
  Widget.attach(panel, document.body);
});

afterEach(async () => {
  panel.dispose();
  model.dispose();
  connection.dispose();
  await fixture.close();
});

it('lists what another tool serves beside the models', async () => {
  fixture.put(iris);
  await connection.connect();
  await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  const { textContent } = screen.getByRole('listitem');
  for (const part of ['iris', 'SeldonDeployment', 'Served by Seldon Core.', '1/2 replicas']) {
    expect(textContent).toContain(part);
  }
});

it.each([
  ['missing', 'urn:kubeflow-lab:not-installed', 404],
  ['not to be seen', 'about:blank', 403]
])('says nothing of other tools that are %s', async (_, type, status) => {
  for (const plural of ['seldondeployments', 'models', 'nucliofunctions']) {
    fixture.refused.set(plural, { type, title: 'T', status, detail: 'Not here.' });
  }
  await connection.connect();
  await eventually(() => expect(panel.node.textContent).toContain('No models yet'));
  expect(panel.node.textContent).not.toMatch(/Seldon|Nuclio|Not here/);
});
