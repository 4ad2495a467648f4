/** RFC 9457 problem details: the one form in which this server says that something went wrong. */
import { STATUS_CODES } from 'node:http';

import { KubeError, isUnreachable } from '@kubeflow-lab/kube';
import { plainText } from '@kubeflow-lab/resources';
import type { FieldError, Problem } from '@kubeflow-lab/schema';

/** An error that is answered as a problem. `detail` is one sentence for a person. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** Seconds after which trying again makes sense; null where it does not. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    detail: string,
    more: Partial<Problem> & { retryAfter?: number; cause?: unknown } = {}
  ) {
    const { retryAfter, cause, ...fields } = more;
    super(detail, { cause });
    this.name = 'ProblemError';
    this.retryAfter = retryAfter ?? null;
    this.problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail,
      ...fields
    };
  }
}

/** A request whose fields are wrong: the first sentence is the detail, all of them are in `errors`. */
export function invalid(errors: FieldError[], status = 422): ProblemError {
  return new ProblemError(status, errors[0].message, { errors });
}

/** What a request was about, for the sentence. */
export interface ProblemContext {
  namespace?: string;
  /** What people call the kinds that are served, by plural and by kind. */
  nouns?: Nouns;
}

export type Nouns = Readonly<Record<string, { one: string; many: string }>>;

/** What people call what lies around them. */
const NOUNS: Nouns = {
  persistentvolumeclaims: { one: 'volume', many: 'volumes' },
  configmaps: { one: 'ConfigMap', many: 'ConfigMaps' },
  storageclasses: { one: 'storage class', many: 'storage classes' },
  volumesnapshots: { one: 'snapshot', many: 'snapshots' },
  pods: { one: 'pod', many: 'pods' },
  events: { one: 'event', many: 'events' }
};
/** What people call what they do. */
const VERBS: Record<string, string> = {
  get: 'see',
  list: 'see',
  watch: 'see',
  patch: 'change',
  update: 'change'
};
const noun = (plural: string, nouns: Nouns = {}) =>
  nouns[plural] ?? NOUNS[plural] ?? { one: plural, many: plural };

/** Any error as a problem; what we did not foresee says only that, because its message is for the log. */
export function toProblem(error: unknown, context: ProblemContext = {}): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  if (error instanceof KubeError) {
    return fromKubeError(error, context);
  }
  if (isUnreachable(error)) {
    return new ProblemError(
      503,
      'The Kubernetes API does not answer at the moment; try again in a few seconds.',
      { type: 'urn:kubeflow-lab:cluster-unreachable', retryAfter: 5, cause: error }
    );
  }
  return new ProblemError(500, 'Something went wrong inside the server; its log says what.', {
    cause: error
  });
}

function fromKubeError(error: KubeError, { namespace, nouns }: ProblemContext): ProblemError {
  const { kind = '', name = '' } = error.details;
  const { one } = noun(kind, nouns);
  const where = namespace === undefined ? '' : ` in project "${plainText(namespace, 63)}"`;
  const object =
    name === ''
      ? {}
      : { object: { kind, ...(namespace === undefined ? {} : { namespace }), name } };
  const said = plainText(error.message);
  switch (error.status) {
    case 403:
      return new ProblemError(403, forbidden(error, where, nouns), { ...object, cause: error });
    case 404:
      return name === ''
        ? kindMissing(error)
        : new ProblemError(404, `There is no ${one} "${plainText(name, 253)}"${where}.`, {
            ...object,
            cause: error
          });
    case 409: {
      const denied = deniedBy(error);
      return denied === null
        ? conflict(error, one, where, object)
        : new ProblemError(403, denied, { ...object, cause: error });
    }
    case 422: {
      const errors = (error.details.causes ?? []).map(cause => ({
        path: cause.field ?? '',
        message: plainText(cause.message)
      }));
      const why = said.replace(/^\S+ "[^"]*" is invalid: /, '');
      return new ProblemError(422, `Kubernetes does not accept the ${one}: ${why}.`, {
        ...object,
        ...(errors.length > 0 ? { errors } : {}),
        cause: error
      });
    }
    case 400:
      return new ProblemError(400, `Kubernetes does not accept this: ${said}.`, { cause: error });
    default:
      return new ProblemError(
        503,
        `The Kubernetes API could not do this: ${said}. Try again soon.`,
        {
          retryAfter: error.retryAfter ?? 5,
          cause: error
        }
      );
  }
}

/** For objects whose kind the cluster does not know; it may come to know it at any time. */
export function kindMissing(
  cause?: unknown,
  kind?: { noun: { many: string }; resource: { kind: string }; operator: string | null }
): ProblemError {
  // One noun may stand for several kinds, of which an older operator brings some.
  const what = kind ? `the kind ${kind.resource.kind} (${kind.noun.many})` : 'this kind of object';
  const operator = kind?.operator ?? 'the operator that runs it';
  return new ProblemError(
    503,
    `The cluster does not know ${what}: ${operator} is missing, older than that, or still being installed.`,
    { type: 'urn:kubeflow-lab:not-installed', retryAfter: 10, cause }
  );
}

/** What an admission webhook says, which may refuse with any status; null where none did. */
function deniedBy({ message }: KubeError): string | null {
  const [, why] = /admission webhook "[^"]*" denied the request: (.+)$/s.exec(message) ?? [];
  return why === undefined ? null : notAllowed(plainText(why));
}

const notAllowed = (why: string) => `The cluster's rules do not allow this: ${why}.`;

function conflict(
  cause: KubeError,
  one: string,
  where: string,
  object: Partial<Problem>
): ProblemError {
  const name = plainText(cause.details.name, 253);
  if (cause.reason !== 'AlreadyExists') {
    const detail = `The ${one} "${name}" was changed by somebody else meanwhile; look again and repeat.`;
    return new ProblemError(409, detail, { ...object, cause });
  }
  const detail = `A ${one} named "${name}" exists already${where}; choose another name.`;
  return new ProblemError(409, detail, {
    ...object,
    errors: [{ path: 'name', message: detail }],
    cause
  });
}

/** RBAC, a quota and an admission policy all answer 403; only the first is about the person. */
function forbidden(error: KubeError, where: string, nouns?: Nouns): string {
  const denied = /cannot (\w+) resource "([\w./-]+)"/.exec(error.message);
  if (denied !== null) {
    const [resource] = denied[2].split('/');
    return `You may not ${VERBS[denied[1]] ?? denied[1]} ${noun(resource, nouns).many}${where}; ask its owner for access.`;
  }
  const why = plainText(error.message.replace(/^.*? is forbidden: /s, ''));
  return /exceeded quota/.test(why)
    ? `The project's quota does not allow this: ${why}.`
    : (deniedBy(error) ?? notAllowed(why));
}
