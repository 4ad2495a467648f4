import { applyDefinitions, makeDefinitions } from './definitions.mjs';

const BUNDLE_VERSION = 'v1.5.1';

/** @type {import('./definitions.mjs').Definitions} */
const GATEWAY_API = {
  module: 'gateway-api',
  packages: ['sigs.k8s.io/gateway-api/apis/v1', 'sigs.k8s.io/gateway-api/apis/v1beta1'],
  generator: 'maxDescLen=0',
  annotations: {
    // The API server takes a definition in a *.k8s.io group only with a link to its review.
    'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/4530',
    'gateway.networking.k8s.io/bundle-version': BUNDLE_VERSION,
    // The types hold the fields of both channels.
    'gateway.networking.k8s.io/channel': 'experimental'
  }
};

/**
 * The kinds of the Gateway API. The gateway itself needs them before it starts.
 * @type {import('./steps.mjs').Addon}
 */
export const gatewayApi = {
  name: 'gateway-api',
  title: 'the Gateway API',
  core: true,
  async build(context) {
    await makeDefinitions(GATEWAY_API, context);
    return [];
  },
  async install({ client }, _images, context) {
    await applyDefinitions(client, await makeDefinitions(GATEWAY_API, context), context);
  }
};
