/** The version of the platform, as in package.json. */
export const VERSION = '0.1.0';
