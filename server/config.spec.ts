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
