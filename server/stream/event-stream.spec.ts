import { jest } from '@jest/globals';
import type { Response } from 'express';

import type { Caller } from '../identity/authenticator.js';
import { EventStream } from './event-stream.js';

const MIB = 2 ** 20;

/** The answer to a client that reads only when it is told to. */
function slowAnswer() {
  const waiting: { piece: string | Buffer; taken?: () => void }[] = [];
  const answer = {
    destroyed: false,
    status: () => answer,
    set() {},
    setTimeout() {},
    flushHeaders() {},
    cork() {},
    uncork() {},
    end() {},
    destroy() {
      answer.destroyed = true;
    },
    write(piece: string | Buffer, taken?: () => void) {
      waiting.push({ piece, taken });
    },
    get writableLength() {
      return waiting.reduce((sum, { piece }) => sum + piece.length, 0);
    },
    /** Takes what waits; answers the names of the events in it. */
    read() {
      const pieces = waiting.splice(0);
      pieces.forEach(({ taken }) => taken?.());
      return pieces.flatMap(
        ({ piece }) => /^event: (.*)/.exec(piece.toString('utf8', 0, 64))?.[1] ?? []
      );
    }
  };
  const stream = new EventStream({} as Caller, answer as unknown as Response);
  answer.read();
  return { answer, stream };
}

describe('a list', () => {
  const list = [Buffer.alloc(20 * MIB, '[')];

  it('may have any length, waits for the one before it, and is made when it is sent', () => {
    const { answer, stream } = slowAnswer();
    const second = jest.fn(() => list);
    stream.sendList(() => list);
    stream.sendList(second);
    stream.send('end', { subscription: 'a' });
    expect([answer.destroyed, second.mock.calls.length]).toEqual([false, 0]);
    expect(answer.read()).toEqual(['snapshot', 'end']);
    expect(answer.read()).toEqual(['snapshot']);
    expect([answer.destroyed, answer.read()]).toEqual([false, []]);
  });

  it('that nobody wants any more is passed over', () => {
    const { answer, stream } = slowAnswer();
    stream.sendList(() => list);
    stream.sendList(() => null);
    stream.sendList(() => ['[]']);
    expect([answer.read(), answer.read()]).toEqual([['snapshot'], ['snapshot']]);
  });

  it('leaves no more room than before for what comes after it', () => {
    const { answer, stream } = slowAnswer();
    stream.sendList(() => list);
    stream.sendJson('changed', Buffer.alloc(15 * MIB));
    expect(answer.destroyed).toBe(false);
    stream.sendJson('changed', Buffer.alloc(MIB));
    expect(answer.destroyed).toBe(true);
  });

  it('leaves none when it was read', () => {
    const { answer, stream } = slowAnswer();
    stream.sendList(() => list);
    answer.read();
    stream.sendJson('changed', Buffer.alloc(16 * MIB));
    expect(answer.destroyed).toBe(true);
  });
});

const subscription = () => ({ recheck: async () => {}, end: jest.fn() });

it('ends its subscriptions when it is closed, also one that comes only then', () => {
  const [first, late] = [subscription(), subscription()];
  const response = {
    write() {},
    cork() {},
    uncork() {},
    flushHeaders() {},
    set() {},
    setTimeout() {},
    end() {}
  };
  const status = () => response;
  const stream = new EventStream({} as Caller, { ...response, status } as unknown as Response);
  stream.add('first', first);
  expect(first.end).not.toHaveBeenCalled();
  stream.close();
  stream.add('late', late);
  expect([first, late].map(({ end }) => end.mock.calls.length)).toEqual([1, 1]);
  expect(stream.subscriptions.size).toBe(0);
});
