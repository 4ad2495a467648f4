import type { JobProblem } from '@kubeflow-lab/resources';
import type { PartProps } from '../../training/form/field';
import type { SweepModel } from './model';

export type SweepPartProps = PartProps<SweepModel>;

/** The problems of exactly this field. */
export function problemsAt(problems: readonly JobProblem[], path: string): JobProblem[] {
  return problems.filter(problem => problem.path === path);
}
