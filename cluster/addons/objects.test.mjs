import assert from 'node:assert/strict';
import { test } from 'node:test';

import { referenceOf } from '../../images/index.mjs';
import { whyPodsWait } from './client.mjs';
import { corefile, coreDnsObjects } from './coredns.mjs';
import { annotate, definitionNames, pick } from './definitions.mjs';
import { RUNTIMES, servingRuntime } from './kserve-configuration.mjs';
import { kserveObjects } from './kserve.mjs';
import { localPathObjects } from './local-path.mjs';
import { metricsServerObjects } from './metrics-server.mjs';
import { PYTORCH_INIT_NAME } from './pytorch-init.mjs';
import { kustomizationOf, settingsOf } from './platform.mjs';
import { seaweedFsObjects } from './seaweedfs.mjs';
import { traefikObjects } from './traefik.mjs';
import { jobSetObjects } from './jobset.mjs';
import { trainerObjects } from './trainer.mjs';
import { trainingOperatorObjects } from './training-operator.mjs';

const ALL = [
  ...kserveObjects({
    image: 'localhost/a:1',
    modelImage: 'localhost/b:1',
    routerImage: 'localhost/c:1',
    authority: 'PEM'
  }),
  ...coreDnsObjects({ image: 'localhost/coredns:1', address: '198.18.0.10', resolvers: [] }),
  ...localPathObjects({ image: 'localhost/a:1', volumeImage: 'localhost/b:1', folder: '/volumes' }),
  ...metricsServerObjects({ image: 'localhost/metrics-server:1' }),
  ...seaweedFsObjects({ image: 'localhost/weed:1' }),
  ...traefikObjects({ image: 'localhost/traefik:1', address: '198.18.0.80' }),
  ...trainerObjects({ image: 'localhost/trainer:1' }),
  ...jobSetObjects({ image: 'localhost/jobset:1', authority: 'PEM' }),
  ...trainingOperatorObjects({ image: 'localhost/training-operator:1' })
];

test('without a way out, names elsewhere do not exist; with one, they are asked for', () => {
  assert.match(corefile([]), /rcode NXDOMAIN/);
  assert.doesNotMatch(corefile([]), /forward/);
  const forwarding = corefile(['192.0.2.1', '192.0.2.2']);
  assert.match(forwarding, /forward \. 192\.0\.2\.1 192\.0\.2\.2\n/);
  assert.doesNotMatch(forwarding, /NXDOMAIN/);
});

for (const { metadata, spec } of ALL.filter(object => object.kind === 'Deployment')) {
  test(`${metadata.name} runs without rights and without a place to write`, () => {
    const { securityContext, containers, volumes } = spec.template.spec;
    assert.equal(securityContext.runAsNonRoot, true);
    assert.equal(securityContext.seccompProfile.type, 'RuntimeDefault');
    for (const container of containers) {
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] }
      });
      assert.equal(container.imagePullPolicy, 'IfNotPresent');
      assert.ok(container.resources.requests.cpu && container.resources.requests.memory);
    }
    assert.ok(volumes.every((/** @type {object} */ volume) => !('hostPath' in volume)));
  });
}

test('no role reaches further than its kinds', () => {
  for (const { rules = [] } of ALL) {
    for (const rule of rules) {
      assert.ok(
        ![rule.apiGroups, rule.resources, rule.verbs].flat().includes('*'),
        JSON.stringify(rule)
      );
    }
  }
});

test('the gateway believes no client, and takes the identity from the server alone', () => {
  const config = ALL.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'traefik'
  );
  const settings = JSON.parse(config?.data['traefik.yaml']);
  const { forwardAuth } = JSON.parse(config?.data['dynamic.yaml']).http.middlewares[
    'kubeflow-lab-auth'
  ];
  assert.deepEqual(settings.entryPoints.web.http.middlewares, ['kubeflow-lab-auth@file']);
  assert.equal(settings.entryPoints.web.forwardedHeaders.insecure, false);
  assert.equal(settings.api, undefined);
  assert.deepEqual(forwardAuth.authResponseHeaders, [
    'X-Kubeflow-Lab-Identity',
    'Cookie',
    'Authorization'
  ]);
  assert.equal(forwardAuth.trustForwardHeader, false);
  assert.ok(forwardAuth.maxResponseBodySize > 0);
});

