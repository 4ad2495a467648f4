import { compile } from '../compile.js';
import type { Compilation } from '../compile.js';
import type { Notebook } from '../types.js';

/**
 * A notebook from a text: a line `# [tag, tag] id` begins a cell with these tags and, where it is given, this id.
 * Without one a cell gets its index.
 */
export function notebookOf(text: string): Notebook {
  const cells = text
    .replace(/^\n/, '')
    .split(/^(?=# \[)/m)
    .map(part => {
      const [, tags, id] = /^# \[(.*)\] ?(\S*)\n/.exec(part) as unknown as [string, string, string];
      return {
        cell_type: 'code',
        ...(id ? { id } : {}),
        metadata: tags === '' ? {} : { tags: tags.split(', ') },
        source: part.slice(part.indexOf('\n') + 1).replace(/\n$/, '')
      };
    });
  return { cells, metadata: {} };
}

/** The graph of such a notebook in short: `b <- a: x, y` for each edge, `code cell:line` for each diagnostic. */
export function summary(text: string): {
  edges: string[];
  parameters: Record<string, string[]>;
  problems: string[];
} {
  const { graph } = compile(notebookOf(text));
  return {
    edges: graph.edges.map(({ from, to, variables }) =>
      `${to} <- ${from}: ${variables.join(', ')}`.trim()
    ),
    parameters: Object.fromEntries(
      graph.steps
        .filter(step => step.parameters.length > 0)
        .map(step => [step.name, step.parameters])
    ),
    problems: graph.diagnostics.map(
      ({ severity, code, cell, line }) => `${severity} ${code} ${cell}:${line}`
    )
  };
}

export function compiled(text: string): Compilation {
  return compile(notebookOf(text));
}
