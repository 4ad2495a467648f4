/** One entry of `details.causes` of a Kubernetes Status. */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The Kubernetes Status that the API server answers with when it refuses. */
export interface Status {
  kind?: 'Status';
  code?: number;
  reason?: string;
  message?: string;
  details?: StatusDetails;
}

/** The API server's refusal. `status` is the HTTP status, `reason` the machine word of Kubernetes (`NotFound`, …). */
export class KubeError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly details: StatusDetails;
  /** Seconds after which the API server wants to be asked again; null where it did not say. */
  readonly retryAfter: number | null;

  constructor(status: number, body: Status, retryAfter: number | null = null) {
    super(body.message || `The Kubernetes API answered ${status}.`);
    this.name = 'KubeError';
    this.status = status;
    this.reason = body.reason ?? '';
    this.details = body.details ?? {};
    this.retryAfter = retryAfter ?? body.details?.retryAfterSeconds ?? null;
  }
}

/** The API server could not be reached, did not answer in time, or broke off in the middle of an answer. */
export class UnreachableError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UnreachableError';
  }
}

function hasStatus(error: unknown, status: number): error is KubeError {
  return error instanceof KubeError && error.status === status;
}

export const isUnauthorized = (error: unknown): error is KubeError => hasStatus(error, 401);
export const isForbidden = (error: unknown): error is KubeError => hasStatus(error, 403);
/** 403: the namespace is being deleted, and nothing new can be made in it. */
export const isNamespaceEnding = (error: unknown): error is KubeError =>
  isForbidden(error) &&
  error.details.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
export const isNotFound = (error: unknown): error is KubeError => hasStatus(error, 404);
/** 409: either the name is taken (`reason` AlreadyExists) or the object changed meanwhile (`reason` Conflict). */
export const isConflict = (error: unknown): error is KubeError => hasStatus(error, 409);
export const isAlreadyExists = (error: unknown): error is KubeError =>
  isConflict(error) && error.reason === 'AlreadyExists';
/** 410: the resource version, or the place in a list, is too old; list again. */
export const isGone = (error: unknown): error is KubeError => hasStatus(error, 410);
export const isInvalid = (error: unknown): error is KubeError => hasStatus(error, 422);
export const isTooManyRequests = (error: unknown): error is KubeError => hasStatus(error, 429);
export const isUnreachable = (error: unknown): error is UnreachableError =>
  error instanceof UnreachableError;
