import { toldAnswers } from './told-answers.js';
import { toldForms } from './told-forms.js';
import { toldServers } from './told-servers.js';

/**
 * What the platform says of a server or a form, whose sentences are made in `resources/` and come through the API, too.
 * The first that fits is taken, so that a more special one stands before the general one.
 */
export const told = { ...toldServers, ...toldForms, ...toldAnswers };
