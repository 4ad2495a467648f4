import type { KubeObject } from '@kubeflow-lab/resources';

/**
 * The versions of objects that we have written ourselves. The cache comes to know them a moment later, and until then
 * shows an older state than the one that is true.
 */
export class WrittenVersions {
  private readonly versions = new Map<string, { uid: string; version: bigint }>();

  note(key: string, object: KubeObject): void {
    const { uid = '', resourceVersion } = object.metadata ?? {};
    this.versions.set(key, { uid, version: versionOf(resourceVersion) });
  }

  /** Whether we have written a newer version of this object than the given one. */
  isNewerThan(key: string, object: KubeObject): boolean {
    const known = this.versions.get(key);
    if (known === undefined) {
      return false;
    }
    const newer =
      known.uid === object.metadata?.uid &&
      known.version > versionOf(object.metadata?.resourceVersion);
    if (!newer) {
      this.versions.delete(key);
    }
    return newer;
  }

  forget(key: string): void {
    this.versions.delete(key);
  }
}

/** Versions of one object are numbers that grow; anything else counts as older. */
function versionOf(text: string | undefined): bigint {
  return /^\d+$/.test(text ?? '') ? BigInt(text!) : 0n;
}
