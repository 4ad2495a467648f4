import { replicaEnvironment } from './environment.js';
import { trainingKindOf } from './kinds.js';
import { plainJob } from './template.js';
import { describeTopology, topologyOf, viewReplica } from './topology.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

function job(
  kind: string,
  counts: Record<string, number>,
  more: object = {}
): [TrainingJob, TrainingJobKind] {
  const row = trainingKindOf(kind)!;
  const amounts = { cpu: '500m', memory: '1Gi' };
  const resources = { requests: amounts, limits: amounts };
  const template = { spec: { containers: [{ name: row.container, resources }] } };
  const specs = Object.entries(counts).map(([role, replicas]) => [role, { replicas, template }]);
  const metadata = { name: 'net', namespace: 'ada' };
  return [
    { kind, metadata, spec: { ...more, [row.replicaSpecs]: Object.fromEntries(specs) } },
    row
  ];
}

const variables =
  (...[made, kind]: [TrainingJob, TrainingJobKind]) =>
  (role: string, index: number) =>
    Object.fromEntries(
      replicaEnvironment(made, kind, { role, index }).map(({ name, value }) => [name, value])
    );

describe('the variables that replicas will find', () => {
  it('are TF_CONFIG of a TFJob, and none where it has one replica', () => {
    const worker = variables(...job('TFJob', { Worker: 2, PS: 1 }))('Worker', 1);
    expect(worker.TF_CONFIG).toBe(
      '{"cluster":{"ps":["net-ps-0.ada.svc:2222"],' +
        '"worker":["net-worker-0.ada.svc:2222","net-worker-1.ada.svc:2222"]},' +
        '"task":{"type":"worker","index":1},"environment":"cloud"}'
    );
    expect(variables(...job('TFJob', { Chief: 1 }))('Chief', 0)).toEqual({});
  });

  it('name only what is steady where workers of a TFJob come and go', () => {
    const of = variables(...job('TFJob', { Worker: 2, PS: 1 }, { enableDynamicWorker: true }));
    expect(JSON.parse(of('Worker', 1).TF_CONFIG)).toEqual({
      cluster: { worker: { 1: 'net-worker-1.ada.svc:2222' }, ps: ['net-ps-0.ada.svc:2222'] },
      task: { type: 'worker', index: 1 }
    });
    expect(JSON.parse(of('PS', 0).TF_CONFIG).cluster).toEqual({
      worker: {},
      ps: ['net-ps-0.ada.svc:2222']
    });
  });

  it('are where to meet and the rank of a PyTorchJob', () => {
    expect(variables(...job('PyTorchJob', { Master: 1, Worker: 2 }))('Worker', 1)).toEqual({
      PYTHONUNBUFFERED: '1',
      MASTER_PORT: '23456',
      PET_MASTER_PORT: '23456',
      MASTER_ADDR: 'net-master-0',
      PET_MASTER_ADDR: 'net-master-0',
      WORLD_SIZE: '3',
      RANK: '2',
      PET_NODE_RANK: '2',
      PET_NPROC_PER_NODE: 'auto',
      PET_NNODES: '3'
    });
    const processes = variables(
      ...job('PyTorchJob', { Master: 1, Worker: 1 }, { nprocPerNode: '4' })
    );
    expect(processes('Master', 0)).toMatchObject({ WORLD_SIZE: '8', PET_NPROC_PER_NODE: '4' });
  });

  it('are the range of nodes of an elastic PyTorchJob', () => {
    const elasticPolicy = { minReplicas: 1, maxReplicas: 3, maxRestarts: 5 };
    expect(variables(...job('PyTorchJob', { Worker: 2 }, { elasticPolicy }))('Worker', 0)).toEqual({
      PYTHONUNBUFFERED: '1',
      PET_NPROC_PER_NODE: 'auto',
      PET_RDZV_ENDPOINT: 'net-worker-0:23456',
      PET_RDZV_BACKEND: 'c10d',
      PET_NNODES: '1:3',
      PET_MAX_RESTARTS: '5'
    });
  });

  it('are tracker and workers of an XGBoostJob', () => {
    expect(variables(...job('XGBoostJob', { Master: 1, Worker: 2 }))('Worker', 0)).toEqual({
      MASTER_PORT: '9999',
      MASTER_ADDR: 'net-master-0',
      WORLD_SIZE: '3',
      RANK: '1',
      PYTHONUNBUFFERED: '1',
      WORKER_PORT: '9999',
      WORKER_ADDRS: 'net-worker-0,net-worker-1'
    });
    expect(variables(...job('XGBoostJob', { Master: 1 }))('Master', 0)).not.toHaveProperty(
      'WORKER_ADDRS'
    );
  });

  it('are the coordinator of a JAXJob, and the hosts of an MPIJob', () => {
    expect(variables(...job('JAXJob', { Worker: 2 }))('Worker', 1)).toMatchObject({
      COORDINATOR_ADDRESS: 'net-worker-0',
      NUM_PROCESSES: '2',
      PROCESS_ID: '1'
    });
    const mpi = variables(...job('MPIJob', { Launcher: 1, Worker: 2 }));
    expect(mpi('Launcher', 0).OMPI_MCA_orte_default_hostfile).toBe('/etc/mpi/hostfile');
    expect(mpi('Worker', 0)).toEqual({});
  });

  it('take the port that a container names', () => {
    const [made, kind] = job('XGBoostJob', { Master: 1 });
    const master = (made.spec!.xgbReplicaSpecs as Record<string, { template: object }>).Master;
    master.template = {
      spec: {
        containers: [{ name: 'xgboost', ports: [{ name: 'xgboostjob-port', containerPort: 5 }] }]
      }
    };
    expect(variables(made, kind)('Master', 0).MASTER_PORT).toBe('5');
  });
});

