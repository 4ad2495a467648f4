import { tokenize } from '../python/tokens.js';

const INDENT = '    ';

/** Python one level deeper. What lies within a text of several lines stays as it is. */
export function indented(source: string): string {
  const tokens = tokenize(source);
  const texts = tokens.filter(({ type }) => type === 'string');
  let offset = 0;
  const lines = source.split('\n').map(line => {
    const start = offset;
    offset += line.length + 1;
    const isInside = texts.some(token => token.start < start && start < token.end);
    return line.trim() === '' || isInside ? line : `${INDENT}${line}`;
  });
  const isEmpty = tokens.every(({ type }) => ['newline', 'indent', 'dedent', 'end'].includes(type));
  return [...lines, ...(isEmpty ? [`${INDENT}pass`] : [])].join('\n');
}
