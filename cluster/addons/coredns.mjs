import { hashOf } from '../build/cache.mjs';
import { goTool } from '../build/go-tool.mjs';
import { waitForDeployment } from './client.mjs';
import { deployment, serviceAccount } from './pods.mjs';

const VERSION = '1.14.7';
const NAMESPACE = 'kube-system';
const NAME = 'coredns';
/** Above 1024, so that it needs no right to listen there; its Service has the port that clients know. */
const PORT = 1053;

/**
 * CoreDNS' configuration.
 * @param {string[]} resolvers addresses of name servers for everything outside the cluster; with none,
 *   such names do not exist, where a forward into nothing would let every lookup wait and try again
 * @returns {string}
 */
export function corefile(resolvers) {
  const common = ['    errors', '    loadbalance'];
  const elsewhere =
    resolvers.length > 0
      ? [`    forward . ${resolvers.join(' ')}`, '    cache 30', '    loop']
      : ['    template ANY ANY . {', '        rcode NXDOMAIN', '    }'];
  return [
    `cluster.local:${PORT} in-addr.arpa:${PORT} ip6.arpa:${PORT} {`,
    ...common,
    '    health :8080',
    '    ready :8181',
    // Short: a Service that has just been made was perhaps asked for a moment ago.
    '    kubernetes cluster.local in-addr.arpa ip6.arpa {',
    '        ttl 5',
    '    }',
    '    cache 5',
    '}',
    `.:${PORT} {`,
    ...common,
    ...elsewhere,
    '}',
    ''
  ].join('\n');
}

/**
 * @param {{ image: string, address: string, resolvers: string[] }} options
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function coreDnsObjects({ image, address, resolvers }) {
  const config = corefile(resolvers);
  return [
    ...serviceAccount({
      namespace: NAMESPACE,
      name: NAME,
      rules: [
        { apiGroups: [''], resources: ['services', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] }
      ]
    }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAME, namespace: NAMESPACE },
      data: { Corefile: config }
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      // The name that programs look for, whatever the name server is.
      metadata: { name: 'kube-dns', namespace: NAMESPACE, labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        selector: { app: NAME },
        clusterIP: address,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 'dns-tcp' }
        ]
      }
    },
    deployment({
      namespace: NAMESPACE,
      name: NAME,
      annotations: { 'lab.kubeflow.org/configuration': hashOf([config]) },
      // The node's own resolver: the cluster's would be itself.
      pod: { dnsPolicy: 'Default', priorityClassName: 'system-cluster-critical' },
      container: {
        image,
        args: ['-conf', '/etc/coredns/Corefile'],
        ports: [
          { name: 'dns', containerPort: PORT, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: PORT, protocol: 'TCP' }
        ],
        readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
        livenessProbe: {
          httpGet: { path: '/health', port: 8080 },
          periodSeconds: 10,
          failureThreshold: 6
        },
        resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '170Mi' } },
        volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }]
      },
      volumes: [{ name: 'config', configMap: { name: NAME } }]
    })
  ];
}

/**
 * The cluster's name server.
 * @type {import('./steps.mjs').Addon}
 */
export const coreDns = {
  name: 'coredns',
  title: 'CoreDNS',
  core: true,
  build: async context => [
    { program: NAME, version: VERSION, binary: await goTool('coredns', context) }
  ],
  async install({ client, dnsAddress: address, resolvers }, [image = ''], context) {
    await client.apply(coreDnsObjects({ image, address, resolvers }), context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'CoreDNS',
      seconds: 120
    };
    await waitForDeployment(client, wanted, context);
  }
};
