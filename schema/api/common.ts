/** What every resource of the REST API shares: objects, summaries, items, problems, events, log lines. */
import Type, { type Static } from 'typebox';

import type { NotebookDiagnostic } from './compile.js';
import { listOf, summaryOf } from './shapes.js';

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

/** What a person wants to know about an object of any kind. */
export const Summary = summaryOf('Summary', {});
export type Summary = Static<typeof Summary>;

/** An object with its summary. The type parameters narrow both for one kind. */
export interface Item<S extends Summary = Summary, O = KubernetesObject> {
  object: O;
  summary: S;
}

export interface List<T> {
  items: T[];
  /** Asks for the next page; missing where nothing follows. */
  continue?: string;
}

/** One thing that is wrong in a request: where (a dotted path into the body, as workspace.size) and a sentence. */
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
    errors: Type.Optional(Type.Array(Type.Unsafe<FieldError>(Type.Ref('FieldError')))),
    diagnostics: Type.Optional(
      Type.Array(Type.Unsafe<NotebookDiagnostic>(Type.Ref('NotebookDiagnostic')), {
        description: 'Of a notebook that cannot be run as it is: all that was found.'
      })
    )
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

/** One line of a log; the lines of all replicas are merged by time, and `sequence` grows from line to line. */
export const LogLine = Type.Object(
  {
    sequence: Type.Integer(),
    replica: Type.String({
      description: "Who wrote it: a step's or a trial's name, else the pod's name."
    }),
    time: Type.String({ description: 'RFC 3339 with nanoseconds.' }),
    text: Type.String()
  },
  { $id: 'LogLine' }
);
export type LogLine = Static<typeof LogLine>;

export const EventList = listOf<EventItem>('EventList', 'EventItem');
export type EventList = List<EventItem>;

export const LogLines = Type.Unsafe<{ lines: LogLine[] }>(
  Type.Object({ lines: Type.Array(Type.Ref('LogLine')) }, { $id: 'LogLines' })
);
export type LogLines = Static<typeof LogLines>;

/** The objects that a request would make, in the order in which they would be made. */
export const PlannedObjects = Type.Unsafe<{ objects: KubernetesObject[]; notes?: string[] }>(
  Type.Object(
    {
      objects: Type.Array(Type.Ref('KubernetesObject')),
      notes: Type.Optional(
        Type.Array(Type.String(), {
          description:
            'What will come of it, in lines of text: of a training job, who talks to whom.'
        })
      )
    },
    { $id: 'PlannedObjects' }
  )
);
export type PlannedObjects = Static<typeof PlannedObjects>;

/** A Kubernetes object as a person wrote it, before it is stored. */
export const ManifestObject = Type.Object(
  {
    apiVersion: Type.String(),
    kind: Type.String(),
    metadata: Type.Object({
      name: Type.Optional(Type.String()),
      generateName: Type.Optional(Type.String()),
      namespace: Type.Optional(Type.String())
    })
  },
  {
    $id: 'ManifestObject',
    description: 'A Kubernetes object as a person wrote it. The namespace is that of the address.'
  }
);
export type ManifestObject = Static<typeof ManifestObject>;

/** A changed object, as it was read and then edited. */
export const ObjectEdit = Type.Object(
  {
    object: Type.Unsafe<ManifestObject>(Type.Ref('ManifestObject')),
    dryRun: Type.Optional(
      Type.Boolean({ description: 'Only ask the cluster, and answer what would become of it.' })
    )
  },
  { $id: 'ObjectEdit', additionalProperties: false }
);
export type ObjectEdit = Static<typeof ObjectEdit>;
