import { jest } from '@jest/globals';
import type { Response } from 'express';

import type { Caller } from '../identity/authenticator.js';
import { EventStream } from './event-stream.js';

const subscription = () => ({ recheck: async () => {}, end: jest.fn() });

it('ends its subscriptions when it is closed, also one that comes only then', () => {
  const [first, late] = [subscription(), subscription()];
  const response = { write() {}, cork() {}, uncork() {}, flushHeaders() {}, set() {}, end() {} };
  const status = () => response;
  const stream = new EventStream({} as Caller, { ...response, status } as unknown as Response);
  stream.add('first', first);
  expect(first.end).not.toHaveBeenCalled();
  stream.close();
  stream.add('late', late);
  expect([first, late].map(({ end }) => end.mock.calls.length)).toEqual([1, 1]);
  expect(stream.subscriptions.size).toBe(0);
});
