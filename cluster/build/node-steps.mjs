import { existsSync } from 'node:fs';

import { installPackages } from './apt.mjs';
import {
  compileGoTool,
  goTool,
  goToolPath,
  isGoToolBuilt,
  KUBERNETES_VERSION
} from './go-tool.mjs';
import {
  debianFolder,
  debianFolderPath,
  kubectl,
  kubectlPath,
  missingPackages
} from './packages.mjs';
import { pauseImage, pauseImagePath } from './pause-image.mjs';

/**
 * The steps that make what a node consists of. The long one is first: everything else fits beside it.
 * @returns {import('../steps/graph.mjs').Step[]}
 */
export function nodeBuildSteps() {
  return [
    {
      id: 'kubernetes',
      title: `Compile Kubernetes ${KUBERNETES_VERSION} and etcd`,
      uses: 'compiler',
      done: () => isGoToolBuilt('node'),
      run: context => compileGoTool('node', context)
    },
    {
      id: 'kubernetes-link',
      title: 'Link Kubernetes and etcd',
      after: ['kubernetes'],
      done: () => isGoToolBuilt('node'),
      run: context => goTool('node', context)
    },
    {
      id: 'system-packages',
      title: 'Install missing system packages',
      uses: 'apt',
      done: async () => (await missingPackages()).length === 0,
      run: async context => installPackages(await missingPackages(), context)
    },
    {
      id: 'containerd',
      title: 'Fetch containerd, runc and network plugins',
      uses: 'apt',
      done: async () => existsSync(await debianFolderPath()),
      run: context => debianFolder(context)
    },
    {
      id: 'kubectl',
      title: 'Fetch kubectl',
      done: async () => existsSync(kubectlPath()),
      run: context => kubectl(context)
    },
    {
      id: 'pause',
      title: 'Build the pause image',
      done: async () => existsSync(await pauseImagePath()) && (await isGoToolBuilt('pause')),
      run: context => pauseImage(context)
    }
  ];
}

/** The ids of the steps that `nodeBinaries` needs. */
export const NODE_BUILD_STEPS = [
  'kubernetes-link',
  'system-packages',
  'containerd',
  'kubectl',
  'pause'
];

/**
 * What the steps have made.
 * @returns {Promise<import('../node/prepare.mjs').Binaries>}
 */
export async function nodeBinaries() {
  const [node, pause, archive, debian] = await Promise.all([
    goToolPath('node'),
    goToolPath('pause'),
    pauseImagePath(),
    debianFolderPath()
  ]);
  return { node, pause, pauseImage: archive, debian, kubectl: kubectlPath() };
}
