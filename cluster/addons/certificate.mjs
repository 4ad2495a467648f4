import { exec } from '../exec.mjs';

/**
 * Makes the key and the certificate by which the API server knows a Service, unless they are there.
 * @param {import('./client.mjs').Client} client
 * @param {{ namespace: string, service: string, secret: string }} names `secret`: where they are kept
 * @param {import('../build/go-tool.mjs').BuildContext} context
 * @returns {Promise<string>} the certificate, PEM; it is its own authority
 */
export async function makeCertificate(client, { namespace, service, secret: name }, context) {
  const { signal } = context;
  const host = `${service}.${namespace}.svc`;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', '-'];
  const use = [`/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const pem = await exec('openssl', ['req', '-x509', ...key, '-subj', ...use, '-days', '36500'], {
    signal
  });
  const at = pem.indexOf('-----BEGIN CERTIFICATE-----');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace },
    stringData: { 'tls.key': pem.slice(0, at), 'tls.crt': pem.slice(at) }
  };
  await client.createOnce(secret, context);
  const stored = await client.get('secret', namespace, name, context);
  return Buffer.from(stored?.data['tls.crt'] ?? '', 'base64').toString();
}
