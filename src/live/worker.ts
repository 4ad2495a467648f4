/** The shared worker: one event stream for all pages of this origin. */
import { serve } from '@kubeflow-lab/live';

serve();
