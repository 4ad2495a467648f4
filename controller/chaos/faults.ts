import type { Chance } from './random.js';

/** What can go wrong with a call whose answer is one piece. */
export const CALL_FAULTS = [
  'cut before it arrives',
  'cut before its answer',
  'cut in its answer',
  'slow',
  'silent',
  '409',
  '429',
  '500',
  '503'
] as const;

/** What can go wrong with a watch. */
export const WATCH_FAULTS = ['cut later', 'silent later', '410', '429', '500', '503'] as const;

export type Fault = (typeof CALL_FAULTS)[number] | (typeof WATCH_FAULTS)[number];

/** Milliseconds. */
export const SLOW = [300, 2_000] as const;
export const SILENCE = [1_000, 8_000] as const;
export const WATCH_LIFE = [100, 5_000] as const;

/** The fault of one request, or null. 409 is for writes only: the API server has no such answer to a read. */
export function drawFault(
  chance: Chance,
  rate: number,
  request: { method: string; isWatch: boolean }
): Fault | null {
  if (!chance.happens(rate)) {
    return null;
  }
  if (request.isWatch) {
    return chance.oneOf(WATCH_FAULTS);
  }
  const isRead = request.method === 'GET';
  return chance.oneOf(isRead ? CALL_FAULTS.filter(fault => fault !== '409') : CALL_FAULTS);
}

const WORDS: Record<number, [reason: string, message: string]> = {
  409: [
    'Conflict',
    'the object has been modified; please apply your changes to the latest version'
  ],
  410: ['Expired', 'too old resource version'],
  429: ['TooManyRequests', 'too many requests, please try again later'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request']
};

/** A refusal as the API server writes it. */
export function refusal(code: number): {
  status: number;
  headers: Record<string, string>;
  body: string;
} {
  const [reason, message] = WORDS[code];
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code };
  return {
    status: code,
    headers: {
      'Content-Type': 'application/json',
      ...(code === 429 ? { 'Retry-After': '1' } : {})
    },
    body: JSON.stringify(status)
  };
}

/** The refusal of a watch that was taken already: an event in its stream. */
export function errorEvent(code: number): string {
  return `${JSON.stringify({ type: 'ERROR', object: JSON.parse(refusal(code).body) })}\n`;
}
