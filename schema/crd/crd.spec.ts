import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
  CRD_FOLDERS,
  NOTEBOOK_CRD,
  crdFileName,
  customResourceDefinition,
  renderCrd
} from './index.js';

const sources = Object.entries(CRD_FOLDERS).flatMap(([folder, found]) =>
  found.map(source => ({ folder, source, kind: source.kind }))
);

describe.each(sources)('the definition of $kind', ({ folder, source }) => {
  it('is committed as its source has it', () => {
    const file = path.join(folder, crdFileName(source));
    expect(readFileSync(file, 'utf8')).toBe(renderCrd(source));
  });

  it('has one storage version', () => {
    expect(source.versions.filter(version => version.storage)).toHaveLength(1);
  });

  it('is structural: no references, no alternatives, a type everywhere', () => {
    const wrong: string[] = [];
    visit(customResourceDefinition(source), '', (schema, path) => {
      for (const word of ['$ref', 'anyOf', 'oneOf', 'allOf', 'const', 'additionalProperties']) {
        if (word in schema) {
          wrong.push(`${path}.${word}`);
        }
      }
      if (typeof schema.type !== 'string') {
        wrong.push(`${path} has no type`);
      }
    });
    expect(wrong).toEqual([]);
  });
});

it('lets people say "nb", and shows of each version of a Notebook the same columns', () => {
  expect(customResourceDefinition(NOTEBOOK_CRD)).toMatchObject({
    spec: { names: { shortNames: ['nb'] } }
  });
  for (const version of NOTEBOOK_CRD.versions) {
    const names = version.printerColumns.map(column => column.name);
    expect(names).toEqual(['State', 'Ready', 'Image', 'Age']);
    expect(version.schema).toBe(NOTEBOOK_CRD.versions[0].schema);
  }
});

type Schema = Record<string, unknown>;

/** Calls `look` for the schema in each version and for all below it. */
function visit(definition: object, path: string, look: (schema: Schema, path: string) => void) {
  const { versions } = (definition as { spec: { versions: Schema[] } }).spec;
  for (const version of versions) {
    descend((version.schema as { openAPIV3Schema: Schema }).openAPIV3Schema, path, look);
  }
}

function descend(schema: Schema, path: string, look: (schema: Schema, path: string) => void) {
  look(schema, path);
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Schema)) {
    descend(property as Schema, `${path}.${name}`, look);
  }
  if (schema.items !== undefined) {
    descend(schema.items as Schema, `${path}[]`, look);
  }
}
