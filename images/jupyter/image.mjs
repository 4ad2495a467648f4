import { debianWith, environment } from '../base.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'jupyter',
  summary: 'JupyterLab with our extension, for notebook servers.',
  layers: [
    // Repositories are opened by links, and people use git in terminals.
    debianWith(['git']),
    {
      kind: 'python',
      requirements: 'jupyter',
      trim: [
        '*/site-packages/*/tests',
        '*.js.map',
        // Its own pages fetch whatever a link names, without a question; kubeflow_lab/repository.py calls it instead.
        'etc/jupyter/*_config.d/nbgitpuller.json'
      ]
    },
    { kind: 'copy', files: [{ from: 'examples', to: '/opt/kubeflow-lab/examples' }] },
    { kind: 'wheel' }
  ],
  config: {
    user: '1000:100',
    workingDir: '/home/jovyan',
    env: {
      ...environment,
      HOME: '/home/jovyan',
      // What a former process left must not be taken for a running server, so it stays out of the volume.
      JUPYTER_RUNTIME_DIR: '/tmp/jupyter-runtime',
      SHELL: '/bin/bash'
    },
    entrypoint: ['tini', '-g', '--', 'kubeflow-lab-jupyter'],
    command: []
  }
};
