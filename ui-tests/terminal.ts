import { kubectl } from './kubectl';

/** What a person does in a terminal of a notebook server. */

const HOME = '/home/jovyan';

/** Runs a command in the home folder; gives what it printed on standard output, and rejects where it fails. */
export function run(namespace: string, server: string, command: string[]): Promise<string> {
  const pod = ['--namespace', namespace, `${server}-0`, '--container', server];
  return kubectl(['exec', ...pod, '--', ...command]);
}

/**
 * Executes a notebook of the home folder without JupyterLab; gives what its cells printed. Without a front end magics
 * wait for what they begin. Rejects with the traceback where a cell fails.
 */
export async function execute(namespace: string, server: string, path: string): Promise<string> {
  // Programs that execute notebooks do not say which one it is, as JupyterLab does.
  const named = ['env', `JPY_SESSION_NAME=${HOME}/${path}`];
  const executing = ['jupyter', 'nbconvert', '--execute', '--to=notebook', '--stdout', path];
  const { cells } = JSON.parse(await run(namespace, server, [...named, ...executing])) as {
    cells: { outputs?: { name?: string; text?: string | string[] }[] }[];
  };
  return cells
    .flatMap(({ outputs = [] }) => outputs)
    .filter(({ name }) => name === 'stdout')
    .flatMap(({ text = '' }) => text)
    .join('');
}
