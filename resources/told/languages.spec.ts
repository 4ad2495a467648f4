import { isLanguage, languageFor } from './languages.js';

describe('languageFor', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['EN-us', 'de'], 'en'],
    [['fr'], 'en'],
    [['*'], 'en'],
    [['constructor'], 'en'],
    [[], 'en']
  ])('%j is %s', (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });
});

it.each([
  ['de', true],
  ['DE', false],
  ['toString', false],
  [undefined, false],
  [null, false]
])('whether %j is a language: %s', (code, is) => {
  expect(isLanguage(code)).toBe(is);
});
