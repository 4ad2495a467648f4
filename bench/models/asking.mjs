/** Requests to a model, one after the other or as many a second as are wanted. */
import { Agent, request } from 'node:http';

/** @typedef {{ok: boolean, version: number, milliseconds: number, said: string}} Answer */

/** A row of the digits; a model of version N says 100 × N and the digit. */
const ROW = Array.from({ length: 64 }, (_, index) => index % 16);
const BODY = JSON.stringify({ instances: [ROW] });

/** Asks one address over connections that stay open. */
export class Asker {
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** @param {string} url of `…:predict` @param {Record<string, string>} [headers] */
  constructor(url, headers = {}) {
    this.url = new URL(url);
    this.headers = { 'Content-Type': 'application/json', ...headers };
  }

  /** Never rejects: what did not come is an answer that is not ok. @returns {Promise<Answer>} */
  once() {
    const begun = performance.now();
    const { hostname, port, pathname, host } = this.url;
    const ended = (ok, version, said) => ({
      ok,
      version,
      milliseconds: performance.now() - begun,
      said
    });
    return new Promise(resolve => {
      const asking = request(
        {
          agent: this.#agent,
          method: 'POST',
          host: hostname === 'localhost' ? '127.0.0.1' : hostname,
          port,
          path: pathname,
          headers: { Host: host, ...this.headers }
        },
        answer => {
          let text = '';
          answer.on('data', chunk => (text += chunk));
          answer.once('error', error => resolve(ended(false, 0, error.message)));
          answer.once('end', () => {
            const version = answer.statusCode === 200 ? versionIn(text) : 0;
            resolve(ended(version > 0, version, `${answer.statusCode} ${text.slice(0, 200)}`));
          });
        }
      );
      asking.once('error', error => resolve(ended(false, 0, error.message)));
      asking.end(BODY);
    });
  }

  /** Milliseconds of so many requests, one after the other; throws where one fails. @param {number} count */
  async inTurn(count) {
    const times = [];
    for (let number = 0; number < count; number += 1) {
      const { ok, milliseconds, said } = await this.once();
      if (!ok) {
        throw new Error(`${this.url} failed: ${said}`);
      }
      times.push(milliseconds);
    }
    return times;
  }

  /**
   * So many requests a second, whether those before are answered or not, until `over` is resolved.
   * @param {number} rate @param {Promise<unknown>} over @returns {Promise<Answer[]>}
   */
  async steadily(rate, over) {
    const asked = [];
    const begun = performance.now();
    const timer = setInterval(() => {
      const due = ((performance.now() - begun) / 1000) * rate;
      while (asked.length < due) {
        asked.push(this.once());
      }
    }, 5);
    try {
      await over;
    } finally {
      clearInterval(timer);
    }
    return Promise.all(asked);
  }

  close() {
    this.#agent.destroy();
  }
}

/** @param {string} text @returns {number} 0 where it is no prediction */
export function versionIn(text) {
  try {
    const [prediction] = JSON.parse(text).predictions;
    return Number.isFinite(prediction) ? Math.floor(prediction / 100) : 0;
  } catch {
    // It is an error's text, which the caller has.
    return 0;
  }
}

/** Stores two versions of a model, whose answers tell which they are. */
export const STORE_MODELS = `from pathlib import Path
from tempfile import TemporaryDirectory
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from kubeflow_lab.deployment.bucket import ModelBucket
from kubeflow_lab.deployment.model import prepare
x, y = load_digits(return_X_y=True)
for version in (1, 2):
    with TemporaryDirectory() as folder:
        made = prepare(LogisticRegression(max_iter=100).fit(x, y + 100 * version), Path(folder))
        ModelBucket().put("digits", str(version), made.folder, made.meta)`;
