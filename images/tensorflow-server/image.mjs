import { servingEnvironment, servingLayers } from '../base.mjs';
import tensorflow from '../tensorflow/image.mjs';

/** @type {import('../description.mjs').ImageDescription} */
export default {
  name: 'tensorflow-server',
  summary: "A server of TensorFlow's models behind KServe's protocols.",
  // Debian and the packages are those of the image for training, so that they are made and kept once.
  layers: [...tensorflow.layers.slice(0, 2), ...servingLayers],
  config: {
    user: '65532:65532',
    workingDir: '/tmp',
    env: {
      ...servingEnvironment,
      PYTHONPATH: '/opt/serving:/app',
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_NUM_INTEROP_THREADS: '1',
      TF_NUM_INTRAOP_THREADS: '1'
    },
    entrypoint: [],
    command: ['python', '-m', 'serving']
  }
};
