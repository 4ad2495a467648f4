/** What an installation says of the ways to sign in, from environment variables. */

export interface OidcConfig {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  scope: string;
  /** The claim that is a person's name. */
  userClaim: string;
  /** The claim with a person's groups; null where they do not count. */
  groupsClaim: string | null;
  /** What people know it as. */
  name: string;
}

export interface TrustedProxyConfig {
  userHeader: string;
  /** Names with commas between them; null where groups do not count. */
  groupsHeader: string | null;
  /** What the proxy sends along to prove itself. */
  secret: string;
}

type Environment = Record<string, string | undefined>;
const SECRET_MIN = 32;
const HEADER = /^[\w-]+$/;

/** Throws an Error that names what is missing or wrong. */
export function readOidc(env: Environment): OidcConfig | undefined {
  const issuer = env.KUBEFLOW_LAB_OIDC_ISSUER;
  if (!issuer) {
    return undefined;
  }
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) {
    throw new Error(`KUBEFLOW_LAB_OIDC_ISSUER must be an address, not "${issuer}".`);
  }
  const [clientId, clientSecret] = ['CLIENT_ID', 'CLIENT_SECRET'].map(name => {
    const value = env[`KUBEFLOW_LAB_OIDC_${name}`];
    if (!value) {
      throw new Error(`Beside KUBEFLOW_LAB_OIDC_ISSUER set KUBEFLOW_LAB_OIDC_${name}.`);
    }
    return value;
  });
  return {
    issuer: new URL(issuer),
    clientId,
    clientSecret,
    scope: env.KUBEFLOW_LAB_OIDC_SCOPE || 'openid profile email',
    userClaim: env.KUBEFLOW_LAB_OIDC_USER_CLAIM || 'email',
    groupsClaim: env.KUBEFLOW_LAB_OIDC_GROUPS_CLAIM || null,
    name: env.KUBEFLOW_LAB_OIDC_NAME || new URL(issuer).hostname
  };
}

/** Throws an Error that names what is missing or wrong: without proof of the proxy anybody could say who they are. */
export function readTrustedProxy(env: Environment): TrustedProxyConfig | undefined {
  const userHeader = env.KUBEFLOW_LAB_USER_HEADER;
  if (!userHeader) {
    return undefined;
  }
  const groupsHeader = env.KUBEFLOW_LAB_GROUPS_HEADER || null;
  for (const header of [userHeader, groupsHeader ?? 'x']) {
    if (!HEADER.test(header)) {
      throw new Error(`"${header}" is no name of a header.`);
    }
  }
  const secret = env.KUBEFLOW_LAB_PROXY_SECRET ?? '';
  if (secret.length < SECRET_MIN) {
    throw new Error(
      `Beside KUBEFLOW_LAB_USER_HEADER set KUBEFLOW_LAB_PROXY_SECRET to at least ${SECRET_MIN} random characters.`
    );
  }
  return { userHeader, groupsHeader, secret };
}
