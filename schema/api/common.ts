/** What every resource of the REST API shares: objects, summaries, items, problems, events, log lines. */
import Type, { type Static } from 'typebox';

/** A string or null. Null means "not there (yet)", never "unknown to us". */
export const nullableString = (description: string) =>
  Type.Union([Type.String(), Type.Null()], { description });

const Strings = Type.Record(Type.String(), Type.String());

export const OwnerReference = Type.Object({
  apiVersion: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  uid: Type.String(),
  controller: Type.Optional(Type.Boolean()),
  blockOwnerDeletion: Type.Optional(Type.Boolean())
});

/** Metadata as Kubernetes sends it; everything but the name may be missing before an object is stored. */
export const ObjectMeta = Type.Object({
  name: Type.String(),
  namespace: Type.Optional(Type.String()),
  uid: Type.Optional(Type.String()),
  resourceVersion: Type.Optional(Type.String()),
  generation: Type.Optional(Type.Integer()),
  creationTimestamp: Type.Optional(Type.String()),
  deletionTimestamp: Type.Optional(Type.String()),
  labels: Type.Optional(Strings),
  annotations: Type.Optional(Strings),
  ownerReferences: Type.Optional(Type.Array(OwnerReference))
});

/** Any Kubernetes object, passed on as the API server has it (without managedFields). */
export const KubernetesObject = Type.Object(
  {
    apiVersion: Type.String(),
    kind: Type.String(),
    metadata: ObjectMeta,
    spec: Type.Optional(Type.Unknown()),
    status: Type.Optional(Type.Unknown())
  },
  { $id: 'KubernetesObject', description: 'A Kubernetes object without managedFields.' }
);
export type KubernetesObject = Static<typeof KubernetesObject>;

export const phases = [
  'Queued',
  'Pending',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Succeeded',
  'Failed',
  'Deleting',
  'Unknown'
] as const;
export const Phase = Type.Union(
  phases.map(phase => Type.Literal(phase)),
  {
    $id: 'Phase',
    description: 'Where an object is in its life. A notebook is Running when it can be opened.'
  }
);
export type Phase = (typeof phases)[number];

const summaryFields = {
  phase: Type.Unsafe<Phase>(Type.Ref('Phase')),
  message: Type.String({ description: 'One sentence for a person.' }),
  reason: Type.String({
    description:
      'CamelCase, empty when nothing is wrong: ImagePull, Unschedulable, Quota, Volume, Crash, Probe, Rejected …'
  }),
  since: nullableString('When this phase began, RFC 3339.')
};

/** What a person wants to know about an object of any kind. */
export const Summary = Type.Object(summaryFields, { $id: 'Summary' });
export type Summary = Static<typeof Summary>;

/** Builds the schema of a kind's summary from the common fields and its own. */
export function summaryOf<F extends Type.TProperties>($id: string, fields: F) {
  return Type.Object({ ...summaryFields, ...fields }, { $id });
}

/** An object with its summary. The type parameters narrow both for one kind. */
export interface Item<S extends Summary = Summary, O = KubernetesObject> {
  object: O;
  summary: S;
}

/** Builds the schema of an item whose summary is the named one. */
export function itemOf<S extends Summary>($id: string, summary: string) {
  return Type.Unsafe<Item<S>>(
    Type.Object({ object: Type.Ref('KubernetesObject'), summary: Type.Ref(summary) }, { $id })
  );
}

export interface List<T> {
  items: T[];
}

/** Builds the schema of `{items: [...]}` of the named schema. */
export function listOf<T>($id: string, item: string) {
  return Type.Unsafe<List<T>>(Type.Object({ items: Type.Array(Type.Ref(item)) }, { $id }));
}

/** One thing that is wrong in a request: where (a JSON pointer into the body) and a sentence. */
export const FieldError = Type.Object(
  { path: Type.String(), message: Type.String() },
  { $id: 'FieldError' }
);
export type FieldError = Static<typeof FieldError>;

/** RFC 9457 problem details, the one form of every error of the API. */
export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'A URI of the kind of problem; about:blank where the status says it all.'
    }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({
      description: 'One sentence: what happened, to which object, what to do.'
    }),
    instance: Type.Optional(Type.String()),
    object: Type.Optional(
      Type.Object({
        kind: Type.String(),
        namespace: Type.Optional(Type.String()),
        name: Type.String()
      })
    ),
    errors: Type.Optional(Type.Array(Type.Unsafe<FieldError>(Type.Ref('FieldError'))))
  },
  { $id: 'Problem' }
);
export type Problem = Static<typeof Problem>;

/** An event of Kubernetes about an object or about what it owns. */
export const EventItem = Type.Object(
  {
    time: Type.String({ description: 'When it was last seen, RFC 3339.' }),
    type: Type.String({ description: 'Normal or Warning.' }),
    reason: Type.String(),
    message: Type.String(),
    object: Type.String({ description: 'Kind/name that the event is about.' })
  },
  { $id: 'EventItem' }
);
export type EventItem = Static<typeof EventItem>;

/** One line of a log; the lines of all replicas are merged by time, and `sequence` counts them from 1. */
export const LogLine = Type.Object(
  {
    sequence: Type.Integer(),
    replica: Type.String({ description: "The pod's name." }),
    time: Type.String({ description: 'RFC 3339 with nanoseconds.' }),
    text: Type.String()
  },
  { $id: 'LogLine' }
);
export type LogLine = Static<typeof LogLine>;

export const LogLines = Type.Unsafe<{ lines: LogLine[] }>(
  Type.Object({ lines: Type.Array(Type.Ref('LogLine')) }, { $id: 'LogLines' })
);
export type LogLines = Static<typeof LogLines>;
