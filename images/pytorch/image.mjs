import { debianWith, environment, stepPackages } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'pytorch',
  summary:
    'PyTorch for processors and the runtime of our training steps; a job brings its own command.',
  layers: [
    // Debian's build needs no GPU; the package of that name elsewhere brings gigabytes for them.
    debianWith(['python3-numpy', 'python3-torch']),
    stepPackages,
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/home/jovyan',
    env: {
      ...environment,
      HOME: '/home/jovyan',
      // torchrun of this version, under this Python, cannot read its own default, which is to redirect nothing. A process
      // of that local number does not exist, so this says the same.
      PET_REDIRECTS: '9:1',
      PET_TEE: '9:1'
    },
    entrypoint: [],
    command: ['python']
  }
};
