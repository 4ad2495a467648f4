import type { StreamEventName, SubscriptionRequest } from '@kubeflow-lab/schema';

type Data = Record<string, unknown>;

/** A client of the stream that waits for the events that a test names. */
export class StreamClient {
  private readonly events: { name: string; data: Data }[] = [];
  private wake = () => {};
  closed = false;
  id = '';

  private constructor(
    private readonly origin: string,
    private readonly cookie: string
  ) {}

  static async open(origin: string, cookie: string): Promise<StreamClient> {
    const client = new StreamClient(origin, cookie);
    const answer = await fetch(`${origin}/api/stream`, { headers: { Cookie: cookie } });
    const type = answer.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) {
      throw new Error(`The stream answered ${answer.status} ${type}.`);
    }
    void client.read(answer.body!);
    client.id = String((await client.next('hello')).stream);
    return client;
  }

  async next(name: StreamEventName): Promise<Data> {
    for (;;) {
      const index = this.events.findIndex(event => event.name === name);
      if (index >= 0) {
        return this.events.splice(0, index + 1)[index].data;
      }
      if (this.closed) {
        throw new Error(`The stream closed before ${name}.`);
      }
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) {
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }

  subscribe(request: SubscriptionRequest | object, cookie = this.cookie): Promise<Response> {
    return fetch(`${this.origin}/api/stream/${this.id}/subscriptions`, {
      method: 'POST',
      headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
      body: JSON.stringify(request)
    });
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let name = '';
    let rest = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      // Only what is new is searched for line ends: a list is one very long line in many pieces.
      const lines = decoder.decode(chunk, { stream: true }).split('\n');
      lines[0] = rest + lines[0];
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith('event: ')) {
          name = line.slice('event: '.length);
        } else if (line.startsWith('data: ')) {
          this.events.push({ name, data: JSON.parse(line.slice('data: '.length)) as Data });
          this.wake();
        }
      }
    }
    this.closed = true;
    this.wake();
  }
}
