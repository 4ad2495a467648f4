/** Any manifest that the training operator or Kubeflow Trainer takes, through the form and back: nothing in it is lost. */
import fc from 'fast-check';

import type { Container } from '../common/object.js';
import { readFields, writeFields } from './fields.js';
import type { JobFields } from './fields.js';
import { FOLLOWED_JOB_KINDS, TRAINING_JOB_KINDS, TRAINJOB_KIND } from './kinds.js';
import { trainJobRow } from './nodes.js';
import { OVERRIDE_FIELDS } from './overrides.js';
import { runs } from './shape.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** Fields that we know nothing of, in any place. */
const unknown = fc.dictionary(fc.stringMatching(/^zz[A-Za-z]{1,5}$/), fc.jsonValue(), {
  maxKeys: 2
});
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const amount = fc.constantFrom('1', '500m', '2Gi', 3);
const amounts = fc.dictionary(fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu', 'x/y'), amount);
const variable = fc.oneof(
  fc.record({ name: fc.stringMatching(/^[A-F]{1,3}$/), value: fc.string() }),
  fc.record({
    name: fc.stringMatching(/^[G-K]{1,3}$/),
    valueFrom: fc.record({ fieldRef: fc.record({ fieldPath: word }) })
  })
);
const volume = fc.oneof(
  fc.record({ name: word, persistentVolumeClaim: fc.record({ claimName: word }) }),
  fc.record({ name: word, emptyDir: fc.constant({}) })
);

const merge = (parts: [object, object]) => Object.assign({}, ...parts) as Record<string, unknown>;

/** A container that mounts some of the volumes of those names. */
function container(name: string, volumes: string[]) {
  const mounted = volumes.length > 0 ? volumes : ['none'];
  const mount = fc
    .tuple(
      fc.record({ name: fc.constantFrom(...mounted), mountPath: word.map(part => `/${part}`) }),
      fc.constantFrom({}, { subPath: 'part' }, { readOnly: true })
    )
    .map(merge);
  const known = fc.record(
    {
      image: fc.string({ minLength: 1 }),
      command: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
      args: fc.array(fc.string(), { minLength: 1, maxLength: 2 }),
      env: fc.uniqueArray(variable, { selector: one => one.name, minLength: 1, maxLength: 3 }),
      resources: fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] }),
      volumeMounts: fc.uniqueArray(mount, { selector: one => one.mountPath, maxLength: 3 })
    },
    { requiredKeys: [] }
  );
  const mounts =
    volumes.length > 0 ? known : known.map(one => ({ ...one, volumeMounts: undefined }));
  return fc.tuple(unknown, mounts).map(([more, each]) => ({ ...more, name, ...each }));
}

const template = (kind: TrainingJobKind) =>
  fc.uniqueArray(volume, { selector: one => one.name, maxLength: 3 }).chain(volumes =>
    fc
      .record({
        more: unknown,
        ofSpec: unknown,
        before: fc.constantFrom(0, 1),
        main: container(
          kind.container,
          volumes.map(one => one.name)
        ),
        beside: container('sidecar', [])
      })
      .map(({ more, ofSpec, before, main, beside }) => ({
        ...more,
        spec: { ...ofSpec, volumes, containers: before === 1 ? [beside, main] : [main] }
      }))
  );

const ofOperator = fc.constantFrom(...TRAINING_JOB_KINDS, ...FOLLOWED_JOB_KINDS).chain(kind => {
  const role = fc
    .tuple(
      unknown,
      fc.record({
        replicas: maybe(fc.integer({ min: 1, max: 4 })),
        restartPolicy: maybe(fc.constantFrom('Never', 'OnFailure', 'ExitCode')),
        template: template(kind)
      })
    )
    .map(merge);
  return fc
    .record({
      metadata: fc
        .tuple(unknown, fc.record({ name: word, labels: fc.dictionary(word, word) }))
        .map(merge),
      roles: fc.uniqueArray(fc.constantFrom(...kind.roles), { minLength: 1 }),
      specs: fc.array(role, { minLength: kind.roles.length, maxLength: kind.roles.length }),
      runPolicy: unknown,
      spec: unknown
    })
    .map(({ metadata, roles, specs, runPolicy, spec }) => {
      const map = Object.fromEntries(roles.map((name, index) => [name, specs[index]]));
      const job = { apiVersion: 'kubeflow.org/v1', kind: kind.kind, metadata };
      return {
        kind,
        job: plain({ ...job, spec: { ...spec, runPolicy, [kind.replicaSpecs]: map } })
      };
    });
});

