import { HTTP_ROUTE, NAMESPACE, NOTEBOOK, VIRTUAL_SERVICE } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { eventually } from '../../../kube/testing/cluster.js';
import {
  create,
  get,
  isGone,
  project,
  startController,
  useProject
} from '../../testing/notebooks.js';
import { installVirtualServices } from '../../testing/istio.js';
import { admin, asController } from '../../testing/platform.js';

useProject();

it('gives routes to projects only', async () => {
  await startController();
  await create('lab');
  const route = `notebook-${project()}-lab`;
  await eventually(async () => Boolean(await get(HTTP_ROUTE, route)));
  const labels = { 'app.kubernetes.io/part-of': null };
  await admin.mergePatch(NAMESPACE, { name: project() }, { metadata: { labels } });
  await eventually(() => isGone(HTTP_ROUTE, route));
});

it('writes a VirtualService, keeps it as it should be, and follows the annotations', async () => {
  await installVirtualServices();
  await startController(asController, 'istio');
  await create('lab');
  const name = `notebook-${project()}-lab`;
  const prefix = `/notebook/${project()}/lab/`;
  const http = async () => {
    const service = (await get(VIRTUAL_SERVICE, name)) as KubeObject & {
      spec: { hosts: string[]; gateways: string[]; http: unknown[] };
    };
    return service.spec;
  };
  const route = {
    headers: { request: { set: {} } },
    match: [{ uri: { prefix } }],
    rewrite: { uri: prefix },
    route: [{ destination: { host: `lab.${project()}.svc.local`, port: { number: 80 } } }]
  };
  const wanted = { hosts: ['lab.example.org'], gateways: ['kubeflow/main'] };
  await eventually(http);
  expect(await http()).toEqual({ ...wanted, http: [route] });
  expect(await isGone(HTTP_ROUTE, name)).toBe(true);

  const key = { namespace: project(), name };
  await admin.mergePatch(VIRTUAL_SERVICE, key, { spec: { hosts: ['elsewhere'] } });
  await eventually(async () => (await http()).hosts[0] === 'lab.example.org');

  const annotations = {
    'notebooks.kubeflow.org/http-rewrite-uri': '/',
    'notebooks.kubeflow.org/http-headers-request-set': '{"X-RStudio-Root-Path":"/r/"}'
  };
  await admin.mergePatch(
    NOTEBOOK,
    { namespace: project(), name: 'lab' },
    { metadata: { annotations } }
  );
  const changed = {
    ...route,
    headers: { request: { set: { 'X-RStudio-Root-Path': '/r/' } } },
    rewrite: { uri: '/' }
  };
  await eventually(async () => JSON.stringify(await http()).includes('X-RStudio'));
  expect(await http()).toEqual({ ...wanted, http: [changed] });
});
