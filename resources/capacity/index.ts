export * from './capacity.js';
export * from './devices.js';
