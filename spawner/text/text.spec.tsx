import { render } from '@testing-library/react';

import { longAge, shortAge } from './age.js';
import { sizeText } from './size.js';
import { timeOfDay } from './time-of-day.js';
import { Rich } from './Rich.js';
import { decimal, speak, t, tn } from './translator.js';

afterEach(() => speak({ locale: 'en', catalogue: {}, told: {} }));

describe('t', () => {
  it('fills places', () => {
    expect(t('{shown} of {all}', { shown: 1, all: 2 })).toBe('1 of 2');
  });

  it('does not fill a place inside a value', () => {
    expect(t('{name} ({size})', { name: '{size}', size: 'x' })).toBe('{size} (x)');
  });

  it('takes the sentence of the catalogue', () => {
    speak({ locale: 'de', catalogue: { 'Sign in': 'Anmelden' }, told: {} });
    expect(t('Sign in')).toBe('Anmelden');
  });

  it('writes numbers as the language does, and leaves texts alone', () => {
    speak({ locale: 'de-DE', catalogue: {}, told: {} });
    expect(t('{shown} of {all}', { shown: 12345.5, all: '12345' })).toBe('12.345,5 of 12345');
    expect(decimal(0.5, 2)).toBe('0,50');
  });
});

describe('tn', () => {
  it('has two forms in English', () => {
    expect(tn('{count} server', '{count} servers', 1)).toBe('1 server');
    expect(tn('{count} server', '{count} servers', 0)).toBe('0 servers');
  });

  it('has as many forms as the language has', () => {
    const forms = { one: '{count} serwer', few: '{count} serwery', other: '{count} serwera' };
    speak({ locale: 'pl', catalogue: { '{count} servers': forms }, told: {} });
    const said = [1, 3, 5].map(count => tn('{count} server', '{count} servers', count));
    expect(said).toEqual(['1 serwer', '3 serwery', '5 serwera']);
  });
});

describe('sizeText', () => {
  it.each([
    ['en', ['0 bytes', '1 byte', '1.5Ki', '1,000.3Mi']],
    ['de', ['0 bytes', '1 byte', '1,5Ki', '1.000,3Mi']]
  ])('writes numbers as %s does', (locale, texts) => {
    speak({ locale, catalogue: {}, told: {} });
    expect([0, 1, 1536, 1000.3 * 2 ** 20].map(sizeText)).toEqual(texts);
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
    ['2026-10-15T11:00:00Z', '1 h', '1 hour ago'],
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
    speak({ locale: 'en-GB', catalogue: {}, told: {} });
    expect(timeOfDay(time, now)).toBe(text);
  });
});
