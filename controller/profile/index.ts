export { MANAGED_BY } from './children.js';
export { writeCondition } from './condition.js';
export { createProfileController } from './controller.js';
export type { SharedVolumeSettings } from './children.js';
