import type { Notebook } from '@kubeflow-lab/resources';

import { istioRouting } from './istio.js';

const routing = istioRouting({ gateway: 'g/gw', host: '*', clusterDomain: 'cluster.local' });

function routeOf(annotations?: Record<string, string>) {
  const notebook: Notebook = {
    metadata: { name: 'lab', namespace: 'ada', uid: 'u1', annotations },
    spec: { template: { spec: { containers: [{ name: 'lab' }] } } }
  };
  return routing.routeFor(notebook) as unknown as {
    spec: { http: { rewrite: { uri: string }; headers: { request: { set: object } } }[] };
  };
}

it('is what Kubeflow writes', () => {
  expect(routeOf()).toMatchObject({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'VirtualService',
    metadata: { name: 'notebook-ada-lab', namespace: 'ada' },
    spec: {
      hosts: ['*'],
      gateways: ['g/gw'],
      http: [
        {
          headers: { request: { set: {} } },
          match: [{ uri: { prefix: '/notebook/ada/lab/' } }],
          rewrite: { uri: '/notebook/ada/lab/' },
          route: [{ destination: { host: 'lab.ada.svc.cluster.local', port: { number: 80 } } }]
        }
      ]
    }
  });
});

it.each([
  [undefined, '/notebook/ada/lab/'],
  ['', '/notebook/ada/lab/'],
  ['/', '/'],
  ['/x/', '/x/'],
  ['/x\n', '/notebook/ada/lab/']
])('rewrites to what the annotation %j says', (uri, expected) => {
  const route = routeOf(
    uri === undefined ? {} : { 'notebooks.kubeflow.org/http-rewrite-uri': uri }
  );
  expect(route.spec.http[0].rewrite.uri).toBe(expected);
});

it.each([
  ['{"A":"b","C":""}', { A: 'b', C: '' }],
  ['{}', {}],
  ['', {}],
  ['{"A":1}', {}],
  ['["A"]', {}],
  ['null', {}],
  ['"A"', {}],
  ['{"A":"100%"}', { A: '100%%' }],
  ['{"A":"b\\nc"}', {}],
  ['{"A":"b","":"c"}', {}],
  ['{"a name":"c"}', {}],
  ['{', {}]
])('sets the headers of %j', (headers, expected) => {
  const route = routeOf({ 'notebooks.kubeflow.org/http-headers-request-set': headers });
  expect(route.spec.http[0].headers.request.set).toEqual(expected);
});
