const HOME = '/';

/**
 * The path to go to after a sign-in, from the `next` of an address. Only a path of this very site is taken;
 * anything else (another host, `//host`, `/\host`, `javascript:`) becomes `/`.
 */
export function safeNext(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/')) {
    return HOME;
  }
  let url: URL;
  try {
    url = new URL(next, origin);
  } catch {
    return HOME;
  }
  const path = `${url.pathname}${url.search}${url.hash}`;
  // A path such as `/.//host` is harmless as part of an address, and another host when it is followed alone.
  const again = path.startsWith('//') || url.origin !== origin;
  return again || url.pathname === '/signin' ? HOME : path;
}

/** The sign-in page's address, which leads back to `path`. */
export function signInPath(path: string): string {
  return path === HOME ? '/signin' : `/signin?next=${encodeURIComponent(path)}`;
}
