import { LabIcon } from '@jupyterlab/ui-components';
import trainingSvg from '../style/icons/training.svg';

/** Replicas around a chief. */
export const trainingIcon = new LabIcon({
  name: 'kubeflow-lab:training',
  svgstr: trainingSvg
});
