import type { Workflow } from '@kubeflow-lab/resources';
import { nodeId } from '@kubeflow-lab/resources';
import type { Problem, WorkflowForm } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/workflows';
const send = (form: object, query = '') =>
  request(harness.server.app)
    .post(`${base}${query}`)
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' })
    .send(form);
const runs = () => [...harness.client.world.table('workflows').values()] as Workflow[];
const cell = (id: string, tags: string[], source: string) => ({
  id,
  cell_type: 'code',
  source,
  metadata: { tags }
});

/** load → clean → train, and draw beside them. */
const sources = {
  parameters: 'rate = 0.1\nrows = 10',
  load: 'data = list(range(rows))',
  clean: 'good = [x for x in data if x]',
  train: 'model = sum(good) * rate\nprint("model {{workflow.name}}", model)',
  draw: 'print(len(data))'
};
function notebook(changes: Partial<typeof sources> = {}) {
  const text = { ...sources, ...changes };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      cell('p', ['pipeline-parameters'], text.parameters),
      cell('l', ['step:load'], text.load),
      cell('c', ['step:clean'], text.clean),
      cell('t', ['step:train'], text.train),
      cell('d', ['step:draw'], text.draw)
    ]
  };
}
const form: WorkflowForm = {
  notebook: notebook(),
  path: 'work/flow.ipynb',
  modules: [{ path: 'helper.py', source: 'x = 1' }],
  parameters: {},
  image: 'jupyter:1'
};
const templates = (workflow: Workflow) => workflow.spec?.templates?.map(({ name }) => name);
const problemOf = (answer: { text: string }) => JSON.parse(answer.text) as Problem;

describe('a form', () => {
  it('is compiled and made as the caller', async () => {
    const { body } = await send(form).expect(201);
    expect(body.object.metadata).toMatchObject({
      generateName: 'flow-',
      annotations: {
        'lab.kubeflow.org/notebook': 'work/flow.ipynb',
        'lab.kubeflow.org/created-by': 'ada'
      }
    });
    expect(body.summary).toMatchObject({
      phase: 'Queued',
      parameters: { rate: '0.1', rows: '10' },
      steps: [{ name: 'load' }, { name: 'clean' }, { name: 'train' }, { name: 'draw' }]
    });
    expect(templates(runs()[0])).toEqual(['pipeline', 'load', 'clean', 'train', 'draw']);
  });

  it('records the commit of git that the notebook was at', async () => {
    const git = { commit: '0123456789abcdef0123456789abcdef01234567', changed: true };
    const { body } = await send({ ...form, git }).expect(201);
    expect(body.object.metadata.annotations).toMatchObject({
      'lab.kubeflow.org/commit': git.commit,
      'lab.kubeflow.org/commit-changed': 'true'
    });
    expect(body.summary.git).toEqual(git);
    const unknown = await send({ ...form, git: { ...git, changed: null } }).expect(201);
    expect(unknown.body.summary.git).toEqual({ ...git, changed: null });
    await send({ ...form, git: { ...git, commit: 'HEAD' } }).expect(400);
    const outside = await send(form).expect(201);
    expect(outside.body.summary.git).toBeNull();
  });

  it('is only answered on a dry run, with the values that it would run with', async () => {
    const { body } = await send(
      { ...form, name: 'mine', parameters: { rate: '0.5' } },
      '?dryRun=true'
    ).expect(200);
    expect(body.objects).toMatchObject([
      {
        kind: 'Workflow',
        metadata: { name: 'mine', namespace: 'ada' },
        spec: { arguments: { parameters: [{ name: 'rate', value: '0.5' }, { name: 'rows' }] } }
      }
    ]);
    expect(runs()).toEqual([]);
  });

  it('is refused with everything that is wrong in the notebook, at its cell and line', async () => {
    const broken = notebook({ clean: 'good = [', train: 'x = 1\nprint(unknown)' });
    const answer = await send({ ...form, notebook: broken }).expect(422);
    const { detail, diagnostics, errors } = problemOf(answer);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'syntax-error', cell: 'c', severity: 'error' })
    );
    expect(errors?.map(({ path }) => path)).toContain('notebook.cells.c.1');
    expect(detail).toBe(errors?.[0].message);
    expect(runs()).toEqual([]);
  });

  it.each<[string, Partial<WorkflowForm>, string]>([
    ['a name that cannot be one', { name: 'My run' }, 'name'],
    ['no image', { image: '' }, 'image'],
    ['a notebook without steps', { notebook: { cells: [], nbformat: 4 } }, 'notebook'],
    ['something else than a notebook', { notebook: 'text' }, 'notebook'],
    ['a value of another type', { parameters: { rows: 'many' } }, 'notebook']
  ])('is refused with %s', async (_, change, path) => {
    const answer = await send({ ...form, ...change }).expect(422);
    expect(problemOf(answer).errors?.[0].path).toMatch(new RegExp(`^${path}`));
    expect(runs()).toEqual([]);
  });

  it('is refused when it is larger than what Kubernetes stores', async () => {
    const modules = [{ path: 'big.py', source: `x = "${'a'.repeat(400_000)}"` }];
    await send({ ...form, modules }).expect(413);
    expect(runs()).toEqual([]);
  });
});

