import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Problem, SignInOptions } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { useSession } from '../../app/session.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Notice } from '../../ui/Notice.js';

function Refusal({ problem }: { problem: Problem }): JSX.Element {
  return (
    <Notice tone="error">
      {problem.status === 401 ? (
        t('This user name and password do not go together. Check both and try again.')
      ) : (
        <Told text={problem.detail} />
      )}
    </Notice>
  );
}

/** The provider that people may sign in at; null until it is known, and where there is none. */
function useProvider(): SignInOptions['oidc'] {
  const [provider, setProvider] = useState<SignInOptions['oidc']>(null);
  useEffect(() => {
    // Whoever cannot be told of it still has the form, which says what is wrong when it is sent.
    api.signInOptions().then(
      ({ oidc }) => setProvider(oidc),
      () => setProvider(null)
    );
  }, []);
  return provider;
}

/** The link to a provider, which leads back to where somebody wanted to go. */
function ProviderLink({ name }: { name: string }): JSX.Element {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return (
    <a className="button button-wide" href={`/oidc/login?next=${encodeURIComponent(next)}`}>
      {t('Sign in with {name}', { name })}
    </a>
  );
}

/** Name and password. After a refusal the name stays and the password is typed again. */
export function SignInPage(): JSX.Element {
  const { signIn } = useSession();
  const provider = useProvider();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem?.status === 401) {
      passwordField.current?.focus();
    }
  }, [problem]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(username.trim(), password);
    } catch (error) {
      setPassword('');
      setProblem(problemOf(error));
      setBusy(false);
    }
  };

  return (
    <main className="signin">
      <form className="signin-card" onSubmit={event => void submit(event)}>
        <img src="/assets/logo.svg" alt="" width="48" height="48" />
        <h1>{t('Sign in to Kubeflow Lab')}</h1>
        {problem ? <Refusal problem={problem} /> : null}
        <div className="field">
          <label htmlFor="username">{t('User name')}</label>
          <input
            id="username"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            value={username}
            onChange={event => setUsername(event.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="password">{t('Password')}</label>
          <input
            ref={passwordField}
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
        </div>
        <button type="submit" className="button button-primary button-wide" disabled={busy}>
          {busy ? t('Signing in …') : t('Sign in')}
        </button>
        {provider ? <ProviderLink name={provider.name} /> : null}
      </form>
    </main>
  );
}
