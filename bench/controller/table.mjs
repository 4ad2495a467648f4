/** Makes of the figures, as JSON on standard input, the Markdown table of docs/performance.md: a column for each number of notebooks. */
import { text } from 'node:stream/consumers';

/** @typedef {import('../report.mjs').Figure} Figure */

/**
 * @param {{parameters: {notebooks: number[]}, figures: Figure[]}} result of the benchmark
 * @returns {string}
 */
export function markdown({ parameters: { notebooks }, figures }) {
  const end = number => (notebooks.length > 1 ? `_${number}` : '');
  const named = new Map(figures.map(each => [each.name, each]));
  const [first] = notebooks;
  const names = figures
    .filter(({ name }) => name.endsWith(end(first)))
    .map(({ name }) => name.slice(0, name.length - end(first).length))
    .filter(name => name !== 'notebooks');
  const head = ['figure', ...notebooks.map(number => `N = ${number}`), 'goal'];
  const rows = names.map(name => {
    const ofEach = notebooks.map(number => named.get(`${name}${end(number)}`));
    const goal = ofEach.find(each => each?.goal !== null && each?.goal !== undefined)?.goal;
    const aim = goal === undefined ? '' : goal === 0 ? '0' : `≤ ${goal}`;
    return [`\`${name}\``, ...ofEach.map(each => String(each?.value ?? '')), aim];
  });
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |\n`).join('');
}

if (process.argv[1] === import.meta.filename) {
  const result = JSON.parse(await text(process.stdin));
  const { machine, parameters } = result;
  process.stdout.write(
    `${markdown(result)}\n${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, load before ${parameters.load}.\n`
  );
}
