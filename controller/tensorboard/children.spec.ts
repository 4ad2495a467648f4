import type {
  LogsPath,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  Tensorboard
} from '@kubeflow-lab/resources';

import { nodeOfClaim, onOneNode } from './affinity.js';
import { boardDeployment, boardService } from './children.js';
import { boardRouting, gatewayApiRouting, istioRouting } from './routing.js';
import { boardStatus } from './status.js';

const board: Tensorboard = {
  metadata: { name: 'digits', namespace: 'ada', uid: 'u' },
  spec: { logspath: 'pvc://shared/logs' }
};
const settings = { image: 'tb:1', serverUrl: 'http://server' };

function podOf(place: LogsPath): PodSpec {
  const { spec } = boardDeployment(board, place, settings) as {
    spec: { template: { spec: PodSpec } };
  };
  return spec.template.spec;
}

it('reads a folder of a volume, and cannot write there', () => {
  const pod = podOf({ kind: 'claim', claim: 'shared', path: 'logs' });
  expect(pod.volumes).toEqual([{ name: 'logs', persistentVolumeClaim: { claimName: 'shared' } }]);
  expect(pod.containers).toMatchObject([
    {
      image: 'tb:1',
      args: ['--logdir=/tensorboard_logs', '--bind_all', '--path_prefix=/tensorboard/ada/digits'],
      volumeMounts: [
        { name: 'logs', mountPath: '/tensorboard_logs', subPath: 'logs', readOnly: true }
      ]
    }
  ]);
  expect(pod.automountServiceAccountToken).toBe(false);
});

it("reads a bucket with the project's keys", () => {
  const pod = podOf({ kind: 'bucket', uri: 's3://ada/logs' });
  expect(pod).not.toHaveProperty('volumes');
  expect(pod.containers).toMatchObject([
    { envFrom: [{ secretRef: { name: 'kubeflow-lab-s3', optional: true } }] }
  ]);
  expect(pod.containers?.[0].args).toContain('--logdir=s3://ada/logs');
});

it('is told whose requests to answer', () => {
  const [{ env }] = podOf({ kind: 'bucket', uri: 's3://ada' }).containers ?? [];
  expect(env).toEqual([
    { name: 'KUBEFLOW_LAB_URL', value: 'http://server' },
    { name: 'KUBEFLOW_LAB_AUDIENCE', value: 'tensorboard:ada/digits' }
  ]);
});

it('is reached through its Service by its path, and all of it goes with the Tensorboard', () => {
  const gateway = { namespace: 'kubeflow-lab', name: 'gateway' };
  const route = gatewayApiRouting(gateway).routeFor(board);
  expect(route).toMatchObject({
    metadata: { name: 'tensorboard-ada-digits' },
    spec: {
      parentRefs: [gateway],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/tensorboard/ada/digits' } }],
          backendRefs: [{ name: 'digits', port: 80 }]
        }
      ]
    }
  });
  const service = boardService(board);
  expect(service.spec).toMatchObject({ ports: [{ port: 80, targetPort: 6006 }] });
  const deployment = boardDeployment(board, { kind: 'bucket', uri: 's3://ada' }, settings);
  for (const { metadata } of [route, service, deployment]) {
    expect(metadata?.ownerReferences).toMatchObject([{ kind: 'Tensorboard', uid: 'u' }]);
  }
});

it('is reached through Istio by its path with a last slash, which it is given as it is', () => {
  const istio = { gateway: 'kubeflow/gateway', host: '*', clusterDomain: 'cluster.local' };
  expect(istioRouting(istio).routeFor(board)).toMatchObject({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'VirtualService',
    metadata: { name: 'tensorboard-ada-digits', namespace: 'ada' },
    spec: {
      hosts: ['*'],
      gateways: ['kubeflow/gateway'],
      http: [
        {
          match: [{ uri: { prefix: '/tensorboard/ada/digits/' } }],
          route: [{ destination: { host: 'digits.ada.svc.cluster.local', port: { number: 80 } } }],
          timeout: '300s'
        }
      ]
    }
  });
  const gateway = { namespace: 'kubeflow-lab', name: 'gateway' };
  const kinds = ['gateway-api', 'istio', 'none'].map(
    strategy => boardRouting({ strategy, gateway, istio })?.kind.kind
  );
  expect(kinds).toEqual(['HTTPRoute', 'VirtualService', undefined]);
});

it('has no pod while it is stopped', () => {
  const annotations = { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' };
  const stopped = { ...board, metadata: { ...board.metadata, annotations } };
  const place = { kind: 'bucket', uri: 's3://ada' } as const;
  expect(boardDeployment(stopped, place, settings).spec).toMatchObject({ replicas: 0 });
  expect(boardDeployment(board, place, settings).spec).toMatchObject({ replicas: 1 });
});

it.each<[string[] | undefined, boolean]>([
  [['ReadWriteOnce'], true],
  [['ReadWriteOnce', 'ReadWriteMany'], false],
  [['ReadOnlyMany'], false],
  [[], false],
  [undefined, false]
])('a volume with access modes %j is on one node only: %s', (accessModes, is) => {
  expect(onOneNode({ spec: { accessModes } } as PersistentVolumeClaim)).toBe(is);
});

it('goes to the node of a running pod that mounts its volume', () => {
  const pod = (phase: string, claimName: string, nodeName?: string): Pod => ({
    metadata: { name: 'p' },
    spec: {
      nodeName,
      containers: [],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }]
    },
    status: { phase }
  });
  const pods = [
    pod('Succeeded', 'shared', 'a'),
    pod('Running', 'other', 'b'),
    pod('Running', 'shared', 'c')
  ];
  expect(nodeOfClaim('shared', pods)).toBe('c');
  expect(nodeOfClaim('shared', pods.slice(0, 2))).toBeNull();
  expect(nodeOfClaim('shared', [{ metadata: { name: 'odd' } }])).toBeNull();
});

it.each([
  [undefined, { readyReplicas: 0, conditions: [] }],
  [
    {
      readyReplicas: 1,
      conditions: [
        { type: 'Available', status: 'True', lastUpdateTime: '2026-01-01T00:00:02Z' },
        { type: 'Progressing', status: 'True', lastUpdateTime: '2026-01-01T00:00:01Z' },
        { type: 'ReplicaFailure', status: 'False', lastUpdateTime: '2026-01-01T00:00:03Z' }
      ]
    },
    {
      readyReplicas: 1,
      conditions: [
        { deploymentState: 'Progressing', lastProbeTime: '2026-01-01T00:00:01Z' },
        { deploymentState: 'Available', lastProbeTime: '2026-01-01T00:00:02Z' }
      ]
    }
  ]
])('tells of a Deployment %j as upstream does', (status, told) => {
  expect(boardStatus(status)).toEqual(told);
});
