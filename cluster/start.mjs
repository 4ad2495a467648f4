/** `npm start`: from a fresh machine to one address. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkMachine } from './build/requirements.mjs';
import { ClearError, codeOf, messageOf } from './errors.mjs';
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

main().catch(error => {
  const isUsage = codeOf(error)?.startsWith('ERR_PARSE_ARGS');
  const isClear = error instanceof ClearError || isUsage;
  process.stderr.write(
    `${isClear ? messageOf(error) : (error.stack ?? error)}\n${isUsage ? `\n${USAGE}` : ''}`
  );
  process.exitCode = isUsage ? 2 : 1;
});
