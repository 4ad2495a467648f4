export { readConfig } from './config.js';
export type { ServerConfig } from './config.js';
export type { Keys } from './identity/keys.js';
export { createServer } from './server.js';
export type { Server, ServerOptions } from './server.js';
