/** The shared view of the cluster: one watch per kind for everybody. */
import {
  CONFIG_MAP,
  EVENT,
  NAMESPACE,
  NODE,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  ROLE_BINDING,
  Reflector,
  STATEFUL_SET,
  byController,
  byLabel,
  keyOf,
  withoutManagedFields
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ReflectorOptions } from '@kubeflow-lab/kube';
import {
  PROFILE_NAMESPACE_LABEL,
  PROFILE_NAMESPACE_VALUE,
  isReissued
} from '@kubeflow-lab/resources';
import type { KubeEvent, KubeObject } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import type { AnyKind } from '../kinds/definition.js';

export const ADDONS_CONFIG_MAP = 'kubeflow-lab-addons';
/** What the administrator lets people choose, in key spawner_ui_config.yaml. */
export const SPAWNER_CONFIG_MAP = 'kubeflow-lab-spawner';

/** Names of indexes of the stores. */
export const BY_CONTROLLER = 'controller';
/** Events under `<namespace>/<kind>/<name>` of what they are about. */
export const BY_SUBJECT = 'subject';

export function subjectKey(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

const CLUSTER_ROLE_BINDING: Kind = {
  ...ROLE_BINDING,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false
};

export class ClusterCache {
  readonly pods;
  readonly events;
  readonly claims;
  readonly statefulSets;
  readonly nodes;
  readonly projects;
  readonly addons;
  readonly spawner;
  private readonly bindings;
  private readonly all: Reflector<KubeObject>[] = [];
  /** The kinds of the table and what they relate to, by plural. */
  private readonly byPlural = new Map<string, Reflector<KubeObject>>();
  /** Those whose definition may be missing in the cluster: they stay empty and are asked for again and again. */
  private readonly optional = new Set<unknown>();

  constructor(
    private readonly client: KubeClient,
    private readonly logger: Logger,
    namespace: string,
    kinds: readonly AnyKind[]
  ) {
    this.pods = this.reflect(POD, {
      indexers: {
        [BY_CONTROLLER]: byController,
        ...labelIndexers(kinds.flatMap(({ podLabels = [] }) => podLabels))
      }
    });
    this.events = this.reflect(EVENT, { indexers: { [BY_SUBJECT]: bySubject } });
    this.claims = this.reflect(PERSISTENT_VOLUME_CLAIM);
    this.statefulSets = this.reflect(STATEFUL_SET);
    this.nodes = this.reflect(NODE);
    this.projects = this.reflect(NAMESPACE, {
      labelSelector: `${PROFILE_NAMESPACE_LABEL}=${PROFILE_NAMESPACE_VALUE}`
    });
    this.addons = this.reflectConfigMap(namespace, ADDONS_CONFIG_MAP);
    this.spawner = this.reflectConfigMap(namespace, SPAWNER_CONFIG_MAP);
    this.bindings = [this.reflect(ROLE_BINDING), this.reflect(CLUSTER_ROLE_BINDING)];
    kinds.forEach(kind => this.followKind(kind));
  }

  /** The objects of a kind of the table, or of one that such a kind relates to. */
  kind<O extends KubeObject = KubeObject>(plural: string): Reflector<O> {
    const reflector = this.byPlural.get(plural);
    if (reflector === undefined) {
      throw new Error(`The cache does not follow ${plural}.`);
    }
    return reflector as unknown as Reflector<O>;
  }

  /** Resolves when everything that any cluster with our own definitions has is known. */
  async start(): Promise<void> {
    this.all.forEach(reflector => reflector.start());
    await Promise.all(this.all.filter(r => !this.optional.has(r)).map(r => r.synced));
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map(reflector => reflector.stop()));
  }

  /**
   * Calls back when somebody's rights may have changed, with the namespace in which; without one: everywhere. Ends when
   * the answer is called.
   */
  onRightsChange(listener: (namespace?: string) => void): () => void {
    const ends = this.bindings.map(({ store }) =>
      store.onChange(({ object }) => listener(object.metadata?.namespace))
    );
    return () => ends.forEach(end => end());
  }

  /**
   * The events about any of some objects of a namespace, given as `[kind, name]`, without those by which a Notebook
   * repeats another's.
   */
  eventsAbout(namespace: string, subjects: readonly (readonly [string, string])[]): KubeEvent[] {
    return subjects
      .flatMap(([kind, name]) =>
        this.events.store.find(BY_SUBJECT, subjectKey(namespace, kind, name))
      )
      .filter(event => !isReissued(event));
  }

  private followKind({ operator, related = [], resource }: AnyKind): void {
    this.byPlural.set(resource.plural, this.reflect<KubeObject>(resource));
    for (const { labels = [], labelSelector, resource: other, trim } of related) {
      const options = {
        labelSelector,
        indexers: labelIndexers(labels),
        ...(trim && { trim: (object: KubeObject) => withoutManagedFields(trim(object)) })
      };
      this.byPlural.set(other.plural, this.reflect(other, options));
    }
    if (operator !== null) {
      [resource, ...related.map(other => other.resource)].forEach(({ plural }) =>
        this.optional.add(this.byPlural.get(plural))
      );
    }
  }

  /** One ConfigMap of the platform's own. */
  private reflectConfigMap(namespace: string, name: string) {
    return this.reflect(CONFIG_MAP, { namespace, fieldSelector: `metadata.name=${name}` });
  }

  private reflect<O extends KubeObject>(
    kind: Kind<O>,
    options: ReflectorOptions<O> = {}
  ): Reflector<O> {
    const reflector = new Reflector<O>(this.client, kind, {
      trim: withoutManagedFields,
      onProblem: problem => this.report(kind.plural, problem),
      onListenerError: error => this.logger.error({ err: error }, 'a listener of the cache failed'),
      ...options
    });
    this.all.push(reflector as unknown as Reflector<KubeObject>);
    return reflector;
  }

  private report(plural: string, problem: Error | null): void {
    if (problem === null) {
      this.logger.info({ plural }, 'following the cluster');
    } else {
      this.logger.warn({ plural, reason: problem.message }, 'cannot follow the cluster just now');
    }
  }
}

function labelIndexers(labels: readonly string[]) {
  return Object.fromEntries(labels.map(label => [label, byLabel(label)]));
}

function bySubject(event: KubeEvent): readonly string[] {
  const { kind = '', name = '', namespace } = event.involvedObject ?? {};
  return [subjectKey(namespace ?? event.metadata?.namespace ?? '', kind, name)];
}

/** The key under which stores keep an object. */
export const storeKey = (object: KubeObject): string =>
  keyOf({ namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' });
