/** What a controller asks of the API server, compared with what deploy/ lets it. */
import { isForbidden } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { readObjects } from '../../kube/testing/cluster.js';

export interface RecordedRights {
  client: KubeClient;
  /** `<verb> <plural>[/<subresource>].<group>` of every call. */
  used: Set<string>;
  /** The messages of calls that were refused for want of rights. */
  forbidden: string[];
}

function right(verb: string, { plural, group }: Pick<Kind, 'plural' | 'group'>, sub?: string) {
  return `${verb} ${plural}${sub ? `/${sub}` : ''}${group === '' ? '' : `.${group}`}`;
}

/** A client that notes which rights it is used with, and which it lacked. */
export function recording(client: KubeClient): RecordedRights {
  const used = new Set<string>();
  const forbidden: string[] = [];
  const note = (error: unknown): never => {
    // 403 is also what a namespace answers that is being deleted.
    if (isForbidden(error) && / cannot \w+ resource /.test(error.message)) {
      forbidden.push(error.message);
    }
    throw error;
  };
  type Options = { subresource?: string; dryRun?: boolean };
  const recorded: KubeClient = Object.create(client, {
    get: {
      value: (kind: Kind, ...rest: [ObjectKey, object?]) => {
        used.add(right('get', kind));
        return client.get(kind, ...rest).catch(note);
      }
    },
    list: {
      value: (kind: Kind, options?: object) => {
        used.add(right('list', kind));
        return client.list(kind, options).catch(note);
      }
    },
    watch: {
      async *value(kind: Kind, options?: object) {
        used.add(right('watch', kind));
        try {
          yield* client.watch(kind, options);
        } catch (error) {
          note(error);
        }
      }
    },
    create: {
      value: (kind: Kind, object: KubeObject, options?: Options) => {
        used.add(right('create', kind, options?.subresource));
        return client.create(kind, object, options).catch(note);
      }
    },
    apply: {
      value: async (kind: Kind, object: KubeObject, options?: Options) => {
        used.add(right('patch', kind, options?.subresource));
        const applied = await client.apply(kind, object, options).catch(note);
        if (object.metadata?.uid === undefined) {
          // Only an object that was not there is applied without saying which one is meant.
          used.add(right('create', kind));
        }
        return applied;
      }
    },
    mergePatch: {
      value: (kind: Kind, key: ObjectKey, patch: unknown, options?: Options) => {
        used.add(right('patch', kind, options?.subresource));
        return client.mergePatch(kind, key, patch, options).catch(note);
      }
    },
    delete: {
      value: (kind: Kind, key: ObjectKey, options?: object) => {
        used.add(right('delete', kind));
        return client.delete(kind, key, options).catch(note);
      }
    }
  });
  return { client: recorded, used, forbidden };
}

type Role = KubeObject & {
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
};

/** Everything that the roles in these files allow, in the words of `RecordedRights.used`. */
export function grantedRights(...files: string[]): Set<string> {
  const rules = files.flatMap(readObjects).flatMap(object => (object as Role).rules ?? []);
  return new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource => {
          const [plural, sub] = resource.split('/');
          return verbs.map(verb => right(verb, { plural, group }, sub));
        })
      )
    )
  );
}
