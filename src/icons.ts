import { LabIcon } from '@jupyterlab/ui-components';
import pipelinesSvg from '../style/icons/pipelines.svg';
import trainingSvg from '../style/icons/training.svg';

/** Replicas around a chief. */
export const trainingIcon = new LabIcon({
  name: 'kubeflow-lab:training',
  svgstr: trainingSvg
});

/** Steps that follow a step. */
export const pipelinesIcon = new LabIcon({
  name: 'kubeflow-lab:pipelines',
  svgstr: pipelinesSvg
});
