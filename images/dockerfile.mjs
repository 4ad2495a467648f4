/** The Dockerfile of an image, from the description that the builder without Docker uses too. */
import { compileCommand, installCommand } from './layers/packages.mjs';
import { finishCommands, VENV, VENV_OWNER, venvOptions } from './layers/python.mjs';

/**
 * @param {import('./description.mjs').ImageDescription} image
 * @returns {string}
 */
export function dockerfile(image) {
  const { user, workingDir, env, entrypoint, command } = image.config;
  const steps = image.layers.map(layer => instructionsOf(layer));
  const wheel = image.layers.some(({ kind }) => kind === 'wheel');
  return [
    '# Written by "node images/build.mjs --dockerfiles"; change image.mjs instead.',
    `# ${image.summary}`,
    '#',
    `# To be built in the checkout, after "npm run build"${wheel ? ' and "node images/build.mjs --wheel --output dist"' : ''}:`,
    `#   docker build --file images/${image.name}/Dockerfile .`,
    ...steps.flatMap(lines => [...lines, '']),
    ...Object.entries(env).map(([name, value]) => `ENV ${name}=${JSON.stringify(value)}`),
    `WORKDIR ${workingDir}`,
    `USER ${user}`,
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
    `CMD ${JSON.stringify(command)}`,
    ''
  ].join('\n');
}

/**
 * @param {import('./description.mjs').LayerDescription} layer
 * @returns {string[]} lines
 */
function instructionsOf(layer) {
  switch (layer.kind) {
    case 'debian':
      return [
        `FROM debian:${layer.suite}-slim`,
        ...run([
          'apt-get update',
          `apt-get install --yes --no-install-recommends ${layer.packages.join(' ')}`,
          'rm -rf /var/lib/apt/lists/*',
          ...layer.setup
        ])
      ];
    case 'python':
      return [
        `COPY images/requirements/${layer.requirements}.txt /tmp/requirements.txt`,
        ...run([
          ['python3 -m venv', ...venvOptions(layer), VENV].join(' '),
          `${VENV}/bin/pip install --no-deps --require-hashes --no-compile --no-cache-dir --requirement=/tmp/requirements.txt`,
          'rm /tmp/requirements.txt',
          ...finishCommands(layer)
        ])
      ];
    case 'packages':
      return [
        `COPY images/requirements/${layer.requirements}.txt /tmp/requirements.txt`,
        ...run([
          `${installCommand(layer.target)} --requirement=/tmp/requirements.txt`,
          'rm /tmp/requirements.txt',
          compileCommand(layer.target, layer.target)
        ])
      ];
    case 'wheel':
      return [
        'COPY dist/kubeflow_lab-*.whl /tmp/wheel/',
        ...run([
          `${VENV}/bin/pip install --no-index --no-deps --no-cache-dir /tmp/wheel/*.whl`,
          'rm -r /tmp/wheel',
          `chown -R ${VENV_OWNER} ${VENV}`
        ])
      ];
    case 'copy':
      return layer.files.map(
        ({ from, to, executable }) =>
          `COPY ${executable ? '--chmod=0755 ' : ''}${JSON.stringify([from, to])}`
      );
  }
}

/**
 * @param {string[]} commands
 * @returns {string[]} one RUN instruction, which fails when any of them does
 */
function run(commands) {
  return commands.map((command, index) => {
    const end = index < commands.length - 1 ? ' && \\' : '';
    return `${index === 0 ? 'RUN ' : '    '}${command}${end}`;
  });
}
