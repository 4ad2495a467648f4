import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

import type { HttpAddress } from './plan.js';

type Environment = Record<string, string | undefined>;

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;

/** Artifacts at addresses of their own: brought by GET, stored by PUT, as Argo does. */
export class HttpStorage {
  constructor(
    private readonly env: Environment,
    private readonly firstPauseMs = FIRST_PAUSE_MS
  ) {}

  async download(from: HttpAddress, path: string): Promise<void> {
    const response = await this.ask(from, () => ({ method: 'GET' }));
    await mkdir(dirname(path), { recursive: true });
    const body = response.body as ReadableStream<Uint8Array> | null;
    await pipeline(
      body === null ? Readable.from([]) : Readable.fromWeb(body),
      createWriteStream(path)
    );
  }

  async upload(path: string, to: HttpAddress): Promise<void> {
    const { size, isDirectory } = await described(path);
    if (isDirectory) {
      throw new Error('it is a directory, which has to be packed to be sent to an address.');
    }
    const response = await this.ask(to, () => ({
      method: 'PUT',
      body: Readable.toWeb(createReadStream(path)) as unknown as RequestInit['body'],
      headers: { 'content-length': String(size) },
      // What Node asks for where a body is a stream.
      duplex: 'half'
    }));
    await response.body?.cancel();
  }

  /** The answer, which is a good one. What may pass is tried again. */
  private async ask(
    address: HttpAddress,
    request: () => RequestInit & { duplex?: 'half' }
  ): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const { headers, ...others } = request();
      const answer = await answerOf(
        fetch(address.url, { ...others, headers: { ...headers, ...this.headersOf(address) } })
      );
      if ('response' in answer && answer.response.ok) {
        return answer.response;
      }
      const status = 'response' in answer ? answer.response.status : null;
      const mayPass = status === null || status >= 500 || status === 429;
      if (!mayPass || attempt === ATTEMPTS) {
        throw new Error(
          'response' in answer
            ? `${address.url} answers ${status}.`
            : `${address.url} cannot be reached (${answer.reason}).`
        );
      }
      await pause(this.firstPauseMs * 2 ** (attempt - 1));
    }
  }

  private headersOf({ headers, credentials }: HttpAddress): Record<string, string> {
    const given = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
    if (credentials === null) {
      return given;
    }
    const user = this.env[`${credentials}_USERNAME`] ?? '';
    const password = this.env[`${credentials}_PASSWORD`] ?? '';
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    return { ...given, authorization: `Basic ${basic}` };
  }
}

async function described(path: string): Promise<{ size: number; isDirectory: boolean }> {
  const found = await stat(path);
  return { size: found.size, isDirectory: found.isDirectory() };
}

async function answerOf(
  asked: Promise<Response>
): Promise<{ response: Response } | { reason: string }> {
  try {
    return { response: await asked };
  } catch (error) {
    // What fetch says itself is always "fetch failed"; why stands in its cause.
    const { cause, message } = error as Error;
    return { reason: (cause as Error | undefined)?.message || message };
  }
}
