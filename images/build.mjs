/**
 * node images/build.mjs NAME… [--json]      builds images and says where their archives are
 * node images/build.mjs NAME… --load CLUSTER    gives them to a cluster that runs, which gets only the layers it lacks
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
import { archiveImage, buildImage, deliverImage, prepareImage } from './image.mjs';
import { buildWheel } from './wheel.mjs';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'boolean' },
    dockerfiles: { type: 'boolean' },
    json: { type: 'boolean' },
    load: { type: 'string' },
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
  const images = await Promise.all(names.map(name => finish(name)));
  if (options.json) {
    console.log(JSON.stringify(images, null, 2));
  } else {
    images.forEach(image =>
      console.log([image.reference, image.digest, image.archive ?? ''].join('  '))
    );
  }
}

/** @param {string} name of an image to build, and to load into a cluster or to write */
async function finish(name) {
  const context = contextOf(name);
  const image = await buildImage(name, context);
  const { reference, digest } = image;
  if (options.load) {
    context.detail?.(`loading into cluster ${options.load}`);
    const loaded = await deliverImage(image, options.load);
    context.detail?.(loaded ? 'loaded' : 'was there already');
    return { name, reference, digest, loaded };
  }
  context.detail?.('writing the archive');
  return { name, reference, digest, archive: await archiveImage(image) };
}

main().catch(error => {
  console.error(error instanceof ClearError ? error.message : error);
  if (error instanceof ClearError && error.cause) {
    console.error(messageOf(error.cause));
  }
  process.exitCode = 1;
});
