/** Schemathesis (https://schemathesis.readthedocs.io), which makes requests up from an OpenAPI document. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What must hold of every answer. */
const CHECKS = [
  'not_a_server_error',
  'response_schema_conformance',
  'content_type_conformance',
  'status_code_conformance'
];

export interface Fuzzing {
  /** Where the server answers. */
  origin: string;
  headers: Record<string, string>;
  /** What path parameters are: made up, they would be names of nothing. */
  parameters: Record<string, string>;
  /** Operations that are left out. */
  without: readonly string[];
  seconds: number;
  /** The same requests each time; null for others. */
  seed: number | null;
}

/** Sends requests for a time, with the interpreter `KUBEFLOW_LAB_PYTHON`; answers its exit code and what it says. */
export function fuzz({
  headers,
  origin,
  parameters,
  seconds,
  seed,
  without
}: Fuzzing): Promise<{ code: number | null; said: string }> {
  const settings = join(mkdtempSync(join(tmpdir(), 'kubeflow-lab-fuzz-')), 'schemathesis.toml');
  const values = Object.entries(parameters).map(
    ([name, value]) => `"path.${name}" = ${JSON.stringify(value)}\n`
  );
  writeFileSync(settings, `[parameters]\n${values.join('')}`);
  const child = spawn(
    process.env.KUBEFLOW_LAB_PYTHON ?? 'python3',
    [
      ...['-m', 'schemathesis.cli', '--config-file', settings],
      ...['run', `${origin}/api/openapi.json`, '--no-color', '--continue-on-failure'],
      ...['--checks', CHECKS.join(), '--phases', 'coverage,fuzzing', '--max-time', String(seconds)],
      ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
      ...(seed === null ? [] : ['--seed', String(seed)]),
      ...without.flatMap(operation => ['--exclude-operation-id', operation])
    ],
    { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] }
  );
  let said = '';
  child.stdout.on('data', data => (said += String(data)));
  child.stderr.on('data', data => (said += String(data)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, said }));
  });
}
