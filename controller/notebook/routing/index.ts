import { gatewayApiRouting } from './gateway-api.js';
import type { GatewayReference } from './gateway-api.js';
import { istioRouting } from './istio.js';
import type { IstioSettings } from './istio.js';
import type { Routing } from './routing.js';

export { routeName } from './routing.js';
export type { Routing } from './routing.js';

export interface RoutingSettings {
  /** `gateway-api`, `istio` or `none`. */
  strategy: string;
  gateway: GatewayReference;
  istio: IstioSettings;
}

/** The strategy by its name in the setting `ROUTING`; null for `none`. */
export function createRouting({ strategy, gateway, istio }: RoutingSettings): Routing | null {
  switch (strategy) {
    case 'gateway-api':
      return gatewayApiRouting(gateway);
    case 'istio':
      return istioRouting(istio);
    case 'none':
      return null;
    default:
      throw new Error(`ROUTING is "${strategy}"; it may be gateway-api, istio or none.`);
  }
}
