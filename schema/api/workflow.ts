import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import type { Phase } from './phase.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

const closed = { additionalProperties: false };

/** What a person wants to know of a value that a step has stored. */
export const ValueSummary = Type.Object(
  {
    name: Type.String(),
    type: Type.String({ description: 'As Python names it: DataFrame, ndarray, int …' }),
    shape: Type.String({ description: 'Such as "1797 × 64"; empty where it has none.' }),
    bytes: Type.Number(),
    head: Type.String({ description: 'Its beginning, as text.' })
  },
  { $id: 'ValueSummary' }
);
export type ValueSummary = Static<typeof ValueSummary>;

/** The Python error that ended a step. */
export const StepError = Type.Object(
  {
    ename: Type.String(),
    evalue: Type.String(),
    cell: nullableString("The failing cell's id."),
    line: Type.Union([Type.Integer(), Type.Null()], { description: 'In that cell, from 1.' }),
    traceback: Type.String()
  },
  { $id: 'StepError' }
);
export type StepError = Static<typeof StepError>;

/** One step of a run, also one that has not begun. */
export const StepSummary = Type.Object(
  {
    id: Type.String({ description: "The node's id in the Workflow's status." }),
    name: Type.String(),
    phase: Type.Unsafe<Phase>(Type.Ref('Phase')),
    message: Type.String(),
    reason: Type.String(),
    startedAt: nullableString('RFC 3339.'),
    finishedAt: nullableString('RFC 3339.'),
    dependsOn: Type.Array(Type.String(), { description: 'Names of steps.' }),
    pod: nullableString('Its latest pod.'),
    exitCode: Type.Union([Type.Integer(), Type.Null()]),
    retries: Type.Integer({ description: 'How often it was begun again after a failure.' }),
    cells: Type.Array(Type.String(), { description: 'Ids of the cells that it runs.' }),
    error: Type.Union([Type.Unsafe<StepError>(Type.Ref('StepError')), Type.Null()]),
    outputs: Type.Array(Type.Unsafe<ValueSummary>(Type.Ref('ValueSummary'))),
    executed: nullableString(
      "Where its executed notebook, with all that its cells have shown, lies in the project's bucket."
    ),
    reusedFrom: nullableString('The earlier run whose results stand for this step.')
  },
  { $id: 'StepSummary' }
);
export type StepSummary = Static<typeof StepSummary>;

/** The commit of git that a notebook's folder was at. */
export const GitState = Type.Object(
  {
    commit: Type.String({ pattern: '^[0-9a-f]{7,64}$' }),
    changed: Type.Union([Type.Boolean(), Type.Null()], {
      description: 'Whether files of the repository differed from it; null where nobody knows.'
    })
  },
  { $id: 'GitState', ...closed }
);
export type GitState = Static<typeof GitState>;

export const WorkflowSummary = summaryOf('WorkflowSummary', {
  progress: Type.Object({ done: Type.Integer(), total: Type.Integer() }),
  parameters: Type.Record(Type.String(), Type.String()),
  metrics: Type.Record(Type.String(), Type.Number()),
  steps: Type.Array(Type.Unsafe<StepSummary>(Type.Ref('StepSummary'))),
  startedAt: nullableString('RFC 3339.'),
  finishedAt: nullableString('RFC 3339.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that it was started from.'),
  git: Type.Union([Type.Unsafe<GitState>(Type.Ref('GitState')), Type.Null()], {
    description: "The commit of the notebook's folder when the run was made; null outside of git."
  })
});
export type WorkflowSummary = Static<typeof WorkflowSummary>;

/** A pipeline from a notebook; the server compiles it. */
export const WorkflowForm = Type.Object(
  {
    name: Type.Optional(Type.String()),
    notebook: Type.Unknown({ description: 'The notebook as JSON (nbformat 4).' }),
    path: Type.String({ description: 'Where the notebook lies.' }),
    modules: Type.Array(
      Type.Object(
        {
          path: Type.String({ description: "Relative to the notebook's folder." }),
          source: Type.String()
        },
        closed
      )
    ),
    parameters: Type.Record(Type.String(), Type.Unknown()),
    image: Type.String(),
    git: Type.Optional(Type.Unsafe<GitState>(Type.Ref('GitState'))),
    reuse: Type.Optional(
      Type.Object(
        {
          workflow: Type.String({ description: 'An earlier run of the same notebook.' }),
          from: Type.String({ description: 'The first step to run again.' })
        },
        closed
      )
    )
  },
  { $id: 'WorkflowForm', ...closed }
);
export type WorkflowForm = Static<typeof WorkflowForm>;

/** What a run that is submitted again takes instead of its own parameters. */
export const ResubmitForm = Type.Object(
  { parameters: Type.Optional(Type.Record(Type.String(), Type.String())) },
  { $id: 'ResubmitForm', ...closed }
);
export type ResubmitForm = Static<typeof ResubmitForm>;

export type WorkflowItem = Item<WorkflowSummary>;
export const WorkflowItem = itemOf<WorkflowSummary>('WorkflowItem', 'WorkflowSummary');
export const WorkflowList = listOf<WorkflowItem>('WorkflowList', 'WorkflowItem');
export type WorkflowList = List<WorkflowItem>;
