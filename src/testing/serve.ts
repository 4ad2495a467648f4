/**
 * Runs the fixture for looking at the screens: `KUBEFLOW_LAB_URL` of a Jupyter server points at it.
 * `POST /fixture/<scene>` sets a scene. Bundle it with esbuild and run it with Node.
 */
import { createServer } from 'node:http';
import { Fixture } from './fixture';
import { scenes } from './scenes';

const port = Number(process.env.PORT ?? 8899);
const fixture = new Fixture();

async function main(): Promise<void> {
  const address = await fixture.listen(port);
  createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const known = name in scenes;
    if (known) {
      scenes[name](fixture);
    }
    response.writeHead(known ? 204 : 404).end();
  }).listen(port + 1, '127.0.0.1');
  scenes.usual(fixture);
  console.log(
    `The fixture listens at ${address}, and at port ${port + 1} for the name of a scene.`
  );
}

void main();
