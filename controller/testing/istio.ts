/** Istio's own definition of a VirtualService, so that what we write is held against what Istio takes. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { KubeObject } from '@kubeflow-lab/resources';
import { parseAllDocuments } from 'yaml';

import { installCrd } from './platform.js';

/** Go module that does nothing but pin Istio's API; its definitions come with it, made by Istio from its types. */
const MODULE = 'cluster/go/istio';
const DEFINITIONS = 'kubernetes/customresourcedefinitions.gen.yaml';
const NAME = 'virtualservices.networking.istio.io';

/** Lets the API server know VirtualServices, and refuse what is none. */
export async function installVirtualServices(): Promise<void> {
  const command = ['mod', 'download', '-json', 'istio.io/api'];
  const { stdout } = await promisify(execFile)('go', command, { cwd: MODULE });
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const text = await readFile(join(Dir, DEFINITIONS), 'utf8');
  const definitions = parseAllDocuments(text).map(each => each.toJSON() as KubeObject | null);
  await installCrd(definitions.find(each => each?.metadata?.name === NAME)!);
}
