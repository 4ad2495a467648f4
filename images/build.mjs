/**
 * node images/build.mjs NAME… [--json]      builds images and says where their archives are
 * node images/build.mjs --base NAME…        makes only what does not depend on our own code
 * node images/build.mjs --wheel [--output FOLDER]   builds our Python package, and copies it there
 * node images/build.mjs --dockerfiles       writes the Dockerfiles of all images
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ClearError, messageOf } from '../cluster/errors.mjs';
import { DESCRIPTIONS, IMAGES_FOLDER } from './description.mjs';
import { dockerfile } from './dockerfile.mjs';
import { buildImage, prepareImage } from './image.mjs';
import { buildWheel } from './wheel.mjs';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'boolean' },
    dockerfiles: { type: 'boolean' },
    json: { type: 'boolean' },
    output: { type: 'string' },
    verbose: { type: 'boolean', short: 'v' },
    wheel: { type: 'boolean' }
  }
});

/** @param {string} name @returns {import('../cluster/build/go-tool.mjs').BuildContext} */
function contextOf(name) {
  const begin = performance.now();
  /** @param {string} text */
  const say = text =>
    process.stderr.write(
      `${((performance.now() - begin) / 1000).toFixed(1)} s  ${name}: ${text}\n`
    );
  return options.verbose ? { log: say, detail: say } : { detail: say };
}

async function main() {
  if (options.dockerfiles) {
    await Promise.all(
      Object.values(DESCRIPTIONS).map(image =>
        writeFile(join(IMAGES_FOLDER, image.name, 'Dockerfile'), dockerfile(image))
      )
    );
  }
  if (options.wheel) {
    const wheel = await buildWheel(contextOf('wheel'));
    if (options.output) {
      await mkdir(options.output, { recursive: true });
      await copyFile(wheel, join(options.output, basename(wheel)));
    }
    console.log(options.output ? join(options.output, basename(wheel)) : wheel);
  }
  if (options.base) {
    await Promise.all(names.map(name => prepareImage(name, contextOf(name))));
    return;
  }
  const images = await Promise.all(names.map(name => buildImage(name, contextOf(name))));
  if (options.json) {
    console.log(JSON.stringify(images, null, 2));
  } else {
    images.forEach(image => console.log(`${image.reference}  ${image.digest}  ${image.archive}`));
  }
}

main().catch(error => {
  console.error(error instanceof ClearError ? error.message : error);
  if (error instanceof ClearError && error.cause) {
    console.error(messageOf(error.cause));
  }
  process.exitCode = 1;
});
