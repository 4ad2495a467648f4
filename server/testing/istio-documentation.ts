/** What deploy/README.md tells an installation with Istio to write, so that tests run exactly that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { KubeObject } from '@kubeflow-lab/resources';
import { parse } from 'yaml';

import type { ExtAuthzProvider } from './envoy.js';

const DOCUMENT = join('deploy', 'README.md');

interface MeshConfig {
  extensionProviders: { name: string; envoyExtAuthzHttp: ExtAuthzProvider }[];
}

export interface IstioDocumentation {
  /** The name under which the mesh knows the server that is asked. */
  name: string;
  provider: ExtAuthzProvider;
  /** The AuthorizationPolicy that has the gateway ask it. */
  policy: KubeObject & { spec: object };
}

/** Reads the two blocks of YAML of the section _Istio_; throws where it has others. */
export function istioDocumentation(): IstioDocumentation {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [, section] = /\n## Istio\n([^]*?)(?=\n## )/.exec(text) ?? ['', ''];
  const blocks = [...section.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, yaml]) => parse(yaml));
  if (blocks.length !== 2) {
    throw new Error(`${DOCUMENT}, "Istio", has ${blocks.length} blocks of YAML instead of two.`);
  }
  const [mesh, policy] = blocks as [MeshConfig, IstioDocumentation['policy']];
  const [{ name, envoyExtAuthzHttp: provider }] = mesh.extensionProviders;
  return { name, provider, policy };
}
