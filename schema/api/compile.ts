import Type, { type Static } from 'typebox';

import { nullableString } from './shapes.js';

const closed = { additionalProperties: false };

/** Something about a notebook that whoever writes it should know. */
export const NotebookDiagnostic = Type.Object(
  {
    severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
    code: Type.String({ description: 'Stable, such as undefined-name.' }),
    message: Type.String({ description: 'One or two sentences.' }),
    cell: nullableString('Id of the cell; null where it concerns the whole notebook.'),
    line: Type.Union([Type.Integer(), Type.Null()], { description: 'In that cell, from 1.' })
  },
  { $id: 'NotebookDiagnostic' }
);
export type NotebookDiagnostic = Static<typeof NotebookDiagnostic>;

export const emits = ['graph', 'workflow', 'kfp', 'python'] as const;
export type Emit = (typeof emits)[number];

/** A notebook to be compiled, and what to make of it. */
export const CompileForm = Type.Object(
  {
    notebook: Type.Unknown({ description: 'The notebook as JSON (nbformat 4).' }),
    emit: Type.Unsafe<Emit>(Type.Union(emits.map(emit => Type.Literal(emit)))),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    image: Type.Optional(
      Type.String({
        description: "Of steps without one of their own; left out, the installation's first."
      })
    ),
    path: Type.Optional(Type.String({ description: 'Where the notebook lies.' })),
    modules: Type.Optional(
      Type.Array(
        Type.Object(
          {
            path: Type.String({ description: "Relative to the notebook's folder." }),
            source: Type.String()
          },
          closed
        ),
        { description: 'What the notebook imports from its folder, for the code that is put out.' }
      )
    )
  },
  { $id: 'CompileForm', ...closed }
);
export type CompileForm = Static<typeof CompileForm>;

/** What a notebook is, as steps. With a diagnostic of severity `error` in the graph nothing is put out. */
export const CompiledNotebook = Type.Object(
  {
    graph: Type.Unknown({
      description:
        '{edges, parameters, steps, diagnostics}, as `npm run compile -- --emit graph` prints it.'
    }),
    output: Type.Optional(Type.String({ description: 'What was asked for, as text.' }))
  },
  { $id: 'CompiledNotebook' }
);
export type CompiledNotebook = Static<typeof CompiledNotebook>;
