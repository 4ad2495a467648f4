import { debianWith, environment, stepPackages } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'mpi',
  summary:
    'Open MPI with mpi4py and the runtime of our training steps; a job brings its own command.',
  layers: [
    debianWith(['openmpi-bin', 'python3-mpi4py', 'python3-numpy']),
    stepPackages,
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/home/jovyan',
    env: {
      ...environment,
      HOME: '/home/jovyan',
      // Containers have no fast network to look for, and may not read each other's memory: without being told, Open MPI
      // says so at every start.
      OMPI_MCA_pml: 'ob1',
      OMPI_MCA_btl: 'self,vader,tcp',
      OMPI_MCA_btl_vader_single_copy_mechanism: 'none'
    },
    entrypoint: [],
    command: ['python']
  }
};