test('the gateway tells what it counts to whom the server knows, at a port of its own', () => {
  const config = ALL.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'traefik'
  );
  const { metrics, entryPoints } = JSON.parse(config?.data['traefik.yaml']);
  const { http } = JSON.parse(config?.data['dynamic.yaml']);
  assert.equal(metrics.prometheus.manualRouting, true);
  assert.notEqual(entryPoints.counters.address, entryPoints.web.address);
  const routers = Object.values(http.routers);
  assert.deepEqual(
    routers.map(({ entryPoints: at, middlewares, service }) => [at, middlewares, service]),
    [[['counters'], ['kubeflow-lab-counters'], 'prometheus@internal']]
  );
  const { forwardAuth } = http.middlewares['kubeflow-lab-counters'];
  assert.equal(forwardAuth.address, 'http://kubeflow-lab-server.kubeflow-lab.svc/auth/counters');
});

test('of the bucket service, only S3 listens beyond its pod, and it makes one volume for a bucket', () => {
  const pods = ALL.find(
    ({ kind, metadata: { name } }) => kind === 'Deployment' && name === 'seaweedfs'
  );
  const [container] = pods?.spec.template.spec.containers ?? [];
  const bound = container.args.filter((/** @type {string} */ arg) => arg.includes('ip.bind'));
  assert.deepEqual(bound, ['-ip.bind=127.0.0.1', '-s3.ip.bind=0.0.0.0']);
  const growth = container.env.find(
    (/** @type {{ name: string }} */ { name }) => name === 'WEED_MASTER_VOLUME_GROWTH_COPY_1'
  );
  assert.equal(growth.value, '1');
  assert.equal(pods?.spec.strategy.type, 'Recreate');
});

const MANIFEST = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.19.0
  name: ones.example.org
spec:
  names:
    kind: One
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.19.0
  name: others.example.org
