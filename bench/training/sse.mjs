/** The platform's event stream, as a browser reads it. */

export class SseReader {
  #abort = new AbortController();
  #listeners = new Set();
  #pieces = '';
  #hello = withResolvers();
  ended = false;

  /** @param {string} origin @param {Record<string, string>} headers who asks */
  constructor(origin, headers) {
    this.origin = origin;
    this.headers = headers;
  }

  /** @param {string} origin @param {Record<string, string>} headers @returns {Promise<SseReader>} */
  static async open(origin, headers) {
    const reader = new SseReader(origin, headers);
    const response = await fetch(`${origin}/api/stream`, { headers, signal: reader.#abort.signal });
    if (!response.ok) {
      throw new Error(`The event stream was refused: ${response.status}`);
    }
    reader.#read(response.body).catch(error => {
      if (!reader.#abort.signal.aborted) {
        throw error;
      }
    });
    return reader;
  }

  /** @param {object} topic the body of a subscription */
  async subscribe(topic) {
    const stream = await this.#hello.promise;
    const response = await fetch(`${this.origin}/api/stream/${stream}/subscriptions`, {
      method: 'POST',
      headers: { ...this.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(topic)
    });
    if (response.status !== 201) {
      throw new Error(`The subscription was refused: ${response.status} ${await response.text()}`);
    }
  }

  /** @param {(lines: {replica: string, text: string, sequence: number}[]) => void} listener */
  onLines(listener) {
    this.#listeners.add(listener);
  }

  close() {
    this.#abort.abort();
  }

  async #read(body) {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      this.#pieces += decoder.decode(chunk, { stream: true });
      const events = this.#pieces.split('\n\n');
      this.#pieces = events.pop() ?? '';
      events.forEach(event => this.#take(event));
    }
    this.ended = true;
  }

  #take(event) {
    const name = /^event: (.*)$/m.exec(event)?.[1];
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (name === undefined || data === undefined) {
      return;
    }
    const { stream, lines } = JSON.parse(data);
    if (name === 'hello') {
      this.#hello.resolve(stream);
    } else if (name === 'end') {
      this.ended = true;
    } else if (lines !== undefined) {
      this.#listeners.forEach(listener => listener(lines));
    }
  }
}

/** Node 20 has no Promise.withResolvers. */
function withResolvers() {
  let resolve;
  const promise = new Promise(done => (resolve = done));
  return { promise, resolve };
}
