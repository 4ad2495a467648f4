/** Writes the OpenAPI document to schema/api/openapi.json: `npm run generate -w @kubeflow-lab/server`. */
import { writeFile } from 'node:fs/promises';

import { openApiText } from './text.js';

const file = new URL('../../../schema/api/openapi.json', import.meta.url);
await writeFile(file, openApiText());
