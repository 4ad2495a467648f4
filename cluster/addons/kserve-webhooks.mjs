/** KServe's own namespace. */
export const NAMESPACE = 'kserve';
/** The Secret with the key and the certificate of its webhooks. */
export const CERTIFICATE = 'kserve-webhook-server-cert';

export const SERVICE = 'kserve-webhook-server-service';
const GROUP = 'serving.kserve.io';

/** The kinds that KServe checks when they are written, by version. */
const CHECKED = [
  { version: 'v1beta1', kind: 'inferenceservice' },
  { version: 'v1alpha1', kind: 'trainedmodel' },
  { version: 'v1alpha1', kind: 'inferencegraph' },
  { version: 'v1alpha1', kind: 'clusterservingruntime' },
  { version: 'v1alpha1', kind: 'servingruntime' }
];

/**
 * What KServe has to say before an object is stored: it fills services in, checks them and its other kinds, and gives
 * the pods of a service the container that fetches the model.
 * @param {string} authority PEM
 */
export function webhooks(authority) {
  const caBundle = Buffer.from(authority).toString('base64');
  const hook = (
    /** @type {string} */ name,
    /** @type {string} */ path,
    /** @type {object} */ more
  ) => ({
    name,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    timeoutSeconds: 10,
    clientConfig: { caBundle, service: { namespace: NAMESPACE, name: SERVICE, path } },
    ...more
  });
  const onWriting = (/** @type {string} */ version, /** @type {string} */ kind) => ({
    rules: [
      {
        apiGroups: [GROUP],
        apiVersions: [version],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${kind}s`]
      }
    ]
  });
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: `inferenceservice.${GROUP}` },
      webhooks: [
        hook(
          'inferenceservice.kserve-webhook-server.defaulter',
          '/mutate-serving-kserve-io-v1beta1-inferenceservice',
          onWriting('v1beta1', 'inferenceservice')
        ),
        hook('inferenceservice.kserve-webhook-server.pod-mutator', '/mutate-pods', {
          reinvocationPolicy: 'IfNeeded',
          // No other pod has to wait for KServe.
          objectSelector: {
            matchExpressions: [{ key: `${GROUP}/inferenceservice`, operator: 'Exists' }]
          },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }
          ]
        })
      ]
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: `kserve.${GROUP}` },
      webhooks: CHECKED.map(({ version, kind }) =>
        hook(
          `${kind}.kserve-webhook-server.validator`,
          `/validate-serving-kserve-io-${version}-${kind}`,
          onWriting(version, kind)
        )
      )
    }
  ];
}
