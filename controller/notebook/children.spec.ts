import type { Notebook } from '@kubeflow-lab/resources';

import { serviceFor, statefulSetFor } from './children.js';
import { createRouting } from './routing/index.js';
import type { RoutingSettings } from './routing/index.js';

function notebook(change: Partial<Notebook> = {}): Notebook {
  return {
    metadata: { name: 'lab', namespace: 'ada', uid: 'u1' },
    spec: { template: { spec: { containers: [{ name: 'lab', image: 'i' }] } } },
    ...change
  };
}

function podOf(object: Notebook) {
  return statefulSetFor(object).spec!.template!;
}

function withContainer(container: object): Notebook {
  const containers = [{ name: 'lab', image: 'i', ...container }];
  return notebook({ spec: { template: { spec: { containers } } } });
}

function withMeta(metadata: Notebook['metadata']): Notebook {
  return notebook({ metadata: { ...notebook().metadata, ...metadata } });
}

it('runs one pod, and none where the stop annotation exists, whatever its value', () => {
  expect(statefulSetFor(notebook()).spec?.replicas).toBe(1);
  for (const value of ['2026-01-01T00:00:00Z', '', 'false']) {
    const stopped = withMeta({ annotations: { 'kubeflow-resource-stopped': value } });
    expect(statefulSetFor(stopped).spec?.replicas).toBe(0);
    expect(podOf(stopped)).toEqual(podOf(notebook()));
  }
});

it("copies the notebook's labels to the pod, but lets none of them break the selectors", () => {
  const labels = { app: 'x', statefulset: 'stolen', 'notebook-name': 'stolen' };
  expect(podOf(withMeta({ labels })).metadata?.labels).toEqual({
    app: 'x',
    statefulset: 'lab',
    'notebook-name': 'lab'
  });
});

it('copies annotations, but not the bookkeeping', () => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
    'notebooks.kubeflow.org/creator': 'ada',
    'sidecar.istio.io/inject': 'false'
  };
  expect(podOf(withMeta({ annotations })).metadata?.annotations).toEqual({
    'sidecar.istio.io/inject': 'false'
  });
});

it('fills in what the container leaves out, and keeps what it says', () => {
  const filled = podOf(notebook()).spec!.containers![0];
  expect(filled).toMatchObject({
    workingDir: '/home/jovyan',
    ports: [{ containerPort: 8888, name: 'notebook-port', protocol: 'TCP' }],
    env: [{ name: 'NB_PREFIX', value: '/notebook/ada/lab' }]
  });
  const own = {
    workingDir: '/work',
    ports: [{ containerPort: 9999 }],
    env: [{ name: 'NB_PREFIX', value: '/own' }]
  };
  expect(podOf(withContainer(own)).spec!.containers![0]).toMatchObject(own);
});

it('gives volumes to the group of the images, unless the pod says otherwise', () => {
  expect(podOf(notebook()).spec?.securityContext).toEqual({ fsGroup: 100 });
  const containers = [{ name: 'lab' }];
  const own = notebook({ spec: { template: { spec: { containers, securityContext: {} } } } });
  expect(podOf(own).spec?.securityContext).toEqual({});
});

it('adds no group where the installation does not want that', () => {
  const { spec } = statefulSetFor(notebook(), { addFsGroup: false }).spec!.template!;
  expect(spec).not.toHaveProperty('securityContext');
});

it('passes on to the StatefulSet what a queue needs, and nothing else', () => {
  const queue = { 'kueue.x-k8s.io/queue-name': 'team' };
  const priority = { 'kueue.x-k8s.io/priority-boost': '1' };
  const made = statefulSetFor(
    withMeta({ labels: { app: 'x', ...queue }, annotations: { note: 'y', ...priority } })
  );
  expect(made.metadata).toMatchObject({ labels: queue, annotations: priority });
  expect(Object.keys(made.metadata!.labels!)).toHaveLength(1);
  expect(Object.keys(made.metadata!.annotations!)).toHaveLength(1);
  expect(made.spec?.template?.metadata?.labels).toMatchObject({ app: 'x', ...queue });
  expect(made.spec?.template?.metadata?.annotations).toEqual({ note: 'y', ...priority });
  expect(statefulSetFor(notebook()).metadata).not.toHaveProperty('labels');
});

it('marks the pod with the restart that was asked for', () => {
  const annotations = { 'notebooks.kubeflow.org/restart': 'ignored: the caller says which' };
  const made = statefulSetFor(withMeta({ annotations }), { restart: '2' });
  expect(made.spec?.template?.metadata?.annotations).toEqual({
    'notebooks.kubeflow.org/restart': '2'
  });
});

it('leaves what is no list for the API server to refuse', () => {
  expect(podOf(withContainer({ env: 'x' })).spec!.containers![0].env).toBe('x');
  expect(podOf(notebook({ spec: {} })).spec?.containers).toEqual([]);
});

it('serves port 80 from the first port of the container', () => {
  expect(serviceFor(notebook()).spec).toEqual({
    type: 'ClusterIP',
    selector: { statefulset: 'lab' },
    ports: [{ name: 'http-lab', port: 80, targetPort: 8888, protocol: 'TCP' }]
  });
  const own = withContainer({ ports: [{ containerPort: 8787 }, { containerPort: 1 }] });
  expect(serviceFor(own).spec?.ports?.[0].targetPort).toBe(8787);
});

const settings = (strategy: string): RoutingSettings => ({
  strategy,
  gateway: { namespace: 'g', name: 'gw' },
  istio: { gateway: 'g/gw', host: '*', clusterDomain: 'cluster.local' }
});

it('belongs to the notebook', () => {
  const owner = { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', name: 'lab', uid: 'u1' };
  const routes = ['gateway-api', 'istio'].map(name => createRouting(settings(name))!.routeFor);
  for (const child of [statefulSetFor, serviceFor, ...routes]) {
    expect(child(notebook()).metadata).toMatchObject({
      namespace: 'ada',
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }]
    });
  }
});

it('knows its strategies', () => {
  expect(createRouting(settings('none'))).toBeNull();
  expect(() => createRouting(settings('nginx'))).toThrow('ROUTING');
});
