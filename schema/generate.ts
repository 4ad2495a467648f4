/** Writes what is generated from the sources in this room: the CustomResourceDefinitions. */
import { writeFileSync } from 'node:fs';

import { NOTEBOOK_CRD, PROFILE_CRD, crdFileName, renderCrd } from './crd/index.js';

// Runs as lib/generate.js, so the room is one folder up.
const folder = new URL('../crd/', import.meta.url);

for (const source of [NOTEBOOK_CRD, PROFILE_CRD]) {
  const file = new URL(crdFileName(source), folder);
  writeFileSync(file, renderCrd(source));
  console.log(`wrote schema/crd/${crdFileName(source)}`);
}
