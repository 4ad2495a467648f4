import { told } from '@kubeflow-lab/resources/german';

import { app } from './app.js';
import { common } from './common.js';
import { create } from './create.js';
import { details } from './details.js';
import { open } from './open.js';
import { servers } from './servers.js';
import { volumes } from './volumes.js';

/** The German texts, by the English ones. People are addressed as "Sie", and seldom. */
export const catalogue = {
  ...common,
  ...app,
  ...servers,
  ...details,
  ...volumes,
  ...create,
  ...open
};

export const german = { catalogue, told };
