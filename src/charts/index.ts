export { ParallelChart, type ParallelLine } from './parallelChart';
