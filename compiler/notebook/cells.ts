import type { Notebook } from '../types.js';
import type { Diagnostics } from './diagnostics.js';

/** A code cell as it stands in the notebook. */
export interface CodeCell {
  id: string;
  source: string;
  /** Of all tags, foreign ones too; nothing else than text. */
  tags: string[];
  /** Its `kubeflow_lab` metadata, whatever that is. */
  additions: unknown;
}

/** The code cells of a notebook; whatever is not as nbformat says is a diagnostic, or left out where it is not ours. */
export function codeCells(notebook: Notebook, diagnostics: Diagnostics): CodeCell[] {
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    diagnostics.error(
      'not-a-notebook',
      'This is not a notebook of format 4: it has no list of cells.',
      null
    );
    return [];
  }
  const found: CodeCell[] = [];
  notebook.cells.forEach((cell: unknown, index) => {
    if (!isRecord(cell) || cell.cell_type !== 'code') {
      return;
    }
    const metadata = isRecord(cell.metadata) ? cell.metadata : {};
    const tags = Array.isArray(metadata.tags) ? metadata.tags : [];
    found.push({
      id: typeof cell.id === 'string' && cell.id !== '' ? cell.id : String(index),
      source: textOf(cell.source),
      tags: tags.filter(tag => typeof tag === 'string'),
      additions: metadata.kubeflow_lab
    });
  });
  return found;
}

function textOf(source: unknown): string {
  if (Array.isArray(source)) {
    return source.filter(line => typeof line === 'string').join('');
  }
  return typeof source === 'string' ? source : '';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
