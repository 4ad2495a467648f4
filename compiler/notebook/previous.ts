import type { NeedingCell } from './needs.js';
import { readStepLine, wordsOfStepLine } from './step-line.js';
import { readTags } from './tags.js';

/** The steps that a cell says its step comes after. */
export function previousOf({ source, tags }: Pick<NeedingCell, 'source' | 'tags'>): string[] {
  return [...new Set([...readTags(tags).previous, ...(readStepLine(source)?.previous ?? [])])];
}

/** The cell with other steps before it: on its `%%step` line where it has one, else in tags. */
export function withPrevious<Cell extends Pick<NeedingCell, 'source' | 'tags'>>(
  cell: Cell,
  previous: readonly string[]
): Cell {
  const hasLine = readStepLine(cell.source) !== null;
  const isTagged = !hasLine || readTags(cell.tags).steps.length > 0;
  return {
    ...cell,
    source: hasLine ? withAfter(cell.source, previous) : cell.source,
    tags: [
      ...cell.tags.filter(tag => !tag.startsWith('prev:')),
      ...(isTagged ? previous.map(name => `prev:${name}`) : [])
    ]
  };
}

function withAfter(source: string, previous: readonly string[]): string {
  return source.replace(/^(\s*%%step)([^\n]*)/, (_line, head: string, rest: string) => {
    const words = wordsOfStepLine(rest);
    const kept = words.filter((word, at) => word !== '--after' && words[at - 1] !== '--after');
    return [head, ...kept, ...(previous.length > 0 ? ['--after', previous.join(',')] : [])].join(
      ' '
    );
  });
}
