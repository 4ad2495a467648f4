export { createProfileController } from './controller.js';
export type { SharedVolumeSettings } from './children.js';
