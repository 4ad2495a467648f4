import { checkClient } from './clients.js';

it.each<[string, string[]]>([
  ['shop', []],
  ['shop-2', []],
  ['a'.repeat(40), []],
  ['a'.repeat(41), ['name']],
  ['', ['name']],
  ['Shop', ['name']],
  ['a.b', ['name']],
  ['a_b', ['name']]
])('for client %j finds fault with %j', (name, fields) => {
  expect(checkClient({ name, days: 30 }).map(({ path }) => path)).toEqual(fields);
});
