import { listOf, objectOf, objectsOf, textOf } from '../../panels';

/** What a cell has shown, in the richest form that can be drawn here. */
export type Shown =
  | { kind: 'text'; text: string }
  /** Printed to standard error, or a traceback. */
  | { kind: 'error'; text: string }
  /** An address that an `img` takes. */
  | { kind: 'image'; src: string }
  /** Not sanitised. */
  | { kind: 'html'; html: string };

export interface ShownCell {
  id: string;
  /** The first line of its code that says something. */
  title: string;
  outputs: Shown[];
}

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The cells of a notebook that have shown something. Whatever cannot be read, anybody may have written, and is left out. */
export function shownCells(notebook: string): ShownCell[] {
  let document: unknown;
  try {
    document = JSON.parse(notebook);
  } catch {
    return [];
  }
  return objectsOf(objectOf(document).cells)
    .map(({ id, source, outputs }, index) => ({
      id: textOf(id) || String(index),
      title: titleOf(joined(source)),
      outputs: objectsOf(outputs).flatMap(output => shownOf(output) ?? [])
    }))
    .filter(({ outputs }) => outputs.length > 0);
}

function titleOf(source: string): string {
  const lines = source.split('\n').map(line => line.trim());
  return lines.find(line => line !== '' && !line.startsWith('%%step')) ?? '';
}

function shownOf(output: Record<string, unknown>): Shown | null {
  switch (output.output_type) {
    case 'stream': {
      const text = joined(output.text);
      return text === '' ? null : { kind: output.name === 'stderr' ? 'error' : 'text', text };
    }
    case 'error':
      return { kind: 'error', text: listOf(output.traceback).map(textOf).join('\n') };
    case 'display_data':
    case 'execute_result':
      return displayed(objectOf(output.data));
    default:
      return null;
  }
}

/** As a notebook chooses: pictures and tables before the text that stands for them. */
function displayed(data: Record<string, unknown>): Shown | null {
  const html = joined(data['text/html']);
  if (html !== '') {
    return { kind: 'html', html };
  }
  const svg = joined(data['image/svg+xml']);
  if (svg !== '') {
    return { kind: 'image', src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` };
  }
  for (const type of IMAGES) {
    const bytes = joined(data[type]).replace(/\s/g, '');
    if (BASE64.test(bytes)) {
      return { kind: 'image', src: `data:${type};base64,${bytes}` };
    }
  }
  const text = joined(data['text/markdown']) || joined(data['text/plain']);
  return text === '' ? null : { kind: 'text', text };
}

/** A text of a notebook: one, or its lines. */
function joined(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join('') : textOf(value);
}

/** Whether a key leads into the values of a run, and nowhere else. */
export function isRunKey(key: string): boolean {
  const parts = key.split('/');
  return parts[0] === 'runs' && parts.every(part => part !== '' && part !== '.' && part !== '..');
}
