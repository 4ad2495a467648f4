import type { Statement } from '../python/ast.js';
import { parse } from '../python/parser.js';
import { scopesOf } from '../python/scopes.js';
import { PythonSyntaxError } from '../python/syntax-error.js';
import type { CellFacts, Note } from './facts.js';
import { Flow } from './flow.js';
import { readCellMagic } from './magics.js';

/** What was found of cells before, by their source. One cache serves many notebooks; it may be dropped at any time. */
export class AnalysisCache {
  private readonly found = new Map<string, CellFacts>();

  constructor(private readonly capacity = 2000) {}

  facts(source: string): CellFacts {
    let facts = this.found.get(source);
    if (facts) {
      this.found.delete(source);
    } else {
      facts = analyzeCell(source);
    }
    // The map's order is that of use: what comes first was asked for longest ago.
    this.found.set(source, facts);
    if (this.found.size > this.capacity) {
      this.found.delete(this.found.keys().next().value!);
    }
    return facts;
  }
}

/** What the source of a cell defines and uses. Never throws: what is not Python is a note. */
export function analyzeCell(source: string): CellFacts {
  const { magic, body } = split(source);
  const parsed = magic?.body === 'opaque' ? [] : parsedOrNote(body);
  const statements = Array.isArray(parsed) ? parsed : [];
  const flow = new Flow(scopesOf(statements));
  const { record } = flow;
  if (magic) {
    magic.reads.forEach(name => record.read(name, 1, true));
    if (magic.note) {
      record.note({ ...magic.note, line: 1 });
      record.open = true;
    }
  }
  if (!Array.isArray(parsed)) {
    record.note(parsed);
    return { ...record.facts(), failed: true };
  }
  flow.run(statements);
  if (magic?.body === 'discarded') {
    record.state = new Map();
  }
  magic?.binds.forEach(name => record.bind(name, 1, 'value'));
  return record.facts();
}

function parsedOrNote(body: string): Statement[] | Note {
  try {
    return parse(body);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) {
      throw error;
    }
    return { severity: 'error', code: 'syntax-error', message: error.message, line: error.line };
  }
}

/** Splits a cell magic from its body, whose lines keep their numbers. */
function split(source: string): { magic: ReturnType<typeof readCellMagic>; body: string } {
  const first = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(%%[^\n]*)/.exec(source);
  const magic = first ? readCellMagic(first[1]!) : null;
  if (!first || !magic) {
    return { magic: null, body: source };
  }
  const breaks = first[0].split('\n').length - 1;
  return { magic, body: '\n'.repeat(breaks) + source.slice(first[0].length) };
}
