import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { debian } from './base.mjs';
import {
  CHECKOUT,
  DESCRIPTIONS,
  descriptionOf,
  IMAGES_FOLDER,
  referenceOf
} from './description.mjs';
import { lockFile } from './python-tools.mjs';

const REQUIREMENTS = join(IMAGES_FOLDER, 'requirements');

/** @param {string} name as it may be written @returns {string} as the package index writes it */
function normalized(name) {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** @param {string} file @returns {Map<string, string>} package → version */
function locked(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Map(
    lines.flatMap(line =>
      /^[^#\s]/.test(line) ? [/** @type {[string, string]} */ (line.split(/==| /).slice(0, 2))] : []
    )
  );
}

/** @param {string} text lines of requirements @returns {string[]} */
function namesIn(text) {
  return [...text.matchAll(/^\s*"?([A-Za-z][\w.-]*)/gm)].map(([, name]) => normalized(name));
}

/** Their frameworks, what one is linked with, or git are packages of Debian. */
const OF_DEBIAN = ['jupyter', 'pytorch', 'mpi', 'sklearn-server', 'torch-server'];

test('all images but those that need more of Debian stand on the same Debian, so that it is made and stored once', () => {
  for (const { name, layers } of Object.values(DESCRIPTIONS)) {
    const [base] = layers;
    assert.equal(base.kind, 'debian');
    if (OF_DEBIAN.includes(name)) {
      assert.deepEqual(base.packages.slice(0, debian.packages.length), debian.packages);
    } else {
      assert.equal(base, debian);
    }
  }
});

test('our own code is in the last layer, so that a change of it leaves the others as they are', () => {
  for (const { name, layers } of Object.values(DESCRIPTIONS)) {
    const kinds = layers.map(({ kind }) => kind);
    // Some need no more than a few files of it.
    const last =
      ['platform', 'suggestion', 'tools'].includes(name) || name.endsWith('-server')
        ? 'copy'
        : 'wheel';
    assert.equal(kinds.at(-1), last);
    assert.ok(kinds.lastIndexOf('python') <= 1, `${name}: packages lie directly on Debian`);
  }
});

test('no image runs as root', () => {
  for (const { config } of Object.values(DESCRIPTIONS)) {
    assert.match(config.user, /^[1-9]\d+:[1-9]\d+$/);
  }
});

test('names of images are those of the release', () => {
  assert.match(referenceOf('jupyter'), /^localhost\/kubeflow-lab-jupyter:\d+\.\d+\.\d+$/);
});

test('an unknown image is refused with the names of those that exist', () => {
  for (const name of ['nothing', 'constructor', '']) {
    assert.throws(() => descriptionOf(name), /the images are jupyter, /);
  }
});

for (const file of readdirSync(REQUIREMENTS).filter(name => name.endsWith('.txt'))) {
  const name = file.slice(0, -4);
  test(`${file} names one exact wheel for every package, and has all that ${name}.in asks for`, () => {
    const text = readFileSync(join(REQUIREMENTS, file), 'utf8');
    for (const line of text
      .split('\n')
      .filter(candidate => candidate !== '' && !candidate.startsWith('#'))) {
      assert.match(line, /^[a-z0-9-]+==[\w.+!-]+ --hash=sha256:[0-9a-f]{64}$/);
    }
    const packages = locked(join(REQUIREMENTS, file));
    for (const wanted of namesIn(readFileSync(join(REQUIREMENTS, `${name}.in`), 'utf8'))) {
      assert.ok(
        packages.has(wanted),
        `${wanted} is missing: run "node images/requirements/lock.mjs ${name}"`
      );
    }
  });
}

test('what our Python package depends on is in the notebook image, as it is installed without its dependencies', () => {
  const project = readFileSync(join(CHECKOUT, 'pyproject.toml'), 'utf8');
  const dependencies = namesIn(
    /^dependencies = \[\n([^\]]*(?:\[[^\]]*\][^\]]*)*)^\]/m.exec(project)?.[1] ?? ''
  );
  assert.ok(dependencies.length > 3, 'the dependencies were found');
  const packages = locked(lockFile('jupyter'));
  for (const name of dependencies) {
    assert.ok(packages.has(name), `${name} is missing in images/requirements/jupyter.in`);
  }
});

test('a notebook and a training job compute with the same versions', () => {
  const jupyter = locked(lockFile('jupyter'));
  for (const image of ['tensorflow', 'xgboost']) {
    const packages = locked(lockFile(image));
    for (const name of ['numpy', 'scikit-learn', 'scipy', 'ipython']) {
      assert.equal(packages.get(name), jupyter.get(name), `${name} in ${image}`);
    }
  }
});

test('what the extra for suggestions asks for is in its image', () => {
  const project = readFileSync(join(CHECKOUT, 'pyproject.toml'), 'utf8');
  const wanted = namesIn(/^suggestion = \[\n([^\]]*)^\]/m.exec(project)?.[1] ?? '');
  assert.ok(wanted.includes('optuna'), 'the extra was found');
  const packages = locked(lockFile('suggestion'));
  for (const name of wanted) {
    assert.ok(packages.has(name), `${name} is missing in images/requirements/suggestion.in`);
  }
});
