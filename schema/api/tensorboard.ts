import Type, { type Static } from 'typebox';
import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

export const TensorboardForm = Type.Object(
  {
    name: Type.String(),
    logspath: Type.String({ description: 'pvc://CLAIM/FOLDER or s3://BUCKET/FOLDER.' })
  },
  { $id: 'TensorboardForm', additionalProperties: false }
);
export type TensorboardForm = Static<typeof TensorboardForm>;

export const TensorboardSummary = summaryOf('TensorboardSummary', {
  logspath: Type.String(),
  url: nullableString('Where it can be opened, below the origin of the platform.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that it was started from.')
});
export type TensorboardSummary = Static<typeof TensorboardSummary>;

export type TensorboardItem = Item<TensorboardSummary>;
export const TensorboardItem = itemOf<TensorboardSummary>('TensorboardItem', 'TensorboardSummary');
export const TensorboardList = listOf<TensorboardItem>('TensorboardList', 'TensorboardItem');
export type TensorboardList = List<TensorboardItem>;
