import { LabIcon } from '@jupyterlab/ui-components';
import filesSvg from '../style/icons/files.svg';
import modelsSvg from '../style/icons/models.svg';
import pipelinesSvg from '../style/icons/pipelines.svg';
import sweepsSvg from '../style/icons/sweeps.svg';
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

/** A packed model. */
export const modelsIcon = new LabIcon({ name: 'kubeflow-lab:models', svgstr: modelsSvg });

/** Trials, and the best of them. */
export const sweepsIcon = new LabIcon({ name: 'kubeflow-lab:sweeps', svgstr: sweepsSvg });

/** A bucket. */
export const filesIcon = new LabIcon({ name: 'kubeflow-lab:files', svgstr: filesSvg });