describe('who talks to whom', () => {
  it.each<[string, Record<string, number>, string[], string[] | null]>([
    ['TFJob', { Chief: 1, Worker: 2 }, [], ['Chief', 'Worker']],
    ['TFJob', { Worker: 1 }, [], null],
    ['TFJob', { Chief: 1, Worker: 2, PS: 1 }, ['Chief→PS', 'Worker→PS'], null],
    ['TFJob', { Chief: 1, Evaluator: 1 }, ['Chief→Evaluator'], null],
    ['PyTorchJob', { Master: 1, Worker: 1 }, ['Worker→Master'], ['Master', 'Worker']],
    ['XGBoostJob', { Master: 1, Worker: 2 }, ['Worker→Master'], ['Master', 'Worker']],
    ['MPIJob', { Launcher: 1, Worker: 2 }, ['Launcher→Worker'], ['Worker']],
    ['JAXJob', { Worker: 3 }, [], ['Worker']]
  ])('in a %s of %j', (name, counts, links, collective) => {
    const found = topologyOf(...job(name, counts));
    expect(found.links.map(({ from, to }) => `${from}→${to}`)).toEqual(links);
    expect(found.collective?.roles ?? null).toEqual(collective);
  });

  it('is ordered by role, and adds up what is asked for', () => {
    const { roles, totals } = topologyOf(...job('TFJob', { Worker: 3, PS: 0, Chief: 1 }));
    expect(roles).toEqual([
      { role: 'Chief', count: 1 },
      { role: 'Worker', count: 3 }
    ]);
    expect(totals).toEqual({ replicas: 4, cpu: 2, memory: 4 * 2 ** 30, gpu: 0, unlimited: false });
  });

  it('knows that a job which nobody sized asks for little and may take all', () => {
    const kind = trainingKindOf('PyTorchJob')!;
    const { totals } = topologyOf(plainJob(kind, 'net'), kind);
    expect(totals).toEqual({ replicas: 1, cpu: 0.1, memory: 0, gpu: 0, unlimited: true });
  });

  it('names a launcher without a number', () => {
    const view = viewReplica(...job('MPIJob', { Launcher: 1 }), { role: 'Launcher', index: 0 });
    expect([view.name, view.address]).toEqual(['net-launcher', 'net-launcher:9999']);
  });

  it('can be read as text, however many replicas there are', () => {
    const text = describeTopology(...job('PyTorchJob', { Master: 1, Worker: 9 }));
    expect(text[0]).toBe('PyTorchJob net: 1 Master + 9 Worker; asks for 5 CPU, 10Gi memory.');
    expect(text).toContain('  … and 5 more of Worker');
    expect(text.join('\n')).toContain('net-worker-3: PYTHONUNBUFFERED=1 MASTER_PORT=23456');
  });
});
