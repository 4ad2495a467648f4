export { Graph, type GraphEdge, type GraphNode } from './graph';
export { nearest } from './geometry';
export { Layouter, type ILayouter } from './layouter';
