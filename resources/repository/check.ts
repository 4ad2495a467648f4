/** What is wrong with a git repository that is to be opened, which anybody's link may name; sentences for a person. */
import type { RepositoryForm } from '@kubeflow-lab/schema';

import type { FieldProblem } from '../common/summary.js';

const FOLDER = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/** A part of what git allows: nothing that begins like an option, or that git reads as more than a name. */
const BRANCH =
  /^(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}(?<![/.])$/;

/** Characters that stand for themselves in an address, so that what is shown is what is asked. */
const ADDRESS = /^https:\/\/([A-Za-z0-9.-]+(?::\d{1,5})?)(?:\/[A-Za-z0-9._~+-]+)+\/?$/;

/** @param hosts the hosts that an installation allows, with their ports where they have one; empty for all */
export function checkRepository(
  { git, branch = '', path = '' }: RepositoryForm,
  hosts: readonly string[]
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, message: string) => problems.push({ path: field, message });
  const host = ADDRESS.exec(git)?.[1].toLowerCase();
  if (host === undefined) {
    add('git', 'The repository must have an https address, without a name or a password in it.');
  } else if (!FOLDER.test(repositoryFolder(git))) {
    add('git', 'The address must end with the name of a repository.');
  } else if (hosts.length > 0 && !hosts.includes(host)) {
    add('git', `Repositories of ${host} may not be opened here.`);
  }
  if (branch !== '' && !BRANCH.test(branch)) {
    add('branch', `"${branch.slice(0, 80)}" cannot be the name of a branch or a tag.`);
  }
  if (path !== '' && !isInside(path)) {
    add('path', `"${path.slice(0, 80)}" is no path in a repository.`);
  }
  return problems;
}

/** The name of the folder that a repository is fetched into, below the home folder: as git chooses it. */
export function repositoryFolder(git: string): string {
  return (git.replace(/\/$/, '').split('/').pop() ?? '').replace(/\.git$/, '');
}

function isInside(path: string): boolean {
  return (
    path.length <= 1000 &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u001f\u007f\\]/.test(path) &&
    path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  );
}
