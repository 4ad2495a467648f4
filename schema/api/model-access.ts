/** Who asks a served model from outside: clients with tokens of their own, and how often anybody may. */
import Type, { type Static } from 'typebox';

import { nullableString } from './shapes.js';
import { RATE_MAX } from './values.js';

const closed = { additionalProperties: false };
const expires = Type.String({ description: 'From when on its token is refused, RFC 3339.' });

const rateLimit = {
  perSecond: Type.Integer({ minimum: 1, maximum: RATE_MAX, description: 'Requests a second.' }),
  burst: Type.Integer({ minimum: 1, maximum: RATE_MAX, description: 'Requests at once.' })
};
/** How often each client, and each person, may ask a model through the gateway. */
export const RateLimit = Type.Object(rateLimit, { $id: 'RateLimit', ...closed });
export type RateLimit = Static<typeof RateLimit>;

/** A program that asks one model by a token. */
export const ModelClient = Type.Object(
  {
    name: Type.String(),
    created: nullableString('RFC 3339.'),
    createdBy: nullableString('Who made the token.'),
    expires
  },
  { $id: 'ModelClient' }
);
export type ModelClient = Static<typeof ModelClient>;

export const ModelAccess = Type.Object(
  {
    clients: Type.Array(Type.Unsafe<ModelClient>(Type.Ref('ModelClient')), {
      description: 'By name.'
    }),
    limit: Type.Unsafe<RateLimit>(Type.Ref('RateLimit')),
    ownLimit: Type.Boolean({ description: "Whether the limit is the model's own." })
  },
  { $id: 'ModelAccess' }
);
export type ModelAccess = Static<typeof ModelAccess>;

export const ClientForm = Type.Object(
  {
    name: Type.String({ description: 'What the client is called.' }),
    days: Type.Integer({ minimum: 1, maximum: 366, description: 'So long the token is good.' })
  },
  { $id: 'ClientForm', ...closed }
);
export type ClientForm = Static<typeof ClientForm>;

/** The one answer that has the token. */
export const NewClient = Type.Object(
  { name: Type.String(), expires, token: Type.String() },
  { $id: 'NewClient' }
);
export type NewClient = Static<typeof NewClient>;

export const RevokeForm = Type.Object({ name: Type.String() }, { $id: 'RevokeForm', ...closed });
export type RevokeForm = Static<typeof RevokeForm>;

/** The limit of one model; null leaves it to the installation. */
export const LimitForm = Type.Object(
  { limit: Type.Union([Type.Object(rateLimit, closed), Type.Null()]) },
  { $id: 'LimitForm', ...closed }
);
export type LimitForm = Static<typeof LimitForm>;
