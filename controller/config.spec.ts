import { readConfig } from './config.js';

it('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    routing: 'gateway-api',
    gateway: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-gateway' },
    sharedVolume: { size: '5Gi', accessMode: 'ReadWriteOnce' },
    leaseNamespace: 'kubeflow-lab',
    port: 8081,
    logLevel: 'info'
  });
});

it('takes what the environment says', () => {
  const env = {
    GATEWAY: 'istio-system/main',
    SHARED_VOLUME_SIZE: '1Ti',
    SHARED_VOLUME_ACCESS_MODE: 'ReadWriteMany',
    SHARED_VOLUME_STORAGE_CLASS: 'nfs'
  };
  expect(readConfig(env)).toMatchObject({
    gateway: { namespace: 'istio-system', name: 'main' },
    sharedVolume: { size: '1Ti', accessMode: 'ReadWriteMany', storageClass: 'nfs' }
  });
});

it.each([
  ['GATEWAY', 'gateway'],
  ['GATEWAY', 'a/b/c'],
  ['SHARED_VOLUME_SIZE', 'big'],
  ['SHARED_VOLUME_SIZE', '0'],
  ['SHARED_VOLUME_ACCESS_MODE', 'ReadOnly'],
  ['PORT', 'http'],
  ['PORT', '70000']
])('names %s where it is %j', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}"`);
});
