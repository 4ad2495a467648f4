import Type from 'typebox';

/** Fields that we do not look into are kept as they are. */
export const KEEP_UNKNOWN = { 'x-kubernetes-preserve-unknown-fields': true };

/** The fields that every object has; Kubernetes itself describes `metadata`. */
export const TYPE_FIELDS = {
  apiVersion: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  metadata: Type.Optional(Type.Object({}))
};

export const CONDITION = Type.Object(
  {
    type: Type.String(),
    status: Type.String(),
    reason: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
    lastTransitionTime: Type.Optional(Type.String({ format: 'date-time' })),
    lastProbeTime: Type.Optional(Type.String({ format: 'date-time' })),
    observedGeneration: Type.Optional(Type.Integer({ format: 'int64' }))
  },
  { description: 'A condition as in the Kubernetes API conventions.' }
);
