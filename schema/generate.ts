/** Writes what is generated from the sources in this room: the CustomResourceDefinitions. */
import { writeFileSync } from 'node:fs';

import { CRD_FOLDERS, crdFileName, renderCrd } from './crd/index.js';

// Runs as schema/lib/generate.js.
const root = new URL('../../', import.meta.url);

for (const [folder, sources] of Object.entries(CRD_FOLDERS)) {
  for (const source of sources) {
    const file = `${folder}/${crdFileName(source)}`;
    writeFileSync(new URL(file, root), renderCrd(source));
    console.log(`wrote ${file}`);
  }
}
