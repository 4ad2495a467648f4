import { toldAddons } from './addons.js';
import { toldAnswers } from './answers.js';
import { toldBoards } from './boards.js';
import { toldConfigurations } from './configurations.js';
import { toldForms } from './forms.js';
import { toldPages } from './pages.js';
import { toldServers } from './servers.js';
import { toldYaml } from './yaml.js';

/** The parts of what is told, in the order in which a sentence is looked for. */
export const PARTS = [
  toldPages,
  toldServers,
  toldBoards,
  toldForms,
  toldYaml,
  toldConfigurations,
  toldAddons,
  toldAnswers
] as const;

/**
 * What the platform says of a server or a form, on its web pages and in answers of the API.
 * The first that fits is taken, so that a more special one stands before the general one.
 */
export const told: Readonly<Record<string, string>> = Object.assign({}, ...PARTS);
