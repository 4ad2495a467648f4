/**
 * Stands between Kubeflow's central dashboard and the web app. The dashboard frames paths of its own host only, and reads
 * the address of what it frames, which browsers refuse for another origin: so it gets this page, at a path of its host,
 * and in this page's frame is the web app.
 */
import { PATH_MESSAGE } from '../app/dashboard-messages.js';

/** A message of the web app about where it is, if it is one. */
interface Told {
  type?: unknown;
  value?: unknown;
}

/**
 * Shows in `frame` what of the web app lies at this page's address, passes on what the two say to each other, and takes
 * over the web app's address, so that the dashboard's has it. The origin of the web app is the frame's `data-origin`.
 */
export function bridge(frame: HTMLIFrameElement): void {
  const app = frame.dataset.origin!;
  // The segment of the path at which the dashboard has us; everything after it is the web app's.
  const [mount] = /^\/[^/]*/.exec(location.pathname)!;
  const path = location.pathname.slice(mount.length) || '/';
  frame.src = app + path + location.search + location.hash;
  addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) => {
    if (source === frame.contentWindow && origin === app) {
      const { type, value } = (data ?? {}) as Told;
      if (type !== PATH_MESSAGE) {
        window.parent.postMessage(data, location.origin);
      } else if (typeof value === 'string' && value.startsWith('/')) {
        showPath(mount + value);
      }
    } else if (source === window.parent && origin === location.origin) {
      frame.contentWindow!.postMessage(data, app);
    }
  });
}

function showPath(path: string): void {
  if (path !== location.pathname + location.search) {
    history.replaceState(null, '', path);
    // It is then that the dashboard reads the address.
    dispatchEvent(new PopStateEvent('popstate'));
  }
}
