import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { found, parsed, sources } from '../testing/sources.js';
import { catalogue } from './german/index.js';
import { speechOf } from './languages.js';
import type { Forms } from './translator.js';

describe('speechOf', () => {
  it('writes numbers and dates as in the country of the person, where that is known', async () => {
    expect((await speechOf('de', ['en', 'de-CH'])).locale).toBe('de-CH');
    expect((await speechOf('de', ['en'])).locale).toBe('de');
  });
});

/** The texts of a German entry. */
const textsOf = (entry: string | Forms): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry);

const placesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** A string that stands in a source, or the name of a property. */
function stringOf(node: ts.Node): string | null {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
    return node.name.text;
  }
  return ts.isStringLiteralLike(node) ? node.text : null;
}

/** The name of an entry of a catalogue; null of a form inside one. */
function entryOf(node: ts.Node): string | null {
  return ts.isPropertyAssignment(node) && !ts.isPropertyAssignment(node.parent.parent)
    ? (node.name as ts.Identifier | ts.StringLiteral).text
    : null;
}

describe('German', () => {
  it.each(Object.entries<string | Forms>(catalogue))(
    'fills the same places in %j',
    (sentence, entry) => {
      for (const text of textsOf(entry)) {
        expect(placesOf(text)).toEqual(placesOf(sentence));
      }
    }
  );

  it('has each sentence once, and none that the app does not say', () => {
    const folder = join(__dirname, 'german');
    const files = readdirSync(folder);
    const names = files.flatMap(file => found(parsed(join(folder, file)), entryOf));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const said = new Set(sources(join(__dirname, '..')).flatMap(file => found(file, stringOf)));
    expect(Object.keys(catalogue).filter(sentence => !said.has(sentence))).toEqual([]);
  });
});
