import fc from 'fast-check';

import { runSpecFor } from './substitute.js';
import type { RunSpec } from './substitute.js';

const TRIAL = { name: 'digits-b7', namespace: 'ada' };

function job(command: unknown, metadata: RunSpec['metadata'] = {}): RunSpec {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { command } };
}

function filled(
  trialSpec: RunSpec,
  references: Record<string, string>,
  values: Record<string, string>
): RunSpec {
  const trialParameters = Object.entries(references).map(([name, reference]) => ({
    name,
    reference
  }));
  const assignments = Object.entries(values).map(([name, value]) => ({ name, value }));
  return runSpecFor({ trialParameters }, trialSpec, TRIAL, assignments);
}

const cases: [string, string, Record<string, string>, Record<string, string>, string][] = [
  ['a value', '--lr=${trialParameters.rate}', { rate: 'lr' }, { lr: '0.01' }, '--lr=0.01'],
  ['a value twice', '${trialParameters.a}${trialParameters.a}', { a: 'a' }, { a: 'x' }, 'xx'],
  ['a name with dashes', '${trialParameters.num-layers}', { 'num-layers': 'n' }, { n: '3' }, '3'],
  [
    'no placeholder of a parameter',
    '${trialParameters.other}',
    { a: 'a' },
    { a: '1' },
    '${trialParameters.other}'
  ],
  ['other dollars', '$5 $(HOME) ${HOME}', { a: 'a' }, { a: '1' }, '$5 $(HOME) ${HOME}'],
  [
    'a value with a replacement pattern',
    '${trialParameters.a}',
    { a: 'a' },
    { a: '$& $1' },
    '$& $1'
  ],
  [
    'a value that looks like a placeholder',
    '${trialParameters.a}',
    { a: 'a', b: 'b' },
    { a: '${trialParameters.b}', b: '1' },
    '${trialParameters.b}'
  ],
  ['a value with quotes', '${trialParameters.a}', { a: 'a' }, { a: '"\\' }, '"\\'],
  ['the name', '${trialParameters.n}', { n: '${trialSpec.Name}' }, {}, 'digits-b7'],
  ['the namespace', '${trialParameters.n}', { n: '${trialSpec.Namespace}' }, {}, 'ada'],
  ['the kind', '${trialParameters.n}', { n: '${trialSpec.Kind}' }, {}, 'Job'],
  ['the version', '${trialParameters.n}', { n: '${trialSpec.APIVersion}' }, {}, 'batch/v1'],
  [
    'a label',
    '${trialParameters.n}',
    { n: '${trialSpec.Labels[app.kubernetes.io/name]}' },
    {},
    'digits'
  ],
  ['an annotation', '${trialParameters.n}', { n: '${trialSpec.Annotations[who]}' }, {}, 'Ada']
];

const METADATA = { labels: { 'app.kubernetes.io/name': 'digits' }, annotations: { who: 'Ada' } };

it.each(cases)('fills in %s', (_what, text, references, values, expected) => {
  expect(filled(job(['sh', text], METADATA), references, values)).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...METADATA, ...TRIAL },
    spec: { command: ['sh', expected] }
  });
});

it.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
  ['a reference to nothing', { a: 'missing' }, {}, /refers to missing/],
  ['a searched parameter that nothing uses', {}, { lr: '1' }, /lr is searched, but no trial/],
  [
    'a label that is not there',
    { a: '${trialSpec.Labels[x]}' },
    {},
    /nothing for \$\{trialSpec\.Labels/
  ],
  ['a field that Katib does not know', { a: '${trialSpec.constructor}' }, {}, /nothing for/]
])('refuses %s', (_what, references, values, sentence) => {
  expect(() => filled(job([]), references, values)).toThrow(sentence);
});

it('keeps everything that is no placeholder, whatever the values are', () => {
  const plain = fc.string({ unit: 'binary' }).filter(text => !text.includes('${trialParameters.'));
  const spec = fc.anything({
    key: plain,
    values: [plain, fc.integer(), fc.boolean(), fc.constant(null)]
  });
  fc.assert(
    fc.property(spec, fc.string({ unit: 'binary' }), (command, value) => {
      fc.pre(isJson(command));
      const trialSpec = job(command);
      const found = filled(trialSpec, { a: 'a' }, { a: value });
      expect(found.spec).toEqual(trialSpec.spec);
      const given = filled(job(['<${trialParameters.a}>']), { a: 'a' }, { a: value });
      expect(given.spec).toEqual({ command: [`<${value}>`] });
    })
  );
});

/** What the Kubernetes API can hold: fast-check also makes maps, sparse lists and undefined. */
function isJson(value: unknown): boolean {
  try {
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    return true;
  } catch {
    return false;
  }
}
