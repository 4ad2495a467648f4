import { PythonSyntaxError } from '../python/syntax-error.js';
import { parse } from '../python/parser.js';
import type { Statement } from '../python/ast.js';
import type { CodeCell } from './cells.js';
import type { Diagnostics } from './diagnostics.js';

export interface Metric {
  name: string;
  cell: string;
  line: number;
}

/** The names that cells of metrics print: lines `print(name)`. */
export function readMetrics(cells: readonly CodeCell[], diagnostics: Diagnostics): Metric[] {
  const found: Metric[] = [];
  for (const cell of cells) {
    try {
      for (const statement of parse(cell.source)) {
        const name = printed(statement);
        if (name !== null) {
          found.push({ name, cell: cell.id, line: statement.line });
        } else {
          const message =
            'A cell of metrics holds lines `print(name)`, each with the name of a number.';
          diagnostics.error('invalid-metric', message, cell.id, statement.line);
        }
      }
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
      diagnostics.error('syntax-error', error.message, cell.id, error.line);
    }
  }
  return found;
}

function printed(statement: Statement): string | null {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') {
    return null;
  }
  const { callee, arguments: given } = statement.value;
  const value = given[0]?.value;
  const isPrint = callee.kind === 'name' && callee.id === 'print' && given.length === 1;
  return isPrint && value?.kind === 'name' && given[0]!.name === null ? value.id : null;
}
