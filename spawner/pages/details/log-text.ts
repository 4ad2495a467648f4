import type { LogLine } from '@kubeflow-lab/schema';

/** Colour and cursor sequences of a terminal (ECMA-48 CSI and OSC), which a page does not follow. */
// eslint-disable-next-line no-control-regex
const TERMINAL = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** The text of a line as a person should see it: without terminal sequences, only the last of what `\r` overwrote. */
export function plainText(text: string): string {
  const plain = text.replace(TERMINAL, '').replace(/\r+$/, '');
  return plain.slice(plain.lastIndexOf('\r') + 1);
}

const BLOCK = 200;

/**
 * The lines in blocks that keep their place while a log grows, so that only the last is drawn again.
 * The key of a block is the sequence that it begins at.
 */
export function blocksOf(lines: readonly LogLine[]): { key: number; lines: LogLine[] }[] {
  const blocks: { key: number; lines: LogLine[] }[] = [];
  for (const line of lines) {
    const key = Math.floor(line.sequence / BLOCK);
    const last = blocks.at(-1);
    if (last?.key === key) {
      last.lines.push(line);
    } else {
      blocks.push({ key, lines: [line] });
    }
  }
  return blocks;
}

/** The lines that contain every one of the words, as a person sees them. */
export function linesWith(lines: readonly LogLine[], words: string): readonly LogLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) {
    return lines;
  }
  return lines.filter(({ text }) => {
    const seen = plainText(text).toLowerCase();
    return wanted.every(word => seen.includes(word));
  });
}

/** Lines as the text of a file. */
export function logText(lines: readonly LogLine[]): string {
  return lines.map(({ text }) => `${plainText(text)}\n`).join('');
}
