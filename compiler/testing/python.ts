import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const ROOT = process.cwd();

/**
 * The interpreter of the environment with our Python package, which `npm test` makes (testing/prepare.mjs) and
 * names in KUBEFLOW_LAB_PYTHON.
 */
export function testPython(): string {
  if (process.env.KUBEFLOW_LAB_PYTHON) {
    return process.env.KUBEFLOW_LAB_PYTHON;
  }
  const cache = process.env.KUBEFLOW_LAB_CACHE ?? join(homedir(), '.cache', 'kubeflow-lab');
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'pyproject.toml')))
    .update(ROOT);
  return join(cache, 'test-python', hash.digest('hex').slice(0, 16), 'bin', 'python');
}

/** The interpreter of the environment with the compiler of Kubeflow Pipelines, which `npm test` makes too. */
export function kfpPython(): string {
  const cache = process.env.KUBEFLOW_LAB_CACHE ?? join(homedir(), '.cache', 'kubeflow-lab');
  const requirements = readFileSync(join(ROOT, 'compiler', 'testing', 'kfp.requirements.txt'));
  const hash = createHash('sha256').update(requirements).digest('hex').slice(0, 16);
  return join(cache, 'test-kfp', hash, 'bin', 'python');
}

/** Runs one of the scripts beside this file; answers what it wrote to standard output. */
export function runPython(
  script: string,
  words: readonly string[],
  input = '',
  python = testPython()
): string {
  return execFileSync(python, [join(ROOT, 'compiler', 'testing', script), ...words], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['pipe', 'pipe', 'inherit']
  });
}
