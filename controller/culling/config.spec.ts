import { readCullingConfig } from './config.js';

const MINUTE = 60_000;

it('has the defaults of upstream', () => {
  expect(readCullingConfig({})).toMatchObject({
    enabled: false,
    settings: {
      idleMs: 1440 * MINUTE,
      gpuIdleMs: 1440 * MINUTE,
      maxIdleMs: Infinity,
      gpuMaxIdleMs: Infinity,
      periodMs: MINUTE
    },
    address: { by: 'pod' },
    execProbes: false
  });
});

it('takes what is set', () => {
  const env = {
    ENABLE_CULLING: 'true',
    CULL_IDLE_TIME: 'never',
    CULL_IDLE_TIME_GPU: '2h',
    CULL_IDLE_TIME_MAX: '7d',
    CULL_IDLE_TIME_MAX_GPU: '8h',
    IDLENESS_CHECK_PERIOD: '5',
    CULL_WARNING_TIME: '30m',
    CULL_ACTIVITY_STEP: '1h',
    CULL_CONCURRENCY: '8',
    CULL_COUNT_REQUESTS: 'false',
    CULL_EXEC_PROBES: 'true'
  };
  expect(readCullingConfig(env)).toMatchObject({
    enabled: true,
    settings: {
      idleMs: Infinity,
      gpuIdleMs: 120 * MINUTE,
      maxIdleMs: 7 * 24 * 60 * MINUTE,
      gpuMaxIdleMs: 480 * MINUTE,
      periodMs: 5 * MINUTE,
      warningMs: 30 * MINUTE,
      stepMs: 60 * MINUTE,
      concurrency: 8,
      countRequests: false
    },
    execProbes: true
  });
});

it('takes the idle time of all for servers with a GPU where nothing else is said', () => {
  const { settings } = readCullingConfig({ CULL_IDLE_TIME: '60', CULL_IDLE_TIME_MAX: '90' });
  expect(settings).toMatchObject({ gpuIdleMs: 60 * MINUTE, gpuMaxIdleMs: 90 * MINUTE });
});

it.each([
  [{ ROUTING: 'istio' }, { by: 'service', clusterDomain: 'cluster.local' }],
  [
    { ROUTING: 'istio', CLUSTER_DOMAIN: 'local' },
    { by: 'service', clusterDomain: 'local' }
  ],
  [{ ROUTING: 'istio', ACTIVITY_ADDRESS: 'pod' }, { by: 'pod' }],
  [{ USE_ISTIO: 'true' }, { by: 'service', clusterDomain: 'cluster.local' }],
  [{ USE_ISTIO: 'true', ROUTING: 'gateway-api' }, { by: 'pod' }],
  [{ ACTIVITY_ADDRESS: 'service' }, { by: 'service', clusterDomain: 'cluster.local' }]
])('asks at the right address with %j', (env, address) => {
  expect(readCullingConfig(env).address).toEqual(address);
});

it.each([
  ['CULL_IDLE_TIME', 'soon'],
  ['CULL_IDLE_TIME_GPU', '0'],
  ['CULL_IDLE_TIME_MAX', 'always'],
  ['IDLENESS_CHECK_PERIOD', 'never'],
  ['CULL_WARNING_TIME', '10s'],
  ['CULL_ACTIVITY_STEP', '-1'],
  ['CULL_CONCURRENCY', '0'],
  ['ACTIVITY_ADDRESS', 'node'],
  ['SERVER_URL', 'server']
])('refuses %s "%s" and says so', (name, value) => {
  expect(() => readCullingConfig({ [name]: value })).toThrow(`${name} is "${value}"`);
});
