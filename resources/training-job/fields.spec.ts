import fc from 'fast-check';

import { readFields, writeFields } from './fields.js';
import type { JobFields } from './fields.js';
import { MPIJOB_KIND, TFJOB_KIND, TRAINING_JOB_KINDS, trainingKindOf } from './kinds.js';
import { plainJob } from './template.js';
import type { TrainingJob } from './types.js';

/** Somebody's job with much that no form shows. */
const foreign: TrainingJob = {
  apiVersion: 'kubeflow.org/v1',
  kind: 'TFJob',
  metadata: { name: 'mine', labels: { 'kueue.x-k8s.io/queue-name': 'team' } },
  spec: {
    runPolicy: { cleanPodPolicy: 'All', backoffLimit: 3, schedulingPolicy: { minAvailable: 2 } },
    successPolicy: 'AllWorkers',
    tfReplicaSpecs: {
      Chief: {
        replicas: 1,
        restartPolicy: 'ExitCode',
        template: {
          spec: {
            nodeSelector: { disk: 'ssd' },
            containers: [
              { name: 'sidecar', image: 's:1' },
              {
                name: 'tensorflow',
                image: 'a:1',
                command: ['python'],
                args: ['train.py'],
                env: [
                  { name: 'A', value: '1' },
                  { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'k', key: 'v' } } }
                ],
                volumeMounts: [
                  { name: 'data', mountPath: '/data' },
                  { name: 'data', mountPath: '/part', subPath: 'x' },
                  { name: 'tmp', mountPath: '/tmp' }
                ]
              }
            ],
            volumes: [
              { name: 'data', persistentVolumeClaim: { claimName: 'files' } },
              { name: 'tmp', emptyDir: {} }
            ]
          }
        }
      },
      Worker: {
        replicas: 2,
        template: { spec: { containers: [{ name: 'tensorflow', image: 'b:1' }] } }
      }
    }
  }
};

describe('readFields', () => {
  it('shows of a job what a form has, and says where its roles differ', () => {
    expect(readFields(foreign, TFJOB_KIND)).toEqual({
      fields: expect.objectContaining({
        name: 'mine',
        replicas: [
          { role: 'Chief', count: 1 },
          { role: 'Worker', count: 2 },
          { role: 'PS', count: 0 },
          { role: 'Evaluator', count: 0 }
        ],
        image: 'a:1',
        command: ['python', 'train.py'],
        env: [{ name: 'A', value: '1' }],
        volumes: [{ claim: 'files', path: '/data' }]
      }) as JobFields,
      mixed: ['image', 'command', 'env', 'volumes']
    });
  });

  it('does not compare the command of replicas that only lend themselves', () => {
    const job = writeFields(plainJob(MPIJOB_KIND, 'm'), MPIJOB_KIND, {
      command: ['mpirun', 'a'],
      replicas: [
        { role: 'Launcher', count: 1 },
        { role: 'Worker', count: 2 }
      ]
    });
    const { fields, mixed } = readFields(job, MPIJOB_KIND);
    expect([fields.command, mixed]).toEqual([['mpirun', 'a'], []]);
    const { Worker } = job.spec!.mpiReplicaSpecs as Record<
      string,
      { template: { spec: { containers: object[] } } }
    >;
    expect(Worker.template.spec.containers[0]).not.toHaveProperty('command');
  });
});

describe('writeFields', () => {
  it('leaves alone what it does not change', () => {
    expect(writeFields(foreign, TFJOB_KIND, {})).toEqual(foreign);
    const { name, replicas } = readFields(foreign, TFJOB_KIND).fields;
    expect(writeFields(foreign, TFJOB_KIND, { name, replicas })).toEqual(foreign);
  });

  it('keeps what a form does not show of what it changes', () => {
    const job = writeFields(foreign, TFJOB_KIND, {
      env: [{ name: 'B', value: '2' }],
      volumes: [{ claim: 'other', path: '/data' }],
      memory: '1Gi'
    });
    const { Chief } = job.spec!.tfReplicaSpecs as Record<
      string,
      { template: { spec: Record<string, unknown> } }
    >;
    expect(Chief.template.spec).toMatchObject({
      nodeSelector: { disk: 'ssd' },
      containers: [
        { name: 'sidecar', image: 's:1' },
        {
          env: [
            { name: 'B', value: '2' },
            { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'k', key: 'v' } } }
          ],
          resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } },
          volumeMounts: [
            { name: 'data', mountPath: '/part', subPath: 'x' },
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'other', mountPath: '/data' }
          ]
        }
      ],
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: 'files' } },
        { name: 'tmp', emptyDir: {} },
        { name: 'other', persistentVolumeClaim: { claimName: 'other' } }
      ]
    });
  });

  it('gives a new role the pods of another, and takes a role away', () => {
    const counts = (chief: number, ps: number): JobFields['replicas'] => [
      { role: 'Chief', count: chief },
      { role: 'PS', count: ps }
    ];
    const specs = (job: TrainingJob) => job.spec!.tfReplicaSpecs as Record<string, object>;
    const with2 = specs(writeFields(foreign, TFJOB_KIND, { replicas: counts(1, 2) }));
    expect(Object.keys(with2)).toEqual(['Chief', 'Worker', 'PS']);
    expect(with2.PS).toEqual({ ...specs(foreign).Chief, replicas: 2 });
    expect(
      Object.keys(specs(writeFields(foreign, TFJOB_KIND, { replicas: counts(0, 0) })))
    ).toEqual(['Worker']);
  });
});

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const claim = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}[a-z0-9]$/);
const kinds = fc.constantFrom(...TRAINING_JOB_KINDS);
const fields = kinds.chain(kind =>
  fc.record({
    kind: fc.constant(kind),
    fields: fc.record<JobFields>({
      name: text,
      replicas: fc
        .tuple(...kind.roles.map(() => fc.integer({ min: 0, max: 5 })))
        .map(counts => kind.roles.map((role, index) => ({ role, count: Number(counts[index]) })))
        // Of a job without replicas nothing can be read but its name; of one without runners no command.
        .filter(all =>
          all.some(({ role, count }) => count > 0 && (kind.runners ?? [role]).includes(role))
        ),
      image: text,
      command: fc.array(text, { maxLength: 3 }),
      cpu: fc.constantFrom('', '1', '500m'),
      memory: fc.constantFrom('', '1Gi'),
      gpu: fc.constantFrom('', '2'),
      env: fc.uniqueArray(
        fc.record({ name: fc.stringMatching(/^[A-J]{1,4}$/), value: fc.string() }),
        { selector: ({ name }) => name, maxLength: 3 }
      ),
      volumes: fc.uniqueArray(fc.record({ claim, path: fc.stringMatching(/^\/[a-z]{1,5}$/) }), {
        selector: ({ path }) => path,
        maxLength: 3
      })
    })
  })
);

it('reads back what it has written, for every kind', () => {
  fc.assert(
    fc.property(fields, ({ kind, fields: wanted }) => {
      const job = writeFields(plainJob(kind, 'x'), kind, wanted);
      expect(readFields(job, kind)).toEqual({ fields: wanted, mixed: [] });
      // Written again, it stays as it is.
      expect(writeFields(job, kind, wanted)).toEqual(job);
      expect(trainingKindOf(job.kind)).toBe(kind);
    })
  );
});
