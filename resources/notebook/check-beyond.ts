/** Whether objects say beside their form what the administrator has set for it. */
import type { Container, PersistentVolumeClaim, PodSpec } from '../common/object.js';
import { same } from '../common/same.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf } from '../common/text.js';
import { notebookObjects, NOTHING_BEYOND } from './manifest.js';
import type { ReadNotebook } from './manifest.js';
import type { SpawnerOffer } from './offer.js';
import { HOME_DIRECTORY } from './types.js';
import type { Notebook, NotebookSettings } from './types.js';
import { SHARED_MEMORY_PATH } from './manifest-tidy.js';
import { isGpu } from './activity.js';

interface Parts {
  notebook: Notebook;
  pod: PodSpec;
  main: Container;
  claims: PersistentVolumeClaim[];
}

/** What belongs to a setting of the offer: where that is fixed, nothing else may be there than the form makes. */
interface Belongings {
  /** The field of the form. */
  path: string;
  isFixed: (offer: SpawnerOffer) => boolean;
  of: (parts: Parts) => unknown;
}

const onNodes = ({ pod }: Parts) => [
  pod.affinity,
  pod.nodeSelector,
  pod.nodeName,
  pod.topologySpreadConstraints
];
const atMounts = ({ pod, main }: Parts, isMeant: (path: string) => boolean) => {
  const mounts = listOf(main.volumeMounts).filter(({ mountPath }) =>
    isMeant(String(mountPath).replace(/\/+$/, ''))
  );
  const names = mounts.map(({ name }) => name);
  return [mounts, listOf(pod.volumes).filter(({ name }) => names.includes(name))];
};
const amountsOf = ({ main, pod }: Parts, isMeant: (resource: string) => boolean) =>
  [main.resources?.requests, main.resources?.limits, pod.resources].map(amounts =>
    Object.entries(amounts ?? {}).filter(
      ([resource]) => isMeant(resource) || amounts === pod.resources
    )
  );

const BELONGINGS: readonly Belongings[] = [
  {
    // A second container could bring another image, and as much of everything as it likes.
    path: 'image',
    isFixed: offer =>
      !offer.allowCustomImage ||
      offer.images.jupyter.readOnly ||
      offer.cpu.readOnly ||
      offer.memory.readOnly ||
      offer.gpus.readOnly,
    of: ({ pod, main }) => [
      listOf(pod.containers).filter(container => container !== main),
      listOf(pod.initContainers),
      pod.ephemeralContainers
    ]
  },
  {
    path: 'imagePullPolicy',
    isFixed: offer => offer.imagePullPolicy.readOnly,
    of: ({ main }) => main.imagePullPolicy
  },
  {
    path: 'cpu',
    isFixed: offer => offer.cpu.readOnly,
    of: parts => amountsOf(parts, resource => resource === 'cpu')
  },
  {
    path: 'memory',
    isFixed: offer => offer.memory.readOnly,
    of: parts => amountsOf(parts, resource => resource === 'memory')
  },
  {
    path: 'gpu',
    isFixed: offer => offer.gpus.readOnly,
    of: parts => [amountsOf(parts, isGpu), parts.pod.resourceClaims]
  },
  {
    path: 'workspace',
    isFixed: offer => offer.workspace.readOnly,
    of: parts => [atMounts(parts, path => path === HOME_DIRECTORY), parts.claims]
  },
  {
    path: 'dataVolumes',
    isFixed: offer => offer.dataVolumes.readOnly,
    of: parts => [
      atMounts(parts, path => path !== HOME_DIRECTORY && path !== SHARED_MEMORY_PATH),
      parts.pod.volumes?.length
    ]
  },
  {
    path: 'shm',
    isFixed: offer => offer.shm.readOnly,
    of: parts => atMounts(parts, path => path === SHARED_MEMORY_PATH)
  },
  {
    path: 'configurations',
    isFixed: offer => offer.configurations.readOnly,
    of: ({ notebook }) => [notebook.metadata?.labels, notebook.spec?.template?.metadata?.labels]
  },
  {
    path: 'env',
    isFixed: offer => offer.env.readOnly,
    of: ({ main }) => main.env
  },
  { path: 'affinity', isFixed: offer => offer.affinity.readOnly, of: onNodes },
  {
    path: 'tolerations',
    isFixed: offer => offer.tolerations.readOnly,
    of: ({ pod }) => pod.tolerations
  }
];

/** One sentence for each setting that the objects get around; `checkOffer` says the same of their form. */
export function checkBeyond(
  { form, beyond }: ReadNotebook,
  settings: NotebookSettings & { offer: SpawnerOffer }
): FieldProblem[] {
  const all = partsOf(notebookObjects(form, beyond, settings));
  const plain = partsOf(notebookObjects(form, NOTHING_BEYOND, settings));
  return BELONGINGS.filter(
    ({ isFixed, of }) => isFixed(settings.offer) && !same(of(all), of(plain))
  ).map(({ path }) => ({
    path,
    message: `The YAML says more about "${path}" than the form can, and the administrator has set what may be chosen there.`
  }));
}

function partsOf([notebook, ...claims]: [Notebook, ...PersistentVolumeClaim[]]): Parts {
  const pod = notebook.spec?.template?.spec ?? {};
  const main = listOf(pod.containers).find(({ name }) => name === notebook.metadata?.name);
  return { notebook, pod, main: main ?? { name: '' }, claims };
}
