import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure } from '../report.mjs';
import { markdown } from './table.mjs';

test('a column for each number of notebooks, and the goal', () => {
  const figures = [20, 1000].flatMap(number => [
    figure(`notebooks_${number}`, number, ''),
    figure(`ratio_${number}`, number / 10, 'ratio', 1.25),
    figure(`writes_${number}`, 0, '', 0)
  ]);
  assert.equal(
    markdown({ parameters: { notebooks: [20, 1000] }, figures }),
    `| figure | N = 20 | N = 1000 | goal |
| --- | --- | --- | --- |
| \`ratio\` | 2 | 100 | ≤ 1.25 |
| \`writes\` | 0 | 0 | 0 |
`
  );
});

test('one number is a column, too', () => {
  const figures = [figure('notebooks', 20, ''), figure('seconds', 1.5, 's')];
  assert.equal(
    markdown({ parameters: { notebooks: [20] }, figures }),
    '| figure | N = 20 | goal |\n| --- | --- | --- |\n| `seconds` | 1.5 |  |\n'
  );
});
