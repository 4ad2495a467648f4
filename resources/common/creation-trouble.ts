import type { KubeEvent } from './object.js';
import type { Trouble } from './summary.js';
import { lowerFirst, plainText } from './text.js';
import { eventTime } from './time.js';

/** Why a controller could not make a pod (the message of its FailedCreate event), as a sentence. */
export function creationTrouble(event: KubeEvent, what: string): Trouble {
  const message = String(event.message ?? '');
  const since = eventTime(event);
  const quota = /exceeded quota: ([\w.-]+), requested: (.+?), used: (.+?), limited: (.+)$/s.exec(
    message
  );
  if (quota !== null) {
    const [, , asked, used, limit] = quota.map(part => plainText(part, 120));
    return {
      reason: 'Quota',
      message: `The project's quota does not allow it: ${lowerFirst(what)} asks for ${asked}, in use are ${used}, allowed are ${limit}.`,
      since
    };
  }
  const podSecurity = /violates PodSecurity "[^"]*": (.+)$/s.exec(message);
  if (podSecurity !== null) {
    return {
      reason: 'Rejected',
      message: `The project's security rules do not allow ${lowerFirst(what)}: ${plainText(podSecurity[1])}.`,
      since
    };
  }
  const account = /serviceaccount "([^"]+)" not found/i.exec(message);
  if (account !== null) {
    return {
      reason: 'Configuration',
      message: `The project has no service account ${plainText(account[1])}, which ${lowerFirst(what)} runs as.`,
      since
    };
  }
  const reason = plainText(
    message.replace(/^create Pod \S+ in StatefulSet \S+ failed error: /, '')
  );
  return { reason: 'Rejected', message: `${what} cannot be made: ${reason}.`, since };
}