`;

test('every definition gets the annotations, and the rest stays as it is', () => {
  const annotated = annotate(MANIFEST, { 'example.org/link': 'https://example.org/#1' });
  const line = '    example.org/link: "https://example.org/#1"\n';
  assert.equal(annotated.split(line).length - 1, 2);
  assert.equal(annotated.replaceAll(line, ''), MANIFEST);
  assert.deepEqual(definitionNames(annotated), ['ones.example.org', 'others.example.org']);
});

test('only the definitions that are asked for are taken, as they are', () => {
  const others = pick(MANIFEST, ['others.example.org']);
  assert.deepEqual(definitionNames(others), ['others.example.org']);
  assert.ok(MANIFEST.endsWith(others));
  assert.equal(pick(MANIFEST, definitionNames(MANIFEST)), MANIFEST);
  assert.throws(() => pick(MANIFEST, ['missing.example.org']), RangeError);
});

test('KServe stands in the way of no pods but those of served models', () => {
  const hooks = ALL.filter(({ kind }) => /WebhookConfiguration$/.test(kind)).flatMap(
    ({ webhooks }) => webhooks
  );
  const onPods = hooks.filter(({ rules }) => rules[0].resources.includes('pods'));
  assert.deepEqual(
    onPods.map(({ objectSelector }) => objectSelector.matchExpressions),
    [[{ key: 'serving.kserve.io/inferenceservice', operator: 'Exists' }]]
  );
  const ours = hooks.filter(({ name }) => /kserve/.test(name));
  assert.equal(ours.length, 7);
  for (const { clientConfig } of ours) {
    assert.equal(Buffer.from(clientConfig.caBundle, 'base64').toString(), 'PEM');
  }
});

test('no request is lost when a model server goes, and its settings are JSON', () => {
  const [container] = servingRuntime(RUNTIMES[0], 'localhost/b:1').spec.containers;
  assert.equal(container?.lifecycle.preStop.httpGet.path, '/drain');
  const config = ALL.find(({ metadata }) => metadata.name === 'inferenceservice-config');
  const deploy = JSON.parse(config?.data.deploy);
  assert.equal(deploy.deploymentRolloutStrategy.defaultRollout.maxUnavailable, '0%');
  assert.equal(JSON.parse(config?.data.storageInitializer).image, 'localhost/b:1');
});

test('a model answers by HTTP at the first port of its container, and by gRPC at one with a name for it', () => {
  const { containers, protocolVersions } = servingRuntime(RUNTIMES[0], 'localhost/b:1').spec;
  const [{ args, ports, readinessProbe }] = containers;
  // KServe leads port 80 of the Service to the first, and knows gRPC by the name; two ports of a Service need names.
  assert.deepEqual(
    ports.map(({ name, containerPort }) => [name, containerPort]),
    [
      ['http', readinessProbe.httpGet.port],
      ['grpc', 8081]
    ]
  );
  assert.ok(args.includes('--http_port=8080') && args.includes('--grpc_port=8081'));
  assert.deepEqual(protocolVersions, ['v1', 'v2', 'grpc-v2']);
});

const BASIS = {
  overlay: '../overlay',
  image: 'localhost:5000/lab/platform:1.2',
  digest: 'sha256:1',
  settings: settingsOf({
    origin: 'http://localhost:8080',
    images: { jupyter: ['a:1'], tensorflow: [], xgboost: [], pytorch: [], mpi: [] }
  }),
  authority: 'PEM'
};

test('programs get new pods when settings or image change, and only then', () => {
  const patch = (/** @type {Partial<typeof BASIS>} */ change) =>
    kustomizationOf({ ...BASIS, ...change }).patches[0]?.patch;
  assert.equal(patch({}), patch({ settings: { ...BASIS.settings } }));
  assert.notEqual(patch({}), patch({ digest: 'sha256:2' }));
  assert.notEqual(
    patch({}),
    patch({ settings: { ...BASIS.settings, KUBEFLOW_LAB_ORIGIN: 'http://localhost:8081' } })
  );
  const [image] = kustomizationOf(BASIS).images;
  assert.deepEqual([image?.newName, image?.newTag], ['localhost:5000/lab/platform', '1.2']);
});

test('the webhook of PodDefaults is known by its certificate', () => {
  const { target, patch = '[]' } = kustomizationOf(BASIS).patches[1] ?? {};
  assert.equal(target?.kind, 'MutatingWebhookConfiguration');
  const [{ path, value }] = JSON.parse(patch);
  assert.equal(path, '/webhooks/0/clientConfig/caBundle');
  assert.equal(Buffer.from(value, 'base64').toString(), 'PEM');
});

const waiting = (/** @type {object} */ status) => [
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, status }
];

for (const [why, pods, expected] of /** @type {const} */ ([
  ['no pod at all', [], /it has no pod/],
  [
    'an image that is not there',
    waiting({
      containerStatuses: [
        { name: 'c', state: { waiting: { reason: 'ErrImageNeverPull', message: 'not present' } } }
      ]
    }),
    /container c of pod p is waiting \(ErrImageNeverPull: not present\)/
  ],
  [
    'a program that ends again and again',
    waiting({
      containerStatuses: [
        {
          name: 'c',
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 139 } }
        }
      ]
    }),
    /ends with exit code 139/
  ],
  [
    'a probe without an answer',
    waiting({ containerStatuses: [{ name: 'c', ready: false, state: { running: {} } }] }),
    /does not answer its probe/
  ],
  [
    'no place on the node',
    waiting({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', message: 'Insufficient memory.' }]
    }),
    /pod p is Pending \(Insufficient memory\.\)/
  ]
])) {
  test(`says why pods wait: ${why}`, () => {
    assert.match(whyPodsWait([...pods]), expected);
  });
}

test('workers of a PyTorchJob wait for their master in an image that the node has', () => {
  const config = ALL.find(({ metadata }) => metadata.name === PYTORCH_INIT_NAME);
  const text = config?.data['initContainer.yaml'];
  const [container] = JSON.parse(text.replace('{{.MasterAddr}}', 'net-master-0'));
  assert.equal(container.image, referenceOf('platform'));
  assert.equal(container.command.at(-1), 'net-master-0');
  // The operator reads it as a template of HTML, in which tags would change how the name is written.
  assert.doesNotMatch(text, /</);
  const operator = ALL.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'training-operator'
  );
  const { containers, volumes } = operator?.spec.template.spec ?? {};
  const mount = containers[0].volumeMounts.find(
    (/** @type {{ mountPath: string }} */ { mountPath }) => mountPath === '/etc/config'
  );
  const volume = volumes.find((/** @type {{ name: string }} */ { name }) => name === mount.name);
  assert.equal(volume.configMap.name, PYTORCH_INIT_NAME);
});
