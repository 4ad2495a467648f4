import { readConfig } from './config.js';
import { readCullingConfig } from './culling/index.js';

it('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    controllers: ['notebook', 'culling', 'profile', 'bucket', 'model-route', 'tensorboard'],
    routing: {
      strategy: 'gateway-api',
      gateway: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-gateway' },
      istio: { gateway: 'kubeflow/kubeflow-gateway', host: '*', clusterDomain: 'cluster.local' }
    },
    addFsGroup: true,
    sharedVolume: { size: '5Gi', accessMode: 'ReadWriteOnce' },
    tensorboardImage: '',
    culling: readCullingConfig({}),
    bucketReclaim: 'Retain',
    bucketService: 'kubeflow-lab-bucket-service',
    leaseNamespace: 'kubeflow-lab',
    leaseSeconds: 10,
    port: 8081,
    metricsPort: null,
    logLevel: 'info'
  });
});

it('takes what the environment says', () => {
  const env = {
    ROUTING: 'istio',
    GATEWAY: 'istio-system/main',
    ISTIO_GATEWAY: 'istio-system/public',
    ISTIO_HOST: 'lab.example.org',
    CLUSTER_DOMAIN: 'example.local',
    SHARED_VOLUME_SIZE: '1Ti',
    SHARED_VOLUME_ACCESS_MODE: 'ReadWriteMany',
    SHARED_VOLUME_STORAGE_CLASS: 'nfs',
    BUCKET_RECLAIM: 'Delete'
  };
  expect(readConfig(env)).toMatchObject({
    routing: {
      strategy: 'istio',
      gateway: { namespace: 'istio-system', name: 'main' },
      istio: {
        gateway: 'istio-system/public',
        host: 'lab.example.org',
        clusterDomain: 'example.local'
      }
    },
    sharedVolume: { size: '1Ti', accessMode: 'ReadWriteMany', storageClass: 'nfs' },
    bucketReclaim: 'Delete'
  });
});

it.each([
  ['GATEWAY', 'gateway'],
  ['GATEWAY', 'a/b/c'],
  ['SHARED_VOLUME_SIZE', 'big'],
  ['SHARED_VOLUME_SIZE', '0'],
  ['SHARED_VOLUME_ACCESS_MODE', 'ReadOnly'],
  ['BUCKET_RECLAIM', 'delete'],
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['LEASE_SECONDS', '1.5']
])('names %s where it is %j', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}"`);
});

it.each([
  [{}, 'gateway-api'],
  [{ USE_ISTIO: 'true' }, 'istio'],
  [{ USE_ISTIO: 'false' }, 'none'],
  [{ USE_ISTIO: 'true', ROUTING: 'none' }, 'none'],
  [{ USE_ISTIO: '', ROUTING: '' }, 'gateway-api']
])('takes from %j the strategy %s', (env, strategy) => {
  expect(readConfig(env).routing.strategy).toBe(strategy);
});

it.each([
  [undefined, true],
  ['', true],
  ['true', true],
  ['false', false],
  ['no', false]
])('takes ADD_FSGROUP=%s as %s', (ADD_FSGROUP, answer) => {
  expect(readConfig({ ADD_FSGROUP }).addFsGroup).toBe(answer);
});

it('runs the controllers that are named', () => {
  expect(readConfig({ CONTROLLERS: 'notebook' }).controllers).toEqual(['notebook']);
  const { controllers } = readConfig({ CONTROLLERS: 'culling, model-route' });
  expect(controllers).toEqual(['culling', 'model-route']);
  expect(() => readConfig({ CONTROLLERS: 'notebooks' })).toThrow('CONTROLLERS names "notebooks"');
});

it("takes the flags of upstream's controller", () => {
  const flags = [
    '--metrics-addr=:8080',
    '--probe-addr=0.0.0.0:9090',
    '--leader-election-namespace',
    'kubeflow',
    '--enable-leader-election',
    '--qps=50',
    '--burst=100'
  ];
  const env = { PORT: '1', LEASE_NAMESPACE: 'other' };
  const taken = { port: 9090, metricsPort: 8080, leaseNamespace: 'kubeflow' };
  expect(readConfig(env, flags)).toMatchObject(taken);
  expect(readConfig({}, ['--metrics-addr=:8081']).metricsPort).toBeNull();
  expect(() => readConfig({}, ['--probe-addr=localhost'])).toThrow('--probe-addr is "localhost"');
  expect(() => readConfig({}, ['--verbose'])).toThrow('--verbose');
});
