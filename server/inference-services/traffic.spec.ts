import type { Sample } from '../gateway/exposition.js';
import { trafficOf } from './traffic.js';

const HASH = 'a12318d5b74f8e47d0aa';
const of = { namespace: 'ada', model: 'digits', service: 'digits-predictor' };
const called = (route: string, service: string, place = 0) =>
  `httproute-${route}-gw-kubeflow-lab-kubeflow-lab-gateway-ep-web-0-${HASH}-svc-${service}-${place}@kubernetesgateway`;
const OURS = called('ada-model-ada-digits', 'ada-digits-predictor');

const requests = (service: string, code: string, value: number): Sample => ({
  name: 'traefik_service_requests_total',
  labels: { service, code, method: 'POST', protocol: 'http' },
  value
});
const bucket = (code: string, le: string, value: number): Sample => ({
  name: 'traefik_service_request_duration_seconds_bucket',
  labels: { service: OURS, code, le },
  value
});

it('adds up what was answered, what with an error, and how fast', () => {
  const samples = [
    requests(OURS, '200', 9),
    requests(OURS, '503', 1),
    requests(OURS, '422', 2),
    bucket('200', '+Inf', 9),
    bucket('200', '0.005', 7),
    bucket('503', '+Inf', 1),
    bucket('503', '0.005', 0)
  ];
  expect(trafficOf(samples, of)).toEqual({
    requests: 12,
    errors: 3,
    buckets: [
      { within: 0.005, requests: 7 },
      { within: null, requests: 10 }
    ]
  });
});

it.each([
  ['another route', called('ada-model-ada-other', 'ada-digits-predictor')],
  ['the canary', called('ada-model-ada-digits', 'ada-digits-canary-predictor', 1)],
  [
    'a project whose name begins alike',
    called('ada-x-model-ada-x-digits', 'ada-x-digits-predictor')
  ],
  ['no route of the Gateway API', 'ada-digits-predictor-80@docker']
])('counts nothing of %s', (_, service) => {
  expect(trafficOf([requests(service, '200', 5)], of).requests).toBe(0);
});

it('takes a name for a name, whatever it is', () => {
  expect(trafficOf([requests(OURS, '200', 5)], { ...of, service: 'digits-(.*' }).requests).toBe(0);
});
