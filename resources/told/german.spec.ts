import { PARTS, told } from './german/told.js';

const placesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

it.each(Object.entries(told))('fills the same places in %j', (sentence, translation) => {
  expect(placesOf(translation)).toEqual(placesOf(sentence));
});

it('has each sentence once', () => {
  const sentences = PARTS.flatMap(part => Object.keys(part));
  expect(sentences.filter((one, index) => sentences.indexOf(one) !== index)).toEqual([]);
});
