import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const BUILT = ['node_modules', 'lib', 'dist', 'testing', 'german'];

/** The sources of a room, but the tests, the catalogues and what is built. */
export function sources(folder: string): ts.SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return BUILT.includes(entry.name) ? [] : sources(path);
    }
    return /(?<!\.spec|\.itest|\.test|\.d)\.(tsx?|mjs)$/.test(entry.name) ? [parsed(path)] : [];
  });
}

export function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** What `find` answers to each node of a file, but null. */
export function found<T>(file: ts.SourceFile, find: (node: ts.Node) => T | null): T[] {
  const all: T[] = [];
  const visit = (node: ts.Node): void => {
    const one = find(node);
    if (one !== null) {
      all.push(one);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return all;
}
