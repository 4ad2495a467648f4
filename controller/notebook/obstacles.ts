import { KubeError, keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { awaitedFinalizers, plainText } from '@kubeflow-lab/resources';
import type { KubeObject, Summary } from '@kubeflow-lab/resources';

import { ownerKey } from './owner.js';

/** What keeps a child from being made, as the state of the Notebook. */
export function failed(reason: string, message: string): Summary {
  return { phase: 'Failed', reason, message, since: null };
}

/** Why the API server does not take a child as it is wanted. */
export interface Refusal {
  /** Fit for a sentence. */
  text: string;
  /**
   * Whether it was a webhook or a policy of the cluster, which may think otherwise without any change here: Kueue, say,
   * lets no server start whose last pod still ends.
   */
  mayPass: boolean;
  /** Whether only the change is refused: made anew, the object may be as it is wanted. */
  ofChange: boolean;
}

const TEXT_MAX = 500;
/** How the API server begins before it says what is wrong with an object, or with its text. */
const INTRODUCTION =
  /^\S+ "[^"]*" is invalid: |^\S+ in version "[^"]*" cannot be handled as a [^:]*: (?:strict decoding error: )?/;
/** How it begins before it says what a webhook or a policy has against an object. */
const DENIAL =
  /^(?:\S+ "[^"]*" is (?:forbidden|invalid): )?(?:admission webhook "[^"]*" denied the request|ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request)(?:: | )?/;
/** A webhook that is away; what follows is its address, and how it could not be reached. */
const NO_ANSWER = /failed calling webhook "([^"]*)"/;
/** Server-side apply answers 500 where a field is unknown or of a wrong type. */
const UNTYPED = /^failed to (?:create typed patch object|convert new object) \([^)]*\).*?: (.*)$/s;

/** What the API server says of a StatefulSet, and what Kubernetes' own rules, which webhooks use too, say of any field. */
const OF_CHANGE = /field is immutable|updates to statefulset spec for fields other than/;

/** Why the API server refused a child, where its answer says so; null where trying again at once may help. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof KubeError)) {
    return null;
  }
  const { message, status } = error;
  if (DENIAL.test(message)) {
    return refusal(message.replace(DENIAL, ''), true);
  }
  const away = NO_ANSWER.exec(message);
  if (away !== null) {
    return refusal(`webhook ${away[1]} does not answer`, true);
  }
  const text = status === 500 ? UNTYPED.exec(message)?.[1] : message.replace(INTRODUCTION, '');
  return text !== undefined && [400, 422, 500].includes(status) ? refusal(text, false) : null;
}

function refusal(text: string, mayPass: boolean): Refusal {
  return { text: plainText(text, TEXT_MAX), mayPass, ofChange: OF_CHANGE.test(text) };
}

/** What a refusal makes of a server that cannot be made, or made reachable, because of it. */
export function refused({ text, mayPass }: Refusal): Summary {
  return mayPass
    ? {
        ...failed(
          'Rejected',
          `The cluster does not let the server start, and is asked again: ${text}.`
        ),
        phase: 'Pending'
      }
    : failed('Rejected', `Kubernetes does not accept the server: ${text}.`);
}

/** The object that a child would be is somebody else's. */
export class NameTaken extends Error {
  constructor(readonly summary: Summary) {
    super(summary.message);
  }
}

export function nameTaken(kind: Kind, name: string, current: KubeObject): NameTaken {
  const finalizers = awaitedFinalizers(current);
  const waits = finalizers === '' ? '' : `; it waits for finalizer ${finalizers}`;
  const summary = failed(
    'NameTaken',
    `A ${kind.kind} named ${name} exists already and does not belong to this server; delete it, or give the server another name.`
  );
  // What a deleted server left goes by itself.
  return new NameTaken(
    ownerKey(current) === keyOf(current.metadata)
      ? {
          ...summary,
          phase: 'Pending',
          message: `A server of the same name is still being removed${waits}.`
        }
      : summary
  );
}
