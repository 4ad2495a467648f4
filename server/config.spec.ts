import { readConfig } from './config.js';

const NEEDED = {
  KUBEFLOW_LAB_ORIGIN: 'http://localhost:8081',
  KUBEFLOW_LAB_NOTEBOOK_DOMAIN: 'localhost',
  KUBEFLOW_LAB_SERVER_URL: 'http://server'
};
const dashboardsOf = (KUBEFLOW_LAB_DASHBOARDS?: string) =>
  readConfig({ ...NEEDED, KUBEFLOW_LAB_DASHBOARDS }).dashboards;

describe('the dashboards', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['https://Kubeflow.example.org:443', ['https://kubeflow.example.org']],
    ['http://a:81,https://b.c', ['http://a:81', 'https://b.c']]
  ])('%j are %j', (text, origins) => {
    expect(dashboardsOf(text)).toEqual(origins);
  });

  it.each([
    '*',
    'kubeflow.example.org',
    'https://*.example.org',
    'https://a/path',
    'https://a/',
    'https://me@a',
    'https://a; script-src *',
    "'self'",
    'null',
    'data:x',
    'https://a:99999'
  ])('refuse %j', text => {
    expect(() => dashboardsOf(text)).toThrow('KUBEFLOW_LAB_DASHBOARDS must be origins');
  });
});

describe('how often a model may be asked', () => {
  const limitOf = (perSecond?: string, burst?: string) =>
    readConfig({
      ...NEEDED,
      KUBEFLOW_LAB_MODEL_REQUESTS_PER_SECOND: perSecond,
      KUBEFLOW_LAB_MODEL_BURST: burst
    }).modelLimit;

  it.each([
    [undefined, undefined, { perSecond: 500, burst: 1000 }],
    ['', '', { perSecond: 500, burst: 1000 }],
    ['20', '5', { perSecond: 20, burst: 5 }]
  ])('by %j and %j is %j', (perSecond, burst, limit) => {
    expect(limitOf(perSecond, burst)).toEqual(limit);
  });

  it.each(['0', '-1', '1.5', 'many', '1e9'])('is not %j', text => {
    expect(() => limitOf(text)).toThrow('KUBEFLOW_LAB_MODEL_REQUESTS_PER_SECOND must be');
    expect(() => limitOf('1', text)).toThrow('KUBEFLOW_LAB_MODEL_BURST must be');
  });
});
