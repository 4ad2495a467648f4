/** The gateway's counters of one Service. */
import { modelRouteName } from '@kubeflow-lab/resources';
import type { VersionTraffic } from '@kubeflow-lab/schema';

import type { Sample } from '../gateway/exposition.js';

/** A Service to which the route of a model leads. */
interface RoutedService {
  namespace: string;
  model: string;
  service: string;
}

/** What the gateway has counted for a Service; nothing where it was never asked. */
export function trafficOf(
  samples: readonly Sample[],
  of: RoutedService
): Omit<VersionTraffic, 'canary'> {
  const counted = samples.filter(({ labels }) => isCalled(labels.service ?? '', of));
  const requests = counted.filter(({ name }) => name === 'traefik_service_requests_total');
  return {
    requests: sum(requests),
    errors: sum(requests.filter(({ labels }) => Number(labels.code) >= 400)),
    buckets: bucketsOf(
      counted.filter(({ name }) => name === 'traefik_service_request_duration_seconds_bucket')
    )
  };
}

/** By the route, the gateway, a hash of the rule, the Service and its place in the rule. */
const TRAEFIK_NAME = /^httproute-(.*?)-[0-9a-f]{20}-svc-(.+)-\d+@kubernetesgateway$/;

/** Whether Traefik calls a Service so that our route leads to. Names have dashes, too, so both parts count. */
function isCalled(called: string, { namespace, model, service }: RoutedService): boolean {
  const [, route = '', backend] = TRAEFIK_NAME.exec(called) ?? [];
  return (
    route.startsWith(`${namespace}-${modelRouteName(namespace, model)}-gw-`) &&
    backend === `${namespace}-${service}`
  );
}

/** Each status and method has its own; together they are the Service's. */
function bucketsOf(samples: readonly Sample[]): VersionTraffic['buckets'] {
  const ends = new Map<string, number>();
  for (const { labels, value } of samples) {
    ends.set(labels.le, (ends.get(labels.le) ?? 0) + value);
  }
  return [...ends]
    .map(([le, requests]) => ({ within: le === '+Inf' ? null : Number(le), requests }))
    .sort((a, b) => (a.within ?? Infinity) - (b.within ?? Infinity));
}

const sum = (samples: readonly Sample[]) => samples.reduce((all, { value }) => all + value, 0);
