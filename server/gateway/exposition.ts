/** Reads what a program tells of itself in Prometheus's text format. */

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([A-Za-z_:][\w:]*)\{(.*)\} (\S+)(?: -?\d+)?$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** The samples with labels of those names, in the order in which they stand; everything else is passed over. */
export function samplesOf(text: string, names: ReadonlySet<string>): Sample[] {
  return text.split('\n').flatMap(line => {
    const match = names.has(line.slice(0, line.indexOf('{'))) ? LINE.exec(line) : null;
    if (match === null) {
      return [];
    }
    const labels = [...match[2].matchAll(LABEL)].map(([, name, value]) => [name, unescaped(value)]);
    const value = match[3] === '+Inf' ? Infinity : Number(match[3]);
    return [{ name: match[1], labels: Object.fromEntries(labels) as Sample['labels'], value }];
  });
}

const unescaped = (text: string) =>
  text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
