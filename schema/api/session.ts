import Type, { type Static } from 'typebox';

/** A sign-in with a local account. */
export const Credentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 253 }),
    password: Type.String({ minLength: 1, maxLength: 1024 })
  },
  { $id: 'Credentials', additionalProperties: false }
);
export type Credentials = Static<typeof Credentials>;

/** A namespace of a Profile that the caller may see; the role is derived from what the caller may do in it. */
export const Project = Type.Object(
  {
    namespace: Type.String(),
    role: Type.Union([Type.Literal('owner'), Type.Literal('editor'), Type.Literal('viewer')])
  },
  { $id: 'Project' }
);
export type Project = Static<typeof Project>;

export const Session = Type.Object(
  { user: Type.String(), projects: Type.Array(Type.Unsafe<Project>(Type.Ref('Project'))) },
  { $id: 'Session' }
);
export type Session = Static<typeof Session>;

/** The answer to a sign-in. */
export const SignedIn = Type.Object({ user: Type.String() }, { $id: 'SignedIn' });
export type SignedIn = Static<typeof SignedIn>;

/** The answer to a sign-out that is not complete yet. */
export const SignedOut = Type.Object(
  {
    next: Type.String({
      description: 'The path that leads out of the provider, too, where the session began.'
    })
  },
  { $id: 'SignedOut' }
);
export type SignedOut = Static<typeof SignedOut>;

export const SignInOptions = Type.Object(
  {
    oidc: Type.Union([Type.Object({ name: Type.String() }), Type.Null()], {
      description: 'The provider that `/oidc/login` leads to; null where there is none.'
    })
  },
  { $id: 'SignInOptions' }
);
export type SignInOptions = Static<typeof SignInOptions>;
