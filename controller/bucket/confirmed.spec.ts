import { Confirmed } from './confirmed.js';

it('remembers exactly what was found, for its time', () => {
  let now = 0;
  const confirmed = new Confirmed(100, () => now);
  expect(confirmed.has('ada', { key: 1 })).toBe(false);
  confirmed.add('ada', { key: 1 });
  expect(confirmed.has('ada', { key: 1 })).toBe(true);
  expect(confirmed.has('ada', { key: 2 })).toBe(false);
  expect(confirmed.has('bob', { key: 1 })).toBe(false);
  now = 100;
  expect(confirmed.has('ada', { key: 1 })).toBe(false);
});

it('forgets everything at once', () => {
  const confirmed = new Confirmed(100, () => 0);
  confirmed.add('ada', 1);
  confirmed.clear();
  expect(confirmed.has('ada', 1)).toBe(false);
});
