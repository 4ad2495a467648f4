import { useEffect } from 'react';
import type { Session } from '@kubeflow-lab/schema';

import { CreatePage } from '../pages/create/CreatePage.js';
import { DetailsPage } from '../pages/details/DetailsPage.js';
import { OpenPage } from '../pages/open/OpenPage.js';
import { AllServersPage, ServersPage } from '../pages/servers/ServersPage.js';
import { SignInPage } from '../pages/signin/SignInPage.js';
import { FilesPage } from '../pages/volumes/FilesPage.js';
import { VolumesPage } from '../pages/volumes/VolumesPage.js';
import { t } from '../text/translator.js';
import { Failure } from '../ui/Failure.js';
import { Announcer } from './announcer.js';
import { DeedsProvider } from './deeds.js';
import { ErrorBoundary } from './ErrorBoundary.js';
import { useLanguage } from './language.js';
import { Link, navigate, usePath } from './navigation.js';
import { load } from './load.js';
import { safeNext, signInPath } from './next.js';
import { rememberedProject, rememberProject } from './project.js';
import { paths, routeOf, type Route } from './routes.js';
import { SessionProvider, useSession } from './session.js';
import { Shell } from './Shell.js';
import { useTitle } from './title.js';

/** `/connect/…` and other paths that the server answers must be loaded; ours are drawn. */
function goTo(path: string): void {
  if (routeOf(new URL(path, location.origin).pathname).page === 'unknown') {
    load(path);
  } else {
    navigate(path, { replace: true });
  }
}

function nextOfAddress(): string {
  return safeNext(new URLSearchParams(location.search).get('next'), location.origin);
}

/** Sends those without a session to sign in, and those with one on from there. */
function useDirection(route: Route): void {
  const { current } = useSession();
  const { state } = current;
  const { page } = route;
  const leave = current.state === 'signed-out' ? current.leave : undefined;
  useEffect(() => {
    if (leave !== undefined) {
      goTo(leave);
    } else if (state === 'signed-out' && page !== 'signin') {
      const here = page === 'home' ? nextOfAddress() : location.pathname + location.search;
      navigate(signInPath(here), { replace: true });
    } else if (state === 'signed-in' && page === 'signin') {
      goTo(nextOfAddress());
    } else if (state === 'signed-in' && page === 'home' && nextOfAddress() !== '/') {
      goTo(nextOfAddress());
    }
  }, [state, page, leave]);
}

function Home({ session }: { session: Session }): JSX.Element {
  const namespace = rememberedProject(session.projects);
  useEffect(() => {
    if (namespace && nextOfAddress() === '/') {
      navigate(paths.servers(namespace), { replace: true });
    }
  }, [namespace]);
  return namespace ? (
    <div className="page" />
  ) : (
    <section className="blank">
      <h1>{t('You have no project yet')}</h1>
      <p>{t('Ask an administrator to make a project for you, then load this page again.')}</p>
    </section>
  );
}

function NotFound(): JSX.Element {
  return (
    <section className="blank">
      <h1>{t('There is no such page')}</h1>
      <Link to="/" className="button">
        {t('Show my notebook servers')}
      </Link>
    </section>
  );
}

function Page({ route, session }: { route: Route; session: Session }): JSX.Element {
  switch (route.page) {
    case 'servers':
      return <ServersPage key={route.namespace} namespace={route.namespace} />;
    case 'all':
      return <AllServersPage />;
    case 'open':
      return <OpenPage />;
    case 'create':
      return <CreatePage key={route.namespace} namespace={route.namespace} />;
    case 'volumes':
      return <VolumesPage key={route.namespace} namespace={route.namespace} />;
    case 'files':
      return <FilesPage key={route.name} namespace={route.namespace} name={route.name} />;
    case 'details':
      return <DetailsPage {...route} />;
    case 'unknown':
      return <NotFound />;
    default:
      return <Home session={session} />;
  }
}

function Screen(): JSX.Element | null {
  useLanguage();
  const route = routeOf(usePath());
  const { current, reload } = useSession();
  const namespace = 'namespace' in route ? route.namespace : null;
  useDirection(route);
  useTitle(route);
  useEffect(() => {
    if (namespace) {
      rememberProject(namespace);
    }
  }, [namespace]);
  switch (current.state) {
    case 'loading':
      return null;
    case 'failed':
      return (
        <main className="signin">
          <Failure
            page
            title={t('Kubeflow Lab cannot be reached')}
            problem={current.problem}
            onRetry={() => void reload()}
          />
        </main>
      );
    case 'signed-out':
      return route.page === 'signin' ? <SignInPage /> : null;
    case 'signed-in':
      return route.page === 'signin' ? null : (
        <Shell session={current.session} namespace={namespace} all={route.page === 'all'}>
          <Page route={route} session={current.session} />
        </Shell>
      );
  }
}

export function App(): JSX.Element {
  return (
    <ErrorBoundary>
      <SessionProvider>
        <Announcer>
          <DeedsProvider>
            <Screen />
          </DeedsProvider>
        </Announcer>
      </SessionProvider>
    </ErrorBoundary>
  );
}
