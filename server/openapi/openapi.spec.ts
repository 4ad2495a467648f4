import { readFile } from 'node:fs/promises';

import { apiSchemas } from '@kubeflow-lab/schema';

import { openApiText } from './text.js';

it('is committed as it is: else run `npm run generate -w @kubeflow-lab/server`', async () => {
  expect(await readFile('schema/api/openapi.json', 'utf8')).toBe(openApiText());
});

it('refers only to schemas that it has, and names each operation once', () => {
  const text = openApiText();
  const document = JSON.parse(text) as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: object };
  };
  const names = Object.keys(document.components.schemas);
  expect(names.sort()).toEqual(Object.keys(apiSchemas).sort());
  for (const [, name] of text.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)) {
    expect(names).toContain(name);
  }
  const ids = Object.values(document.paths).flatMap(path =>
    Object.values(path).map(o => o.operationId)
  );
  expect(new Set(ids).size).toBe(ids.length);
});
