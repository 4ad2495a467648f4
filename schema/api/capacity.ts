/** What a cluster has left for a project: sums over its nodes, and the project's quotas. */
import Type, { type Static } from 'typebox';

const amounts = (description: string) =>
  Type.Object(
    {
      cpu: Type.Number({ description: 'Cores.' }),
      memory: Type.Number({ description: 'Bytes.' }),
      gpu: Type.Number({ description: 'Of nvidia.com/gpu.' }),
      pods: Type.Number()
    },
    { description }
  );

export const QuotaLimit = Type.Object(
  {
    quota: Type.String({ description: 'The name of the ResourceQuota.' }),
    resource: Type.String({
      description: 'As the quota names it: requests.cpu, limits.memory, pods.'
    }),
    hard: Type.Number(),
    used: Type.Number()
  },
  { $id: 'QuotaLimit' }
);
export type QuotaLimit = Static<typeof QuotaLimit>;

export const Capacity = Type.Object(
  {
    free: amounts(
      'What no pod has asked for, over all nodes that take pods. One node may have less than a pod needs.'
    ),
    largest: amounts('The most that any one of them has free, each amount by itself.'),
    quotas: Type.Union([Type.Array(Type.Unsafe<QuotaLimit>(Type.Ref('QuotaLimit'))), Type.Null()], {
      description: 'Of quotas that hold for every pod; null for whoever may not see them.'
    })
  },
  { $id: 'Capacity' }
);
export type Capacity = Static<typeof Capacity>;
