import type { Identity } from '@kubeflow-lab/kube';

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** Whether a name may come from an authenticator other than TokenReview: Kubernetes keeps `system:` to itself. */
export function isPersonName(name: string): boolean {
  return name !== '' && !name.startsWith('system:');
}

/** Those of some groups that somebody outside of Kubernetes may name; anything else than a list of names has none. */
export function personGroups(groups: unknown): string[] {
  const names = Array.isArray(groups) ? groups : [];
  return [
    ...new Set(
      names.filter((name): name is string => typeof name === 'string' && isPersonName(name))
    )
  ];
}

export function isServiceAccount(name: string): boolean {
  return name.startsWith(SERVICE_ACCOUNT);
}

/**
 * The identity as requests are made with it. A service account is named without its groups: Kubernetes adds them, and we
 * need no right to impersonate groups of the system.
 */
export function impersonated({ user, groups }: Identity): Identity {
  return isServiceAccount(user) ? { user } : { user, groups };
}

/** The groups that an authorizer must be told, which Kubernetes adds by itself where one signs in to it. */
export function groupsOf({ groups = [] }: Identity): string[] {
  return [...new Set([...groups, 'system:authenticated'])];
}
