/** Builders of schemas that several kinds share. */
import Type from 'typebox';

import type { Item, List, Summary } from './common.js';
import type { Phase } from './phase.js';

/** A string or null. Null means "not there (yet)", never "unknown to us". */
export const nullableString = (description: string) =>
  Type.Union([Type.String(), Type.Null()], { description });

const summaryFields = {
  phase: Type.Unsafe<Phase>(Type.Ref('Phase')),
  message: Type.String({ description: 'One sentence for a person.' }),
  reason: Type.String({
    description:
      'CamelCase, empty when nothing is wrong: ImagePull, Unschedulable, Quota, Volume, Crash, Probe, Rejected …'
  }),
  since: nullableString('When this phase began, RFC 3339.')
};

/** Builds the schema of a kind's summary from the common fields and its own. */
export function summaryOf<F extends Type.TProperties>($id: string, fields: F) {
  return Type.Object({ ...summaryFields, ...fields }, { $id });
}

/** Builds the schema of an item whose summary is the named one. */
export function itemOf<S extends Summary>($id: string, summary: string) {
  return Type.Unsafe<Item<S>>(
    Type.Object({ object: Type.Ref('KubernetesObject'), summary: Type.Ref(summary) }, { $id })
  );
}

const next = {
  continue: Type.Optional(
    Type.String({ description: 'Asks for the next page; missing where nothing follows.' })
  )
};

/** Builds the schema of `{items: [...]}` of the named schema. */
export function listOf<T>($id: string, item: string) {
  return Type.Unsafe<List<T>>(Type.Object({ items: Type.Array(Type.Ref(item)), ...next }, { $id }));
}

/** A list of items of any kind, with the fields that were asked for only. */
export const PartialList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        object: Type.Optional(Type.Object({})),
        summary: Type.Optional(Type.Object({}))
      })
    ),
    ...next
  },
  { $id: 'PartialList' }
);
