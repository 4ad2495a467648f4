export { HistoryChart } from './history';
export { ParallelChart, type ParallelLine } from './parallelChart';
