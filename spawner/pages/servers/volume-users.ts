import type { ClaimItem } from '@kubeflow-lab/schema';

/** The pods beside the server's own that mount its volume. */
export function otherUsers(claim: ClaimItem | undefined, server: string): string[] {
  return (claim?.usedBy ?? []).filter(pod => pod !== `${server}-0`);
}
