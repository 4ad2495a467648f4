/** The door of this room. */
export { DESCRIPTIONS, referenceOf } from './description.mjs';
export { archiveImage, buildImage, deliverImage, prepareImage } from './image.mjs';
export { imageSteps } from './steps.mjs';
export { buildWheel } from './wheel.mjs';
