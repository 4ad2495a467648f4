export * from './apply.js';
export * from './describe.js';
export { selectedPodDefaults } from './select.js';
export * from './types.js';