describe('beginning at one step', () => {
  /** Runs the form, and gives its steps these ends. */
  async function ended(
    name: string,
    phases: Record<string, 'Succeeded' | 'Failed'>,
    more: Partial<WorkflowForm> = {}
  ): Promise<Workflow> {
    await send({ ...form, ...more, name }).expect(201);
    const run = runs().find(({ metadata }) => metadata?.name === name)!;
    const nodes = Object.entries(phases).map(([step, phase]) => {
      const id = nodeId(name, `${name}.${step}`);
      return [id, { id, name: `${name}.${step}`, type: 'Pod', templateName: step, phase }];
    });
    const status = { phase: 'Failed', nodes: Object.fromEntries(nodes) };
    return harness.client.put('workflows', { ...run, status } as Workflow);
  }
  const reuse = (from: string, workflow = 'first') => ({ reuse: { workflow, from } });
  const fixed = notebook({ train: 'model = sum(good) * rate * 2' });
  const early = { load: 'Succeeded', clean: 'Succeeded', draw: 'Succeeded' } as const;

  it('runs that step and what follows it, and reads what came before from the earlier run', async () => {
    const first = await ended('first', { ...early, train: 'Failed' });
    const { body } = await send({ ...form, notebook: fixed, ...reuse('train') }).expect(201);
    const again = runs().find(({ metadata }) => metadata?.generateName === 'flow-')!;
    expect(templates(again)).toEqual(['pipeline', 'train']);
    const artifacts = again.spec?.templates?.[1].inputs?.artifacts ?? [];
    expect(artifacts.find(({ name }) => name === 'input-good')?.s3?.key).toBe(
      `runs/${first.metadata?.uid}/clean/good`
    );
    expect(body.summary.steps).toContainEqual(
      expect.objectContaining({ name: 'load', phase: 'Succeeded', reusedFrom: 'first' })
    );
  });

  it('runs again what had not succeeded, and all that follows it', async () => {
    await ended('first', { load: 'Succeeded', clean: 'Failed', draw: 'Succeeded' });
    await send({ ...form, ...reuse('train') }).expect(201);
    expect(templates(runs()[1])).toEqual(['pipeline', 'clean', 'train']);
  });

  it('takes from the cache once more what the earlier run had taken from it', async () => {
    const first = await ended('first', { ...early, train: 'Failed' });
    const id = nodeId('first', 'first.clean');
    const nodes = structuredClone(first.status!.nodes!);
    nodes[id]!.memoizationStatus = { hit: true, key: 'k', cacheName: 'c' };
    const cached: Workflow = { ...first, status: { ...first.status, nodes } };
    harness.client.put('workflows', cached);
    await send({ ...form, ...reuse('train') }).expect(201);
    expect(templates(runs()[1])).toEqual(['pipeline', 'clean', 'train']);
  });

  it('finds results through a run that had them from another one', async () => {
    const first = await ended('first', { ...early, train: 'Failed' });
    await ended('second', { train: 'Failed' }, reuse('train'));
    await send({ ...form, notebook: fixed, ...reuse('train', 'second') }).expect(201);
    expect(JSON.stringify(runs()[2].metadata?.annotations)).toContain(first.metadata?.uid);
    expect(templates(runs()[2])).toEqual(['pipeline', 'train']);
  });

  it('says that the run with the results is gone', async () => {
    await ended('first', { ...early, train: 'Failed' });
    await ended('second', { train: 'Failed' }, reuse('train'));
    harness.client.world.table('workflows').delete('ada/first');
    const answer = await send({ ...form, ...reuse('train', 'second') }).expect(422);
    expect(problemOf(answer).detail).toMatch(/^The run first, .* is gone/);
  });

  it.each<[string, Partial<WorkflowForm>, RegExp]>([
    [
      'the code of an earlier step',
      { notebook: notebook({ load: 'data = list(range(rows + 1))' }) },
      /^The code of load, or of what it imports, is not what it was in the run first\. Run from load/
    ],
    [
      'a module',
      { modules: [{ path: 'helper.py', source: 'x = 2' }] },
      /^The code of load, or of what it imports/
    ],
    [
      'a parameter of an earlier step',
      { parameters: { rows: 20 } },
      /^The parameter rows, which load uses, is 20 and was 10 in the run first\./
    ]
  ])('is refused after a change of %s', async (_, change, sentence) => {
    await ended('first', { ...early, train: 'Failed' });
    const answer = await send({ ...form, ...change, ...reuse('train') }).expect(422);
    const { detail, errors } = problemOf(answer);
    expect(detail).toMatch(sentence);
    expect(errors).toMatchObject([{ path: 'reuse.from' }]);
    expect(runs()).toHaveLength(1);
  });

  it('takes a change of a parameter that only later steps use', async () => {
    await ended('first', { ...early, train: 'Failed' });
    await send({ ...form, parameters: { rate: 0.9 }, ...reuse('train') }).expect(201);
  });

  it('is refused with a step or a run that is not there', async () => {
    await ended('first', early);
    expect(problemOf(await send({ ...form, ...reuse('cook') }).expect(422)).errors).toMatchObject([
      { path: 'reuse.from' }
    ]);
    await send({ ...form, ...reuse('train', 'none') }).expect(404);
  });
});
