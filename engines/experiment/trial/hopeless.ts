/** A trial, or what it would be made from, cannot run as it is, and trying again does not help; the message is a sentence. */
export class HopelessTrialError extends Error {}
