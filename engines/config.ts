export interface Config {
  /** The image with /app/artifacts.mjs; null: the one that this program runs in. */
  artifactsImage: string | null;
  /** The pod that this program runs in; '' outside of a cluster. */
  podName: string;
  /** Where the Lease lies by which one of several processes leads. */
  leaseNamespace: string;
  /** Where the suggestion service answers, `host:port`. */
  suggestionAddress: string;
  /** Where the programs of trials report their metrics. */
  reportsPort: number;
  port: number;
  logLevel: string;
}

/** The configuration in environment variables; throws a sentence that names the variable that is wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const artifactsImage = env.ARTIFACTS_IMAGE || null;
  const podName = env.POD_NAME ?? '';
  if (artifactsImage === null && podName === '') {
    throw new Error('Set ARTIFACTS_IMAGE, or POD_NAME where this program runs in a pod.');
  }
  return {
    artifactsImage,
    podName,
    leaseNamespace: env.LEASE_NAMESPACE || 'kubeflow-lab',
    suggestionAddress: env.SUGGESTION_ADDRESS || 'localhost:6789',
    reportsPort: port('REPORTS_PORT', env.REPORTS_PORT || '6790'),
    port: port('PORT', env.PORT || '8082'),
    logLevel: env.LOG_LEVEL || 'info'
  };
}

function port(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    throw new Error(`${name} is "${text}"; it must be a port number.`);
  }
  return number;
}
