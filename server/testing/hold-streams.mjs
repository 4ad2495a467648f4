/**
 * Holds event streams open, in a process of its own because each end of a connection is a file of its process.
 * `node hold-streams.mjs ORIGIN COUNT EACH`: streams of p0, p1, … with EACH for a person, who are named as by a proxy with
 * the headers in the environment variable PROOF. Says how many have begun and holds them until it is killed; ends with an
 * error where one cannot be had.
 */
import { request } from 'node:http';

const [origin, count, each] = process.argv.slice(2);
const proof = JSON.parse(process.env.PROOF ?? '{}');
/** How many are opened at the same time. */
const AT_ONCE = 100;

/**
 * @param {number} index
 * @returns {Promise<void>} when the first event has come
 */
function open(index) {
  const headers = { ...proof, 'kubeflow-userid': `p${Math.floor(index / Number(each))}` };
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/api/stream`, { headers, agent: false }, response => {
      const { statusCode } = response;
      response.once('data', part => {
        if (statusCode === 200 && String(part).startsWith('event: hello')) {
          resolve();
        } else {
          reject(new Error(`Stream ${index} began with ${statusCode} ${part}`));
        }
      });
      response.resume();
      response.on('error', reject);
      response.on('end', () => reject(new Error(`Stream ${index} ended.`)));
    });
    sent.on('error', reject);
    sent.end();
  });
}

// Whoever started this ends it, also by ending before it.
process.once('disconnect', () => process.exit());
for (let begin = 0; begin < Number(count); begin += AT_ONCE) {
  const some = Math.min(AT_ONCE, Number(count) - begin);
  await Promise.all(Array.from({ length: some }, (_, n) => open(begin + n)));
}
process.send?.({ begun: Number(count) });
