/** The version of Python in the Debian release below; packages are chosen for it, not for this machine's. */
export const PYTHON_VERSION = '3.11.2';

/**
 * What all images stand on. They share this layer, so that a node holds it, and a start makes it, once.
 * @type {import('./description.mjs').DebianLayer}
 */
export const debian = {
  kind: 'debian',
  suite: 'bookworm',
  // tini is process 1 of a notebook: it collects the zombies that terminals leave behind.
  packages: ['ca-certificates', 'libstdc++6', 'python3', 'python3-venv', 'tini'],
  setup: [
    'useradd --uid 1000 --gid 100 --no-log-init --create-home --shell /bin/bash jovyan',
    'groupadd --gid 65532 nonroot',
    'useradd -K UID_MAX=65532 --uid 65532 --gid 65532 --no-log-init --home-dir /tmp --no-create-home --shell /usr/sbin/nologin nonroot',
    // Nothing in these images may gain rights that its user does not have.
    'find / -xdev -perm /6000 -type f -exec chmod a-s {} +'
  ]
};

/** The environment of every image. */
export const environment = {
  LANG: 'C.UTF-8',
  PATH: '/opt/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
};

/**
 * The base with more packages of Debian. It is a layer of its own, which only images with the same packages share.
 * @param {string[]} packages
 * @returns {import('./description.mjs').DebianLayer}
 */
export function debianWith(packages) {
  return { ...debian, packages: [...debian.packages, ...packages] };
}

/**
 * What the runtime of our training steps needs, beside packages of Debian's Python.
 * @type {import('./description.mjs').PythonLayer}
 */
export const stepPackages = {
  kind: 'python',
  requirements: 'steps',
  trim: ['*/site-packages/*/tests'],
  system: true
};

/** The environment of an image that serves models: /app belongs to root, and one request gets one thread. */
export const servingEnvironment = {
  ...environment,
  HOME: '/tmp',
  PYTHONPATH: '/app',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
  // More threads would wait for each other within the limits of a small pod.
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1'
};

/**
 * KServe's server beside a framework, and our part of it.
 * @type {import('./description.mjs').LayerDescription[]}
 */
export const servingLayers = [
  { kind: 'packages', requirements: 'serving', target: '/opt/serving' },
  { kind: 'copy', files: [{ from: 'kubeflow_lab/serving', to: '/app/serving' }] }
];
