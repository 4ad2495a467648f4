/** Notebook servers. */
import {
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  isNotFound,
  keyOf,
  withoutManagedFields
} from '@kubeflow-lab/kube';
import {
  CREATOR_ANNOTATION,
  LAST_ACTIVITY_ANNOTATION,
  NOTEBOOK_NAME_LABEL,
  RESTART_ANNOTATION,
  STOP_ANNOTATION,
  homeVolume,
  mainContainer,
  notebookPodName,
  summarizeNotebook
} from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';
import type { NotebookSummary } from '@kubeflow-lab/schema';

import { storeKey } from '../cache/cluster-cache.js';
import type { Related } from '../cache/item-feed.js';
import { ProblemError } from '../http/problem.js';
import { choiceQuery } from '../http/route.js';
import { byLabelKey, claimSubjects, mounts, related } from '../kinds/concerns.js';
import type {
  FormCall,
  KindDefinition,
  KindView,
  ObjectCall,
  OpenedKind,
  Subject
} from '../kinds/definition.js';
import { editing } from '../kinds/edit.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';
import { largestNode } from '../settings/settings.js';
import { createNotebook, planNotebook, rehearse } from './create.js';
import type { CreateContext, WantedNotebook } from './create.js';
import { currentOffer } from './offer.js';
import { openRepository } from './repository.js';

const NOUN = { one: 'notebook server', many: 'notebook servers' };

export const notebookKind: KindDefinition<Notebook, NotebookSummary> = {
  resource: { ...NOTEBOOK, plural: 'notebooks' },
  noun: NOUN,
  schema: 'Notebook',
  creatorAnnotation: CREATOR_ANNOTATION,
  operator: null,
  podLabels: [NOTEBOOK_NAME_LABEL],
  form: {
    schema: 'NotebookForm',
    objects: 'NotebookObjects',
    async plan(wanted: WantedNotebook, call) {
      const context = createContext(call);
      const plan = await planNotebook(wanted, context);
      // Whoever may not create pods themselves is not asked: the controller makes this one.
      if (await mayCreatePods(call)) {
        await rehearse(plan, context);
      }
      return [plan.notebook, ...plan.claims];
    },
    create: (wanted: WantedNotebook, call) => createNotebook(wanted, createContext(call))
  },
  actions: {
    start: {
      summary: 'Start a stopped notebook server.',
      run: call => annotate(call, { [STOP_ANNOTATION]: null })
    },
    stop: {
      summary: 'Stop a notebook server; its files are kept.',
      run: call => annotate(call, { [STOP_ANNOTATION]: new Date().toISOString() })
    },
    restart: {
      summary: 'Restart a notebook server, with all changes that wait for its next start.',
      run: call => annotate(call, { [RESTART_ANNOTATION]: new Date().toISOString() })
    },
    edit: editing(NOUN),
    open: {
      summary:
        'Fetch a git repository into the home folder of a running notebook server; sent again until it is done.',
      body: 'RepositoryForm',
      response: 'RepositoryState',
      answer: openRepository
    },
    keep: {
      summary: 'Count as use now, so that the server runs on for its whole idle time.',
      run: keepRunning
    }
  },
  removal: {
    query: {
      volume: {
        description:
          'Whether the workspace volume that was made with it is kept (default) or deleted.',
        enum: ['keep', 'delete']
      }
    },
    async remove(call, request) {
      const volume = choiceQuery(request, 'volume', ['keep', 'delete'], 'keep');
      // Afterwards nothing says any more which volume it was.
      const home =
        volume === 'delete' ? homeVolume(await call.caller.kube.get(NOTEBOOK, call.key)) : null;
      await call.caller.kube.delete(NOTEBOOK, call.key, { propagation: 'Foreground' });
      if (home !== null) {
        await removeWorkspace(call, home);
      }
    }
  },
  open: openNotebooks
};

