/** The SharedWorker: one event stream for all tabs of a browser. */
import { serve } from '@kubeflow-lab/live';

serve({ sessions: true });
