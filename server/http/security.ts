import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Response headers that keep pages of the platform from running or being framed by what is not its own.
 * @param dashboards the origins that may frame them all the same
 */
export function securityHeaders(origin: URL, dashboards: readonly string[]): RequestHandler {
  const secure = origin.protocol === 'https:';
  const framed = dashboards.length > 0;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: framed ? [...dashboards] : ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {})
      }
    },
    strictTransportSecurity: secure,
    // The older header knows no list of origins.
    xFrameOptions: !framed,
    // Connect leads to the notebook's own origin, in a window that may be the opener's.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    referrerPolicy: { policy: 'same-origin' }
  });
}

/** Answers of the API are one person's and are never kept by caches. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
