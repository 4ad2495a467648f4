import { app } from './app.js';
import { common } from './common.js';

/** The German texts, by the English ones. People are addressed as "Sie", and seldom. */
export const german = { ...common, ...app };
