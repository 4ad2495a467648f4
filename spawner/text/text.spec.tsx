import { render } from '@testing-library/react';

import { longAge, shortAge } from './age.js';
import { timeOfDay } from './time-of-day.js';
import { Rich } from './Rich.js';
import { setCatalogue, t, tn } from './translator.js';

afterEach(() => setCatalogue({}));

describe('t', () => {
  it('fills places, and leaves unknown ones', () => {
    expect(t('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });

  it('does not fill a place inside a value', () => {
    expect(t('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x');
  });

  it('takes the sentence of the catalogue', () => {
    setCatalogue({ 'Sign in': 'Anmelden', '{count} servers': '{count} Server' });
    expect(t('Sign in')).toBe('Anmelden');
    expect(tn('{count} server', '{count} servers', 2)).toBe('2 Server');
    expect(t('constructor')).toBe('constructor');
  });
});

describe('Rich', () => {
  it('puts elements into a sentence', () => {
    const { container } = render(<Rich text="Delete {name}?" values={{ name: <b>x</b> }} />);
    expect(container.innerHTML).toBe('Delete <b>x</b>?');
  });
});

describe('ages', () => {
  const now = Date.parse('2026-10-15T12:00:00Z');
  it.each([
    ['2026-10-15T11:59:30Z', 'now', 'just now'],
    ['2026-10-15T12:00:30Z', 'now', 'just now'],
    ['2026-10-15T11:59:00Z', '1 min', '1 minute ago'],
    ['2026-10-15T10:00:01Z', '1 h', '1 hour ago'],
    ['2026-10-13T12:00:00Z', '2 d', '2 days ago'],
    ['', '', '']
  ])('%s is %j, %j', (time, short, long) => {
    expect(shortAge(time, now)).toBe(short);
    expect(longAge(time, now)).toBe(long);
  });
});

describe('timeOfDay', () => {
  const now = new Date(2026, 2, 3, 12, 0).getTime();
  const at = (...moment: [number, number, number, number]) =>
    new Date(2026, ...moment).toISOString();

  it.each([
    ['today', at(2, 3, 16, 20), '16:20'],
    ['tomorrow', at(2, 4, 9, 5), 'Wed 09:05'],
    ['in a month', at(3, 3, 9, 5), '3 Apr, 09:05'],
    ['never', 'soon', '']
  ])('%s', (_when, time, text) => {
    expect(timeOfDay(time, now, 'en-GB')).toBe(text);
  });
});
