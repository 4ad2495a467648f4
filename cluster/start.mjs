/** `npm start`: from a fresh machine to one address. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkMachine } from './build/requirements.mjs';
import { runCommand } from './command.mjs';
import { parseStartOptions, USAGE } from './start/options.mjs';
import { start } from './start/start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function main() {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  await checkMachine();
  await start({ ...options, root });
}

runCommand(main, USAGE);
