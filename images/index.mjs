/** The door of this room. */
export { DESCRIPTIONS, referenceOf } from './description.mjs';
export { buildImage, prepareImage } from './image.mjs';
export { imageSteps } from './steps.mjs';
export { buildWheel } from './wheel.mjs';