function openNotebooks(view: KindView<Notebook>): OpenedKind<Notebook, NotebookSummary> {
  const { cache } = view;
  const subjects = (notebook: Notebook): Subject[] => {
    const { name = '' } = notebook.metadata ?? {};
    return [
      ['Notebook', name],
      ['StatefulSet', name],
      ['Pod', notebookPodName(name)],
      ...claimSubjects([notebook.spec?.template?.spec])
    ];
  };
  const podOf = ({ metadata }: Notebook) =>
    cache.pods.store.get({
      namespace: metadata?.namespace,
      name: notebookPodName(metadata?.name ?? '')
    });
  return {
    related: concerns(view),
    subjects,
    summarize(notebook) {
      const { namespace = '', name = '' } = notebook.metadata ?? {};
      return summarizeNotebook(notebook, {
        pod: podOf(notebook) ?? null,
        statefulSet: cache.statefulSets.store.get({ namespace, name }) ?? null,
        events: cache.eventsAbout(namespace, subjects(notebook)),
        claims: cache.claims.store.list(namespace)
      });
    },
    log: object =>
      podLog(view, object, {
        parts(notebook) {
          const pod = podOf(notebook);
          return pod === undefined ? [] : [logPart(pod, mainContainer(notebook)?.name)];
        },
        // One that is stopped may be started again.
        finished: () => false
      })
  };
}

function concerns({ cache, store }: KindView<Notebook>): Related[] {
  const mounting = (namespace: string | undefined, claim: string | undefined) =>
    store
      .list(namespace ?? '')
      .filter(notebook => mounts(notebook.spec?.template?.spec, claim))
      .map(storeKey);
  return [
    related(cache.pods.store, byLabelKey(NOTEBOOK_NAME_LABEL)),
    related(cache.statefulSets.store, set => [storeKey(set)]),
    related(cache.claims.store, ({ metadata }) => mounting(metadata?.namespace, metadata?.name)),
    related(cache.events.store, event => {
      const { kind, name = '' } = event.involvedObject ?? {};
      const namespace = event.metadata?.namespace;
      return kind === 'PersistentVolumeClaim'
        ? mounting(namespace, name)
        : [keyOf({ namespace, name: kind === 'Pod' ? name.replace(/-0$/, '') : name })];
    })
  ];
}

function createContext({ services, caller, namespace }: FormCall): CreateContext {
  return {
    kube: caller.kube,
    client: services.client,
    settings: {
      namespace,
      creator: caller.identity.user,
      serverUrl: services.config.serverUrl,
      offer: currentOffer(services)
    },
    limits: largestNode(services.cache.nodes.store.list()),
    logger: services.logger
  };
}

function mayCreatePods({ services, caller, namespace }: FormCall): Promise<boolean> {
  const deed = { verb: 'create', group: '', resource: 'pods', namespace };
  return services.access.allowed(caller.identity, deed);
}

/** Sets annotations of a notebook, or removes them by null. */
async function annotate(
  { caller, key }: ObjectCall,
  annotations: Record<string, string | null>
): Promise<Notebook> {
  const patch = { metadata: { annotations } };
  return withoutManagedFields(await caller.kube.mergePatch(NOTEBOOK, key, patch));
}

/** Somebody wants the server to run on, which is activity like any other. */
async function keepRunning({ caller, key }: ObjectCall): Promise<Notebook> {
  const { metadata } = await caller.kube.get(NOTEBOOK, key);
  if (metadata?.annotations?.[STOP_ANNOTATION] !== undefined) {
    throw new ProblemError(409, `The notebook server "${key.name}" is stopped; start it instead.`);
  }
  const annotations = { [LAST_ACTIVITY_ANNOTATION]: new Date().toISOString() };
  const patch = { metadata: { uid: metadata?.uid, annotations } };
  return withoutManagedFields(await caller.kube.mergePatch(NOTEBOOK, key, patch));
}

/** Deletes the claim that was made with a notebook; Kubernetes waits until its pod is gone. */
async function removeWorkspace({ caller, key }: ObjectCall, name: string): Promise<void> {
  const at = { namespace: key.namespace, name };
  try {
    const claim = await caller.kube.get(PERSISTENT_VOLUME_CLAIM, at);
    if (claim.metadata?.labels?.[NOTEBOOK_NAME_LABEL] === key.name) {
      const { uid } = claim.metadata;
      await caller.kube.delete(PERSISTENT_VOLUME_CLAIM, at, { preconditions: { uid } });
    }
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
