/**
 * Two projects: the TypeScript rooms run as the ES modules that they are, in Node;
 * the JupyterLab extension and the spawner run in jsdom, as CommonJS, which JupyterLab's own test utilities need.
 */
const rooms = {
  '^@kubeflow-lab/(schema|resources|kube|compiler|live)$': '<rootDir>/$1/index.ts',
  '^@kubeflow-lab/resources/german$': '<rootDir>/resources/told/german/index.ts',
  '^@kubeflow-lab/controller/runtime$': '<rootDir>/controller/runtime/index.ts',
  '^(\\.{1,2}/.*)\\.js$': '$1'
};
const ignore = [
  '<rootDir>/lib/',
  '<rootDir>/[a-z-]+/lib/',
  '/dist/',
  '<rootDir>/kubeflow_lab/',
  '<rootDir>/ui-tests/'
];

const node = {
  displayName: 'node',
  testEnvironment: 'node',
  roots: ['schema', 'resources', 'compiler', 'kube', 'controller', 'engines', 'server'].map(
    room => `<rootDir>/${room}`
  ),
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: rooms,
  modulePathIgnorePatterns: ignore,
  transform: {
    '^.+\\.tsx?$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/tsconfig.jest.node.json' }]
  }
};

/** Tests against a real cluster, the one that KUBECONFIG names. They keep to namespaces of their own. */
const integration = {
  ...node,
  displayName: 'integration',
  testMatch: ['**/*.itest.ts'],
  testPathIgnorePatterns: ['trainer\\.itest\\.ts$'],
  setupFilesAfterEnv: ['<rootDir>/kube/testing/patience.ts']
};

/** Against a cluster with Kubeflow Trainer, which the one of the other tests lacks: compiling it takes too long. */
const trainer = {
  ...integration,
  displayName: 'trainer',
  testMatch: ['**/trainer.itest.ts'],
  testPathIgnorePatterns: []
};

/** What of node_modules is shipped as ES modules only, and so must be transformed for CommonJS. */
const esModules = [
  '(@jupyterlab|@jupyter|@microsoft|@rjsf)/',
  'exenv-es6',
  'lib0',
  'y-',
  'yjs',
  'nanoid',
  'vscode-',
  'delaunator',
  'robust-predicates',
  'internmap',
  'd3',
  'marked',
  'typebox'
].join('|');

const browser = {
  displayName: 'browser',
  testEnvironment: '@jupyterlab/testing/lib/jest-env.js',
  resolver: '@jupyterlab/testing/lib/jest-resolver.js',
  roots: ['<rootDir>/src', '<rootDir>/spawner', '<rootDir>/live'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  setupFiles: ['@jupyterlab/testing/lib/jest-shim.js', '<rootDir>/src/testing/jsdomGaps.ts'],
  setupFilesAfterEnv: ['<rootDir>/src/testing/patience.ts'],
  moduleNameMapper: {
    ...rooms,
    // Its door for browsers is an ES module.
    '^yaml$': '<rootDir>/node_modules/yaml/dist/index.js',
    '\\.css$': 'identity-obj-proxy'
  },
  modulePathIgnorePatterns: ignore,
  transformIgnorePatterns: [`/node_modules/(?!${esModules})`],
  transform: {
    '\\.svg$': '@jupyterlab/testing/lib/jest-raw-loader.js',
    '^.+\\.(tsx?|m?js)$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.jest.browser.json' }]
  }
};

export default { projects: [node, browser, integration, trainer] };
