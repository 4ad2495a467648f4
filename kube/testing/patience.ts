import { jest } from '@jest/globals';

/** A cluster needs longer for most things than a unit test has. */
jest.setTimeout(240_000);
