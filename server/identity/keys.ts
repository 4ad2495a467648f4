import { SECRET } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

export const KEYS_SECRET = 'kubeflow-lab-keys';

export interface Keys {
  /** Signs sessions; at least 32 bytes. */
  session: Uint8Array;
  /** PKCS#8 EC P-256 private key in PEM; signs notebook identities. */
  identityPem: string;
}

/** Reads the keys that the installation made; throws an Error that says what is wrong with them. */
export async function readKeys(client: KubeClient, namespace: string): Promise<Keys> {
  const { data = {} } = await client.get(SECRET, { namespace, name: KEYS_SECRET });
  const text = (key: string) => Buffer.from(data[key] ?? '', 'base64').toString('utf8');
  const session = Buffer.from(text('session'), 'base64');
  if (session.length < 32) {
    throw new Error(`Secret ${KEYS_SECRET}: "session" must be 32 random bytes in base64.`);
  }
  const identityPem = text('identity.pem');
  if (!identityPem.includes('PRIVATE KEY')) {
    throw new Error(`Secret ${KEYS_SECRET}: "identity.pem" must be a private key in PEM.`);
  }
  return { session, identityPem };
}
