import type { Problem } from '@kubeflow-lab/schema';

/** A problem that arose on this side: `status` 0 where no answer came. */
export function problemOf(detail: string, status = 0, title = 'No connection'): Problem {
  return { type: 'about:blank', title, status, detail };
}

/** An error whose message is the problem's one sentence for a person. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
  }

  /** Any thrown value as a problem; a failed `fetch` is a connection that is not there, told by `detail`. */
  static from(
    error: unknown,
    detail = 'The server cannot be reached. Check that it runs and that you are online.'
  ): ProblemError {
    if (error instanceof ProblemError) {
      return error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new ProblemError({ ...problemOf(detail), errors: [{ path: '', message: reason }] });
  }

  /** The problem that an answer carries, or one made from its status where it carries none. */
  static async fromResponse(response: Response): Promise<ProblemError> {
    const text = await response.text();
    return new ProblemError(parse(text) ?? fallback(response.status, text));
  }
}

function parse(text: string): Problem | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const { type, title, status, detail } = (body ?? {}) as Partial<Problem>;
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number'
    ? { ...(body as Problem), type, title, status, detail: detail ?? title }
    : null;
}

/** Whether a gateway answers in place of a server that is not there; one that cannot ask it says nothing but 500. */
function isAway(status: number, said: string): boolean {
  return (status >= 502 && status <= 504) || (status === 500 && said === '');
}

function fallback(status: number, text: string): Problem {
  const said = text.trim();
  const problem = isAway(status, said)
    ? problemOf(
        'Kubeflow Lab does not answer at the moment; it may be starting again. Try again in a few seconds.',
        status
      )
    : problemOf(
        `A request to Kubeflow Lab was answered with ${status} and no explanation.`,
        status,
        'Unexpected answer'
      );
  return said ? { ...problem, errors: [{ path: '', message: said.slice(0, 500) }] } : problem;
}
