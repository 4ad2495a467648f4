import { nullTranslator } from '@jupyterlab/translation';
import { YAML_EXAMPLE } from '../training/starter';
import { noJobActions } from '../testing/jobs';
import { trainingKinds } from '../training/kinds';
import { readDraft } from './draft';

const trans = nullTranslator.load('kubeflow_lab');
const read = (text: string) => readDraft(text, trainingKinds(trans, noJobActions), 'team-a', trans);
const job = 'apiVersion: kubeflow.org/v1\nkind: TFJob\nmetadata:\n  name: hello\n';

describe('readDraft', () => {
  it('takes an object of one of the kinds, for the project that is shown', async () => {
    const draft = await read(job);
    expect(draft).toMatchObject({
      kind: { plural: 'tfjobs' },
      object: { kind: 'TFJob', metadata: { name: 'hello', namespace: 'team-a' } }
    });
  });

  it('takes the example of the panel, and JSON', async () => {
    expect(await read(YAML_EXAMPLE)).toHaveProperty('object.spec.tfReplicaSpecs');
    expect(await read('{"apiVersion": "kubeflow.org/v1", "kind": "XGBoostJob"}')).toMatchObject({
      kind: { plural: 'xgboostjobs' }
    });
  });

  it.each([
    ['no YAML', `${job}spec: [1, 2`, /This is not YAML/, 5],
    ['a wrong indent', 'kind: TFJob\n  name: x\n', /This is not YAML/, 1],
    ['two objects', `${job}---\n${job}`, /more than one object/, 6],
    ['nothing', '# only a comment', /A whole object is needed/, null],
    ['a text', 'hello', /A whole object is needed/, null],
    ['a list', '- 1\n', /A whole object is needed/, null],
    ['no kind', 'metadata: {name: x}\n', /names no kind/, null],
    ['another kind', `# first\n${job.replace('TFJob', 'Deployment')}`, /This is a Deployment/, 2],
    ['another version', job.replace('/v1', '/v1alpha2'), /\(kubeflow.org\/v1alpha2\)/, 1],
    ['another project', `${job}  namespace: team-b\n`, /for the project team-b/, 5]
  ])('says what is wrong with %s, and where', async (_what, text, problem, line) => {
    expect(await read(text)).toEqual({ problem: expect.stringMatching(problem), line });
  });
});
