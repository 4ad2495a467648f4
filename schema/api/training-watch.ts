/** What can be seen and changed of a training job while it runs: its curves, what it uses, the number of its workers. */
import Type, { type Static } from 'typebox';
import { nullableString } from './shapes.js';

const closed = { additionalProperties: false };

export const TrainingCurve = Type.Object(
  {
    replica: Type.String({ description: "The pod's name." }),
    metric: Type.String(),
    points: Type.Array(Type.Unsafe<[number, number, number]>(Type.Array(Type.Number())), {
      description:
        'Each `[time, step, value]`: milliseconds since 1970, the step that the line names or else how many values came before, the value. Thinned out evenly to about 1,000.'
    }),
    count: Type.Integer({ description: 'How many values there were.' })
  },
  { $id: 'TrainingCurve' }
);
export type TrainingCurve = Static<typeof TrainingCurve>;

const Share = Type.Object({
  time: Type.Number({ description: 'Milliseconds since 1970.' }),
  share: Type.Number({ description: 'How much is done, 0 to 1.' })
});

/** The course of every metric in the logs of a job that are still there. */
export const TrainingCurves = Type.Object(
  {
    curves: Type.Array(Type.Unsafe<TrainingCurve>(Type.Ref('TrainingCurve'))),
    course: Type.Union([Type.Object({ first: Share, last: Share }), Type.Null()], {
      description: 'How far the job is by what it printed; null where it did not say.'
    }),
    until: Type.Record(Type.String(), Type.String(), {
      description: 'By replica, the time of the last line that was read.'
    })
  },
  { $id: 'TrainingCurves' }
);
export type TrainingCurves = Static<typeof TrainingCurves>;

const amountOrNull = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description });

/** What the replicas of a job use now. */
export const TrainingUsage = Type.Object(
  {
    replicas: Type.Array(
      Type.Object({
        replica: Type.String({ description: "The pod's name." }),
        time: Type.String({ description: 'RFC 3339: when it was measured.' }),
        cpu: Type.Number({ description: 'Cores.' }),
        cpuLimit: amountOrNull('Cores that it may have; null: all that are free.'),
        memory: Type.Number({ description: 'Bytes.' }),
        memoryLimit: amountOrNull('Bytes that it may have; null: all that are free.')
      }),
      { description: 'Those that run and were measured.' }
    ),
    why: nullableString('One sentence: why nothing can be told in this cluster; null where it can.')
  },
  { $id: 'TrainingUsage' }
);
export type TrainingUsage = Static<typeof TrainingUsage>;

export const ScaleForm = Type.Object(
  { workers: Type.Integer({ minimum: 0, maximum: 1000 }) },
  { $id: 'ScaleForm', ...closed }
);
export type ScaleForm = Static<typeof ScaleForm>;
