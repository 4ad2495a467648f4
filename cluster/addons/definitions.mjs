import { readFile, writeFile } from 'node:fs/promises';

import { cached, cachePath, contentOf, hashOf } from '../build/cache.mjs';
import { goTool, moduleFolder } from '../build/go-tool.mjs';
import { exec } from '../exec.mjs';
import { waitForDefinitions } from './client.mjs';

/**
 * Where CustomResourceDefinitions come from: the Go types of an API, by the generator that upstream
 * itself uses. So nothing of them is copied, and go.sum vouches for all of it.
 * @typedef {object} Definitions
 * @property {string} module tool module whose go.mod pins the API
 * @property {string[]} packages of the API's types
 * @property {string} generator options of controller-gen's `crd`
 * @property {Record<string, string>} [annotations] put on every definition
 * @property {string[]} [only] names of the definitions that are wanted; each costs the API server memory
 */

/**
 * Generates definitions, unless the cache has them.
 * @param {Definitions} definitions
 * @param {import('../build/go-tool.mjs').BuildContext} context
 * @returns {Promise<string>} a YAML manifest
 */
export async function makeDefinitions(definitions, context) {
  const { module, packages, generator, annotations = {}, only } = definitions;
  const program = await goTool('controller-gen', context);
  const folder = moduleFolder(module);
  const hash = hashOf([
    program,
    ...(await contentOf(folder)),
    generator,
    ...packages,
    JSON.stringify(annotations),
    ...(only ?? [])
  ]);
  const path = await cached(cachePath('definitions', module, hash), async temporary => {
    const args = [`crd:${generator}`, ...packages.map(name => `paths=${name}`), 'output:stdout'];
    const { signal } = context;
    const manifest = await exec(program, args, {
      cwd: folder,
      env: { GOFLAGS: '-mod=readonly', GOWORK: 'off' },
      signal
    });
    await writeFile(temporary, annotate(only ? pick(manifest, only) : manifest, annotations));
  });
  return readFile(path, 'utf8');
}

/**
 * Applies definitions and waits until their kinds are served.
 * @param {import('./client.mjs').Client} client
 * @param {string} manifest as `makeDefinitions` gives it
 * @param {import('../build/go-tool.mjs').BuildContext} context
 */
export async function applyDefinitions(client, manifest, context) {
  await client.apply(manifest, context);
  await waitForDefinitions(client, definitionNames(manifest), context);
}

/** The line that controller-gen writes among the annotations of every definition. */
const GENERATED_BY = /^( {4})controller-gen\.kubebuilder\.io\/version: \S+$/gm;

/**
 * Adds annotations to every definition of a manifest that controller-gen wrote.
 * @param {string} manifest
 * @param {Record<string, string>} annotations
 * @returns {string}
 */
export function annotate(manifest, annotations) {
  const more = Object.entries(annotations).map(
    ([key, value]) => `\n    ${key}: ${JSON.stringify(value)}`
  );
  return manifest.replace(GENERATED_BY, line => line + more.join(''));
}

/**
 * Leaves out the definitions that nobody asked for.
 * @param {string} manifest
 * @param {string[]} names
 * @returns {string}
 * @throws {RangeError} where the manifest lacks one of them
 */
export function pick(manifest, names) {
  const documents = manifest.split(/^---$/m);
  const wanted = documents.filter(text => definitionNames(text).some(name => names.includes(name)));
  if (wanted.length !== names.length) {
    throw new RangeError(`Of ${names.join(', ')} the API has ${wanted.length} only.`);
  }
  return wanted.map(text => `---${text}`).join('');
}

/**
 * The names of the definitions in a manifest that controller-gen wrote.
 * @param {string} manifest
 * @returns {string[]}
 */
export function definitionNames(manifest) {
  return [...manifest.matchAll(/^ {2}name: (\S+)$/gm)].map(match => match[1] ?? '');
}
