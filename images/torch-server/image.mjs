import { servingEnvironment, servingLayers } from '../base.mjs';
import pytorch from '../pytorch/image.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'torch-server',
  summary: "A server of torch's models behind KServe's protocols.",
  // Debian and the packages are those of the image for training, so that they are made and kept once.
  layers: [...pytorch.layers.slice(0, 2), ...servingLayers],
  config: {
    user: '65532:65532',
    workingDir: '/tmp',
    env: {
      ...servingEnvironment,
      PYTHONPATH: '/opt/serving:/app'
    },
    entrypoint: [],
    command: ['python', '-m', 'serving']
  }
};
