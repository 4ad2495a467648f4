import type { ServingRuntime } from './component.js';
import {
  describeServingRuntimes,
  missingRuntime,
  offeredFormats,
  runtimesFor
} from './runtimes.js';

function runtime(name: string, spec: ServingRuntime['spec'], kind = 'ClusterServingRuntime') {
  return { kind, metadata: { name }, spec };
}
const format = (name: string, autoSelect = true) => ({ name, version: '1', autoSelect });

const items = describeServingRuntimes([
  runtime('ours', {
    supportedModelFormats: [format('xgboost'), format('sklearn')],
    protocolVersions: ['v1', 'v2'],
    containers: [{ name: 'side' }, { name: 'kserve-container', image: 'host/ours:1' }]
  }),
  runtime('named', { supportedModelFormats: [format('pmml', false)] }),
  runtime('off', { supportedModelFormats: [format('paddle')], disabled: true }),
  runtime('mesh', { supportedModelFormats: [format('keras')], multiModel: true }),
  runtime('own', { supportedModelFormats: [format('sklearn')] }, 'ServingRuntime')
]);

it('describes them by name, those of the project first, and none of ModelMesh', () => {
  expect(items.map(({ name }) => name)).toEqual(['own', 'named', 'off', 'ours']);
  expect(items[3]).toEqual({
    kind: 'ClusterServingRuntime',
    name: 'ours',
    formats: [format('xgboost'), format('sklearn')],
    protocols: ['v1', 'v2'],
    image: 'host/ours:1',
    disabled: false
  });
});

it('takes any object that the cluster has', () => {
  const odd = { supportedModelFormats: 'all', containers: {}, protocolVersions: null };
  expect(describeServingRuntimes([{}, runtime('odd', odd as never)])).toMatchObject([
    { name: '', formats: [], protocols: [], image: '', disabled: false },
    { name: 'odd', formats: [] }
  ]);
});

it('knows what serves a format, and which formats there are', () => {
  expect(runtimesFor(items, 'sklearn').map(({ name }) => name)).toEqual(['own', 'ours']);
  expect(missingRuntime(items, 'sklearn')).toBeNull();
  expect(offeredFormats(items)).toEqual(['sklearn', 'xgboost']);
});

it.each([
  ['caffe', 'models of the format caffe; there are runtimes for sklearn, xgboost.'],
  ['pmml', 'The runtime named serves pmml only where a model names it'],
  ['paddle', 'The runtime off, which serves paddle, is switched off'],
  ['keras', 'No runtime of the cluster']
])('says what is missing for %s', (name, sentence) => {
  expect(missingRuntime(items, name)).toContain(sentence);
});

it('says that a cluster has none at all', () => {
  expect(missingRuntime([], 'sklearn')).toContain('The cluster has no runtime that serves models');
});
