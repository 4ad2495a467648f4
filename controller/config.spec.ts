import { readConfig } from './config.js';

it('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    routing: {
      strategy: 'gateway-api',
      gateway: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-gateway' },
      istio: { gateway: 'kubeflow/kubeflow-gateway', host: '*', clusterDomain: 'cluster.local' }
    },
    sharedVolume: { size: '5Gi', accessMode: 'ReadWriteOnce' },
    bucketReclaim: 'Retain',
    bucketService: 'kubeflow-lab-bucket-service',
    leaseNamespace: 'kubeflow-lab',
    port: 8081,
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
  ['PORT', '70000']
])('names %s where it is %j', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}"`);
});
