/** What a Notebook mounts, what its conditions say, and how it is changed to another size; of any object, however odd. */
import type { Container, KubeObject } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import { same } from '../common/same.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { timesFactor } from './offer.js';
import { mainContainer } from './phase.js';
import type { Notebook } from './types.js';
import { gpuOf } from './use.js';

/** A volume of a server's pod, and where its main container has it. */
export interface MountedVolume {
  name: string;
  /** The source's field, as persistentVolumeClaim or emptyDir. */
  kind: string;
  /** The claim, where it is one. */
  claim: string | null;
  mounts: { path: string; readOnly: boolean }[];
}

export function mountedVolumes(object: Pick<KubeObject, 'metadata'> & { spec?: unknown }) {
  const notebook = object as Notebook;
  const mounts = listOf(mainContainer(notebook)?.volumeMounts);
  return listOf(notebook.spec?.template?.spec?.volumes)
    .filter(volume => typeof volume?.name === 'string')
    .map((volume): MountedVolume => {
      const { name, ...source } = volume as { name: string } & Record<string, unknown>;
      return {
        name,
        kind: Object.keys(source)[0] ?? '',
        claim: volume?.persistentVolumeClaim?.claimName ?? null,
        mounts: mounts
          .filter(mount => mount?.name === name)
          .map(mount => ({
            path: plainText(mount?.mountPath, 512),
            readOnly: mount?.readOnly === true
          }))
      };
    });
}

/** A condition of a Notebook, of upstream's controller or of ours. */
export interface NotebookCondition {
  type: string;
  status: string;
  reason: string;
  message: string;
  /** RFC 3339; null where it does not say. */
  time: string | null;
}

/** The conditions in the order in which they came about, newest first; what has no time stands last. */
export function conditionsOf({ status }: { status?: unknown }): NotebookCondition[] {
  const { conditions } = (status ?? {}) as { conditions?: unknown };
  const found = listOf(conditions as readonly (Record<string, unknown> | null)[] | undefined);
  return found
    .filter(each => typeof each?.type === 'string')
    .map(each => ({
      type: plainText(each?.type, 80),
      status: plainText(each?.status, 80),
      reason: plainText(each?.reason, 80),
      message: plainText(each?.message, 1000),
      time: timeOrNull(each?.lastTransitionTime) ?? timeOrNull(each?.lastProbeTime)
    }))
    .sort((a, b) => (Date.parse(b.time ?? '') || 0) - (Date.parse(a.time ?? '') || 0));
}

/** What a person may give a server another amount of. */
export interface Size {
  image: string;
  cpu: string;
  memory: string;
  gpu: { vendor: string; count: number } | null;
}

/** What the server asks for now; '' where it does not say. */
export function sizeOf(object: object): Size {
  const { image, resources } = mainContainer(object as Notebook) ?? {};
  const asked = (resource: string): string =>
    plainText(resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? '', 40);
  return {
    image: plainText(image, 512),
    cpu: asked('cpu'),
    memory: asked('memory'),
    gpu: gpuOf(object)
  };
}

/** The object with another image or size; a limit keeps its distance from what is asked for. */
export function resized<O extends object>(object: O, size: Size): O {
  const notebook = object as Notebook;
  const container = mainContainer(notebook);
  const pod = notebook.spec?.template?.spec;
  if (container === undefined || pod === undefined) {
    return object;
  }
  const changed = withSize(container, sizeOf(object), size);
  const containers = listOf(pod.containers).map(each => (each === container ? changed : each));
  const template = { ...notebook.spec?.template, spec: { ...pod, containers } };
  return { ...object, spec: { ...notebook.spec, template } };
}

function withSize(container: Container, before: Size, after: Size): Container {
  const amounts = (['cpu', 'memory'] as const).filter(each => after[each] !== before[each]);
  const resources = amounts.reduce<Container['resources']>(
    (sum, each) => withAmount(sum, each, before[each], after[each]),
    withGpus(container.resources, before.gpu, after.gpu)
  );
  return {
    ...container,
    ...(resources === undefined ? {} : { resources }),
    ...(after.image === before.image ? {} : imageOf(container, after.image))
  };
}

/** Other resources cannot be overcommitted: their limit is what is asked for. */
function withGpus(
  resources: Container['resources'],
  before: Size['gpu'],
  after: Size['gpu']
): Container['resources'] {
  if (same(before, after)) {
    return resources;
  }
  const without = (amounts: Record<string, string | number> = {}) =>
    Object.fromEntries(Object.entries(amounts).filter(([resource]) => resource !== before?.vendor));
  const { requests, limits, ...rest } = resources ?? {};
  return {
    ...rest,
    ...(requests === undefined ? {} : { requests: without(requests) }),
    limits: { ...without(limits), ...(after ? { [after.vendor]: String(after.count) } : {}) }
  };
}

/** Steps of a pipeline run in the image that the variable names. */
function imageOf({ env }: Container, image: string): Partial<Container> {
  const variables = env?.map(each =>
    each?.name === 'KUBEFLOW_LAB_IMAGE' ? { ...each, value: image } : each
  );
  return { image, ...(variables === undefined ? {} : { env: variables }) };
}

function withAmount(
  resources: Container['resources'],
  resource: 'cpu' | 'memory',
  before: string,
  after: string
): Container['resources'] {
  const { requests, limits } = resources ?? {};
  const limit = limits?.[resource];
  const factor = (parseQuantity(limit) ?? NaN) / (parseQuantity(before) ?? NaN);
  const scaled = Number.isFinite(factor) ? timesFactor(after, factor) : null;
  return {
    ...resources,
    requests: { ...requests, [resource]: after },
    ...(limit === undefined ? {} : { limits: { ...limits, [resource]: scaled ?? after } })
  };
}
