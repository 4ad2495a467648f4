/** `npm stop`: ends what `npm start` began, and keeps users' data unless it is told to purge it. */
import { parseArgs } from 'node:util';

import { runCommand } from './command.mjs';
import { down } from './node/lifecycle.mjs';
import { DEFAULT_NAME } from './node/state.mjs';
import { endStart } from './start/running.mjs';

const USAGE = `npm stop [-- OPTIONS]      ends kubeflow-lab on this machine, and keeps your data

  --purge        removes all data, too: accounts, notebook servers, volumes, images
  --name NAME    another cluster than the usual one
`;

async function main() {
  const { values } = parseArgs({
    options: {
      name: { type: 'string', default: DEFAULT_NAME },
      purge: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false }
    }
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  await endStart(values.name);
  const { wasRunning } = await down({ name: values.name, purge: values.purge });
  const data = values.purge ? 'all its data is removed' : 'your data is kept';
  process.stdout.write(`kubeflow-lab ${wasRunning ? 'is stopped' : 'was not running'}; ${data}.\n`);
}

runCommand(main, USAGE);
