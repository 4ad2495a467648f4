import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importPlugin from 'eslint-plugin-import';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which rooms a room may import; the table stands in docs/architecture.md. */
const mayImport = {
  schema: [],
  resources: ['schema'],
  kube: ['schema', 'resources'],
  compiler: ['schema', 'resources'],
  live: ['schema'],
  controller: ['schema', 'resources', 'kube'],
  engines: ['schema', 'resources', 'kube', 'controller'],
  server: ['schema', 'resources', 'compiler', 'kube'],
  spawner: ['schema', 'resources', 'live'],
  src: ['schema', 'resources', 'compiler', 'live'],
  cluster: ['images'],
  images: ['cluster']
};
const rooms = Object.keys(mayImport);

const walls = rooms.map(room => ({
  target: `./${room}`,
  from: rooms
    .filter(other => other !== room && !mayImport[room].includes(other))
    .map(r => `./${r}`),
  message: 'This room may not import that one: see the table in docs/architecture.md.'
}));

/** The same walls for imports by package name, which do not pass through relative paths. */
const doors = rooms.map(room => ({
  files: [`${room}/**/*.{ts,tsx,mjs}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: rooms
          .filter(other => other !== 'src' && other !== room && !mayImport[room].includes(other))
          .map(other => ({
            group: [`@kubeflow-lab/${other}`, `@kubeflow-lab/${other}/*`],
            message: 'This room may not import that one: see the table in docs/architecture.md.'
          }))
      }
    ]
  }
}));

export default tseslint.config(
  {
    ignores: [
      '**/lib/**',
      '**/dist/**',
      '**/node_modules/**',
      'coverage/**',
      'kubeflow_lab/labextension/**',
      '**/test-results/**',
      '**/playwright-report/**'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { import: importPlugin },
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'import/no-restricted-paths': ['error', { zones: walls }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      curly: ['error', 'all'],
      'no-empty': ['error', { allowEmptyCatch: false }]
    }
  },
  ...doors,
  {
    files: ['src/**/*.{ts,tsx}', 'spawner/**/*.{ts,tsx}', 'live/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: { ...globals.browser } },
    rules: { ...reactHooks.configs.recommended.rules }
  },
  {
    // What a person reads goes through the translator, spawner/text/; a path or the name of an image is the same everywhere.
    files: ['spawner/**/*.tsx'],
    ignores: ['**/*.spec.tsx', 'spawner/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'JSXText[value=/\\p{L}/u]',
          'JSXElement > JSXExpressionContainer > :matches(Literal, TemplateLiteral, ConditionalExpression > Literal)[value=/\\p{L}/u]',
          'JSXAttribute[name.name=/^(aria-label|aria-description|title|placeholder|alt|label|fullLabel|hint|legend)$/] > Literal[value=/^[^/]*\\p{L}[^/]*$/u]'
        ].map(selector => ({
          selector,
          message: 'A text that a person reads goes through t(), tn() or <Rich>.'
        }))
      ]
    }
  },
  {
    // The first of its sets is for sources; the others are for settings and tests of another layout.
    ...jupyter.configs.recommended[0],
    plugins: { jupyter },
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.{ts,tsx}', 'src/testing/**']
  },
  prettier
);
