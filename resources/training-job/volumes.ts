/** The volumes of a job that a form shows: claims of the project, mounted as a whole. */
import type { Container, PodTemplateSpec, Volume, VolumeMount } from '../common/object.js';
import { listOf } from '../common/text.js';
import { mapMain } from './shape.js';
import type { TrainingJobKind } from './types.js';

interface MountedClaim {
  claim: string;
  path: string;
}

export function readVolumes(
  { spec }: PodTemplateSpec,
  main: Container | undefined
): MountedClaim[] {
  return listOf(main?.volumeMounts).flatMap(mount => {
    const claim = isShown(mount) ? claimOf(listOf(spec?.volumes), mount.name) : undefined;
    return claim === undefined ? [] : [{ claim, path: mount.mountPath }];
  });
}

/** The template with these claims mounted, in place of those that a form shows. */
export function writeVolumes(
  template: PodTemplateSpec,
  kind: TrainingJobKind,
  wanted: readonly MountedClaim[]
): PodTemplateSpec {
  const before = listOf(template.spec?.volumes);
  const mounted = mapMain(template, kind, main => {
    const kept = listOf(main.volumeMounts).filter(
      mount => !isShown(mount) || claimOf(before, mount.name) === undefined
    );
    const names = volumeNames(before, wanted);
    const mounts = wanted.map(({ path }, index) => ({ name: names[index], mountPath: path }));
    return withList(main, 'volumeMounts', [...kept, ...mounts]);
  });
  return { ...mounted, spec: withList(mounted.spec ?? {}, 'volumes', volumesOf(mounted, wanted)) };
}

/** A mount that a form can say: it has a name and a path, and nothing else. */
function isShown(mount: VolumeMount | null): mount is VolumeMount {
  return mount !== null && Object.keys(mount).every(key => ['name', 'mountPath'].includes(key));
}

function claimOf(volumes: readonly (Volume | null)[], name: string): string | undefined {
  const found = volumes.find(volume => volume?.name === name)?.persistentVolumeClaim;
  return found?.readOnly === true ? undefined : found?.claimName;
}

/** For each wanted claim the volume that has it already, or a name that is free. */
function volumeNames(volumes: readonly Volume[], wanted: readonly MountedClaim[]): string[] {
  const taken = new Map(
    volumes.flatMap(({ name }) => {
      const claim = claimOf(volumes, name);
      return claim === undefined ? [] : [[claim, name]];
    })
  );
  const names = new Set(volumes.map(({ name }) => name));
  return wanted.map(({ claim }) => {
    const name = taken.get(claim) ?? freeName(claim, names);
    taken.set(claim, name);
    names.add(name);
    return name;
  });
}

/** A volume's name is a DNS label, which a claim's name need not be. */
function freeName(claim: string, names: ReadonlySet<string>): string {
  const label = claim.replaceAll(/[^a-z0-9-]/g, '-').slice(0, 50) || 'volume';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? label : `${label}-${number}`;
    if (!names.has(name)) {
      return name;
    }
  }
}

/** The volumes that are mounted somewhere or are no claims, and those of the wanted claims. */
function volumesOf({ spec }: PodTemplateSpec, wanted: readonly MountedClaim[]): Volume[] {
  const before = listOf(spec?.volumes);
  const containers = [...listOf(spec?.containers), ...listOf(spec?.initContainers)];
  const used = new Set(containers.flatMap(one => listOf(one?.volumeMounts).map(m => m?.name)));
  const kept = before.filter(({ name }) => claimOf(before, name) === undefined || used.has(name));
  const names = volumeNames(before, wanted);
  const made = wanted.flatMap(({ claim }, index) =>
    kept.some(({ name }) => name === names[index]) || names.indexOf(names[index]) !== index
      ? []
      : [{ name: names[index], persistentVolumeClaim: { claimName: claim } }]
  );
  return [...kept, ...made];
}

function withList<T extends object>(object: T, key: string, list: readonly unknown[]): T {
  const others = Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return (list.length > 0 ? { ...others, [key]: list } : others) as T;
}
