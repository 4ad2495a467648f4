/** What the installation says about servers that nobody uses. All times in milliseconds; Infinity is never. */
export interface CullingSettings {
  /** After how long without activity a server is stopped, where neither its Notebook nor its project says. */
  idleMs: number;
  /** The same for servers that hold a GPU. */
  gpuIdleMs: number;
  /** The longest that anybody may say, where the project does not say another. */
  maxIdleMs: number;
  /** The same for servers that hold a GPU. */
  gpuMaxIdleMs: number;
  /** How long before it is stopped a server's people are warned; never more than half of its idle time. */
  warningMs: number;
  /** Activity is written down when it is newer by this; never more than an eighth of the idle time. */
  stepMs: number;
  /** How often a server is asked. */
  periodMs: number;
  /** How long a server may take to answer. */
  timeoutMs: number;
  /** How many servers are asked at the same time. */
  concurrency: number;
  /** Whether requests to a Jupyter server's API count beside its kernels and terminals. */
  countRequests: boolean;
}