/** What one of the three fields says of the pods of the nodes. */
const OVERRIDES = {
  runtimePatches: (pod: object, more: object) => {
    const node = { name: 'node', template: { spec: { template: { spec: pod } }, ...more } };
    const spec = { replicatedJobs: [{ name: 'launcher', template: more }, node] };
    const others = { manager: 'somebody.else/here', trainingRuntimeSpec: more };
    const ours = { manager: 'lab.kubeflow.org/kubeflow-lab', ...more };
    return [others, { ...ours, trainingRuntimeSpec: { template: { spec } } }];
  },
  podTemplateOverrides: (pod: object, more: object) => [
    { targetJobs: [{ name: 'launcher' }], spec: more },
    { targetJobs: [{ name: 'node' }], spec: pod, ...more }
  ],
  podSpecOverrides: (pod: object, more: object) => [
    { targetJobs: [{ name: 'launcher' }, { name: 'node' }], ...more },
    { targetJobs: [{ name: 'node' }], ...pod }
  ]
};

/** A TrainJob, whose container stands in two places. */
const ofTrainer = fc
  .record({
    field: fc.constantFrom(...OVERRIDE_FIELDS),
    served: fc.constantFrom(...OVERRIDE_FIELDS),
    hasOverride: fc.boolean(),
    numNodes: maybe(fc.integer({ min: 1, max: 4 })),
    more: unknown,
    ofTrainer: unknown,
    pod: template(TRAINJOB_KIND)
  })
  .map(({ field, served, hasOverride, numNodes, more, ofTrainer: rest, pod }) => {
    const [main] = pod.spec.containers.filter(({ name }) => name === 'node') as Container[];
    const { image, command, args, env, resources, ...override } = main;
    const containers = pod.spec.containers.map(one => (one === main ? override : one));
    const overrides = OVERRIDES[field]({ ...pod.spec, containers }, more);
    const trainer = { ...rest, image, command, args, env, resourcesPerNode: resources, numNodes };
    const runtimeRef = { name: 'torch-distributed', ...more };
    const spec = { ...more, runtimeRef, trainer, ...(hasOverride ? { [field]: overrides } : {}) };
    const head = { apiVersion: 'trainer.kubeflow.org/v1alpha1', kind: 'TrainJob' };
    return {
      kind: trainJobRow(served, null),
      job: plain({ ...head, metadata: { name: 'net', ...more }, spec })
    };
  });

const manifest = fc.oneof({ arbitrary: ofOperator, weight: 2 }, ofTrainer);

/** As it travels. */
const plain = (job: unknown) => JSON.parse(JSON.stringify(job)) as TrainingJob;

/** The order of replicas, variables, mounts and volumes means nothing to the operator; what is empty is as if left out. */
function normal(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const list = value.map(one => normal(one)).filter(one => one !== undefined);
    const ordered = ['env', 'volumeMounts', 'volumes'].includes(key)
      ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : list;
    return ordered.length === 0 ? undefined : ordered;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .map(([name, part]) => [name, normal(part, name)] as const)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  return value;
}

const FIELDS: (keyof JobFields)[] = [
  'name',
  'replicas',
  'image',
  'command',
  'env',
  'volumes',
  'cpu',
  'memory',
  'gpu'
];

/** Something else in that field than what stands there. */
const OTHER: { [F in keyof JobFields]: JobFields[F] } = {
  name: 'another-name',
  replicas: [],
  image: 'another:image',
  command: ['another', 'command'],
  env: [{ name: 'ANOTHER', value: 'x' }],
  volumes: [{ claim: 'another', path: '/another' }],
  cpu: '7',
  memory: '7Gi',
  gpu: '7'
};

it('stays as it is where nothing is changed', () => {
  fc.assert(
    fc.property(manifest, ({ kind, job }) => {
      expect(writeFields(job, kind, {})).toEqual(job);
      const { name, replicas } = readFields(job, kind).fields;
      expect(writeFields(job, kind, { name, replicas })).toEqual(job);
    })
  );
});

it('shows what is changed, and keeps the other fields', () => {
  fc.assert(
    fc.property(
      manifest,
      fc.constantFrom(...FIELDS.filter(field => field !== 'replicas')),
      ({ kind, job }, field) => {
        // Of a job without runners no command can be said.
        fc.pre(
          field !== 'command' ||
            readFields(job, kind).fields.replicas.some(
              ({ role, count }) => count > 0 && runs(role, kind)
            )
        );
        const before = readFields(job, kind);
        const after = readFields(writeFields(job, kind, { [field]: OTHER[field] }), kind);
        for (const one of FIELDS) {
          expect(after.fields[one]).toEqual(one === field ? OTHER[one] : before.fields[one]);
        }
      }
    )
  );
});

it('keeps everything that no form shows, whatever is changed', () => {
  fc.assert(
    fc.property(
      manifest,
      fc.constantFrom(...FIELDS.filter(field => field !== 'replicas')),
      ({ kind, job }, field) => {
        const changed = writeFields(job, kind, { [field]: OTHER[field] });
        expect(normal(unknownOf(plain(changed)))).toEqual(normal(unknownOf(job)));
      }
    )
  );
});

/** Of an object only the fields that we know nothing of, where they stand. */
function unknownOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unknownOf);
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      /^zz[A-Za-z]/.test(name) ? { kept: JSON.stringify(part) } : unknownOf(part)
    ])
  );
}
