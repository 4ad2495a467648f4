/** `npm run verify:clean [-- --name NAME]`: lists what clusters have left on this machine, and fails if there is anything. */
import { parseArgs } from 'node:util';

import { messageOf } from './errors.mjs';
import { leftovers } from './node/leftovers.mjs';
import { status } from './node/lifecycle.mjs';

async function main() {
  const { values } = parseArgs({ options: { name: { type: 'string' } } });
  const one =
    values.name === undefined
      ? undefined
      : { name: values.name, plan: (await status(values.name)).plan };
  const found = await leftovers(one);
  for (const { kind, what } of found) {
    console.log(`${kind.padEnd(9)} ${what}`);
  }
  const whose = one ? `of cluster "${one.name}"` : 'of kubeflow-lab';
  console.log(
    found.length === 0
      ? `Clean: no process, mount, link, route, nft table or cgroup ${whose} is left.`
      : `${found.length} things ${whose} are left.`
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}

main().catch(error => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
