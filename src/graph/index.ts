export { Graph, type GraphEdge, type GraphNode } from './graph';
export { nearest } from './layout';
