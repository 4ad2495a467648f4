import assert from 'node:assert/strict';
import { test } from 'node:test';

import { mirrorIn } from './debian.mjs';

const cases = /** @type {const} */ ([
  [
    'the suite itself, not its updates or security',
    'bookworm-updates main http://m/u/\nbookworm main http://m/debian/',
    'http://m/debian/'
  ],
  [
    'the component that has the base system',
    'bookworm contrib http://m/c/\nbookworm main https://m/debian/',
    'https://m/debian/'
  ],
  ['nothing where another suite is installed', 'trixie main http://m/debian/', undefined],
  ['nothing where only a medium is known', 'bookworm main cdrom://[Debian]/', undefined],
  ['nothing where apt is not there', '', undefined]
]);
for (const [what, targets, expected] of cases) {
  test(`the mirror is that of ${what}`, () => {
    assert.equal(mirrorIn(targets, 'bookworm'), expected);
  });
}
