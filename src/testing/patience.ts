import { configure } from '@testing-library/react';

// What a test waits for comes from a server in the same process: on a busy machine later than in a second.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(30_000);
