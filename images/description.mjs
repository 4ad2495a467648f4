/**
 * What an image is made of: plain data, from which both the Dockerfile and the builder without Docker work.
 * Layers stand in order from the one that changes most seldom to the one that changes with every saved file.
 *
 * @typedef {object} DebianLayer a minimal Debian system
 * @property {'debian'} kind
 * @property {string} suite such as `bookworm`
 * @property {string[]} packages beside the minimal system
 * @property {string[]} setup shell commands, run as root once the packages are there
 *
 * @typedef {object} PythonLayer a virtual environment in `/opt/venv` with exactly the packages of a lock file
 * @property {'python'} kind
 * @property {string} requirements name of the lock file in `images/requirements`, without `.txt`
 * @property {string[]} trim what nobody needs at run time, as patterns of `find -path` below `/opt/venv`
 * @property {boolean} [system] whether it also sees the Python packages of the Debian below; false when absent
 *
 * @typedef {object} PackagesLayer packages beside that environment, which go before its own where a program looks there first
 * @property {'packages'} kind
 * @property {string} requirements name of the lock file in `images/requirements`, without `.txt`
 * @property {string} target the folder that they are in
 *
 * @typedef {object} WheelLayer our own Python package, in the virtual environment
 * @property {'wheel'} kind
 *
 * @typedef {object} CopyLayer files of the checkout, owned by root
 * @property {'copy'} kind
 * @property {{ from: string, to: string, executable?: boolean }[]} files `from` relative to the checkout, a file or a folder
 *
 * @typedef {DebianLayer | PythonLayer | PackagesLayer | WheelLayer | CopyLayer} LayerDescription
 *
 * @typedef {object} ImageDescription
 * @property {string} name
 * @property {string} summary one sentence for the head of the Dockerfile
 * @property {LayerDescription[]} layers
 * @property {{ user: string, workingDir: string, env: Record<string, string>, entrypoint: string[], command: string[] }} config
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import jupyter from './jupyter/image.mjs';
import mpi from './mpi/image.mjs';
import platform from './platform/image.mjs';
import pytorch from './pytorch/image.mjs';
import sklearnServer from './sklearn-server/image.mjs';
import suggestion from './suggestion/image.mjs';
import tensorboard from './tensorboard/image.mjs';
import tensorflow from './tensorflow/image.mjs';
import tensorflowServer from './tensorflow-server/image.mjs';
import torchServer from './torch-server/image.mjs';
import tools from './tools/image.mjs';
import xgboost from './xgboost/image.mjs';

/** This room. */
export const IMAGES_FOLDER = dirname(fileURLToPath(import.meta.url));

/** The checkout. */
export const CHECKOUT = join(IMAGES_FOLDER, '..');

/** @type {Record<string, ImageDescription>} */
export const DESCRIPTIONS = {
  jupyter,
  tensorflow,
  xgboost,
  pytorch,
  mpi,
  tools,
  tensorboard,
  platform,
  'sklearn-server': sklearnServer,
  'tensorflow-server': tensorflowServer,
  'torch-server': torchServer,
  suggestion
};

/**
 * @param {string} name
 * @returns {ImageDescription}
 * @throws {RangeError} when there is no such image
 */
export function descriptionOf(name) {
  const description = Object.hasOwn(DESCRIPTIONS, name) ? DESCRIPTIONS[name] : undefined;
  if (!description) {
    throw new RangeError(
      `There is no image ${JSON.stringify(name)}; the images are ${Object.keys(DESCRIPTIONS).join(', ')}.`
    );
  }
  return description;
}

/**
 * The name under which a node knows an image.
 * @param {string} name such as `jupyter`
 * @returns {string} such as `localhost/kubeflow-lab-jupyter:0.1.0`
 */
export function referenceOf(name) {
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'));
  return `localhost/kubeflow-lab-${name}:${version}`;
}
