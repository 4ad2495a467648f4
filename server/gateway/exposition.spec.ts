import { samplesOf } from './exposition.js';

const TEXT = `# HELP requests_total How many.
# TYPE requests_total counter
requests_total{code="200",service="ada-digits@kubernetesgateway"} 12
requests_total{code="500",service="a \\"b\\" \\\\ c"} 1.5e+03 1700000000000
seconds_bucket{le="+Inf"} 3
requests_total_other{code="200"} 7
requests_total 9
requests_total{broken
`;

it('reads the samples that are asked for, with their labels, and nothing else', () => {
  expect(samplesOf(TEXT, new Set(['requests_total', 'seconds_bucket']))).toEqual([
    {
      name: 'requests_total',
      labels: { code: '200', service: 'ada-digits@kubernetesgateway' },
      value: 12
    },
    { name: 'requests_total', labels: { code: '500', service: 'a "b" \\ c' }, value: 1500 },
    { name: 'seconds_bucket', labels: { le: '+Inf' }, value: 3 }
  ]);
});
