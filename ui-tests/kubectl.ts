import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';

import { required, type Json } from './platform';

/** What somebody with `kubectl` does beside the platform, and what the tests look up behind it. */

const kubeconfig = required('KUBECONFIG');
const program = join(dirname(kubeconfig), 'bin', 'kubectl');

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** Runs kubectl and gives what it printed; throws what it said when it failed. */
export function kubectl(args: string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      ['--kubeconfig', kubeconfig, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        error
          ? reject(new Error(`kubectl ${args.join(' ')}: ${stderr || error.message}`))
          : resolve(stdout)
    );
    child.stdin?.end(input);
  });
}

/** What a shell prints that is given some lines as a person types them, with kubectl at hand. */
export function shell(lines: string): Promise<string> {
  const PATH = `${dirname(program)}:${process.env.PATH ?? ''}`;
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['-e', '-c', lines],
      { env: { ...process.env, PATH, KUBECONFIG: kubeconfig } },
      (error, stdout, stderr) =>
        error ? reject(new Error(`${lines}: ${stderr || error.message}`)) : resolve(stdout)
    );
  });
}

/** Creates an object, as `user` where one is named, else as the administrator. */
export async function create(object: KubeObject, user?: string): Promise<void> {
  await kubectl(['create', '-f', '-', ...(user ? ['--as', user] : [])], JSON.stringify(object));
}

/** Deletes objects, such as `notebook/work`, and waits until they are gone; missing ones are fine. */
export async function remove(namespace: string, ...objects: string[]): Promise<void> {
  await kubectl([
    'delete',
    '--namespace',
    namespace,
    '--ignore-not-found',
    '--timeout=60s',
    ...objects
  ]);
}

export async function get(namespace: string, object: string): Promise<Json> {
  return JSON.parse(await kubectl(['get', '--namespace', namespace, '--output=json', object]));
}

/** A Notebook whose only container is `container`, beside other fields of the pod. */
export function notebook(
  namespace: string,
  name: string,
  container: Record<string, unknown>,
  pod: Record<string, unknown> = {}
): KubeObject {
  const containers = [{ name, imagePullPolicy: 'IfNotPresent', ...container }];
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'Notebook',
    metadata: { name, namespace },
    spec: { template: { spec: { terminationGracePeriodSeconds: 0, ...pod, containers } } }
  };
}
