import { takenOver } from './takeover.js';

const VERSION = 'apps/v1';
const entry = (manager: string, operation: string, fieldsV1: object, extra = {}) => ({
  manager,
  operation,
  apiVersion: VERSION,
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...extra
});
const spec = (...fields: string[]) => ({
  'f:spec': Object.fromEntries(fields.map(field => [`f:${field}`, {}]))
});
const kueue = entry('kueue', 'Update', { 'f:metadata': { 'f:labels': { 'f:queue': {} } } });
const status = entry('manager', 'Update', { 'f:status': {} }, { subresource: 'status' });

it.each([
  ['no fields', undefined],
  ['nothing of it', [kueue, status, entry('kubeflow-lab', 'Apply', spec('replicas'))]],
  ['what it applied itself', [entry('manager', 'Apply', spec('replicas'))]]
])('has nothing to take over where there is %s', (_what, managedFields) => {
  expect(takenOver(managedFields, VERSION)).toBeNull();
});

it('counts what upstream wrote as applied by us, and leaves the fields of others', () => {
  const owners = { 'f:ownerReferences': { '.': {}, 'k:{"uid":"u"}': {} } };
  const theirs = entry('manager', 'Update', {
    'f:metadata': { ...owners, 'f:labels': { 'f:injected': {} } },
    ...spec('replicas', 'template')
  });
  expect(takenOver([theirs, kueue, status], VERSION)).toEqual([
    kueue,
    status,
    entry('kubeflow-lab', 'Apply', { 'f:metadata': owners, ...spec('replicas', 'template') })
  ]);
});

it('keeps as ours the labels and annotations of what we made', () => {
  const fields = {
    'f:metadata': { 'f:labels': { '.': {}, 'f:queue': {} }, 'f:annotations': { 'f:hash': {} } },
    ...spec('replicas')
  };
  expect(takenOver([entry('kubeflow-lab', 'Update', fields), kueue], VERSION)).toEqual([
    kueue,
    entry('kubeflow-lab', 'Apply', fields)
  ]);
});

it('adds to what we have applied already, of all versions of the kind', () => {
  const old = { apiVersion: 'apps/v1beta1' };
  const managed = [
    entry('kubeflow-lab', 'Apply', spec('selector')),
    entry('kubeflow-lab', 'Update', spec('replicas')),
    entry('manager', 'Update', { 'f:spec': { 'f:template': { 'f:spec': {} } } }, old),
    entry('manager', 'Update', { 'f:spec': { 'f:template': { 'f:metadata': {} } } })
  ];
  expect(takenOver(managed, VERSION)).toEqual([
    entry('kubeflow-lab', 'Apply', {
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:template': { 'f:spec': {}, 'f:metadata': {} }
      }
    })
  ]);
});
