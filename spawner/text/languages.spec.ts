import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { german } from './german/index.js';
import { languageFor, speechOf } from './languages.js';
import type { Forms } from './translator.js';

const ROOM = join(__dirname, '..');

describe('languageFor', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['EN-us', 'de'], 'en'],
    [['fr'], 'en'],
    [['constructor'], 'en'],
    [[], 'en']
  ])('%j is %s', (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });
});

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

/** All files of the app, but the tests, the catalogues and what is built. */
function sources(folder = ROOM): string[] {
  const others = ['node_modules', 'lib', 'dist', 'testing', 'german'];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return others.includes(entry.name) ? [] : sources(path);
    }
    return /(?<!\.spec)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Every string that stands in a source. */
function stringsOf(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      found.push(node.text);
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      found.push(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

/** The names of the entries in a file of a catalogue. */
function namesIn(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    if (ts.isPropertyAssignment(node) && depth === 0) {
      found.push((node.name as ts.Identifier | ts.StringLiteral).text);
    }
    ts.forEachChild(node, child => visit(child, depth + (ts.isPropertyAssignment(node) ? 1 : 0)));
  };
  visit(file, 0);
  return found;
}

describe('German', () => {
  it.each(Object.entries(german))('fills the same places in %j', (sentence, entry) => {
    for (const text of textsOf(entry)) {
      expect(placesOf(text)).toEqual(placesOf(sentence));
    }
  });

  it('has each sentence once, and none that the app does not say', () => {
    const folder = join(__dirname, 'german');
    const names = readdirSync(folder).flatMap(file => namesIn(join(folder, file)));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const said = new Set(sources().flatMap(stringsOf));
    expect(Object.keys(german).filter(sentence => !said.has(sentence))).toEqual([]);
  });
});
