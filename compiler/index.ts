/** From the cells of a notebook to a graph of steps, and from there to what runs them. */
export * from './types.js';
