/** Models and functions that another tool than KServe serves; docs/models.md. */
import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

export const ForeignModelSummary = summaryOf('ForeignModelSummary', {
  tool: Type.String({ description: 'What serves it, such as Seldon Core.' }),
  source: nullableString('What is served: the address of a model, or the handler of a function.'),
  runtime: nullableString('By what, in the words of the tool: SKLEARN_SERVER, python:3.11 …'),
  url: nullableString('Where it answers inside the cluster, as the tool says.'),
  replicas: Type.Union(
    [Type.Object({ ready: Type.Integer(), desired: Type.Integer() }), Type.Null()],
    { description: 'Null where the tool does not count them.' }
  ),
  startedAt: nullableString('Since when it answers, RFC 3339; null also where nobody knows.'),
  finishedAt: nullableString('Null: what is served has no end.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that made the object.')
});
export type ForeignModelSummary = Static<typeof ForeignModelSummary>;

export type ForeignModelItem = Item<ForeignModelSummary>;
export const ForeignModelItem = itemOf<ForeignModelSummary>(
  'ForeignModelItem',
  'ForeignModelSummary'
);
export const ForeignModelList = listOf<ForeignModelItem>('ForeignModelList', 'ForeignModelItem');
export type ForeignModelList = List<ForeignModelItem>;
