export * from './languages.js';
export * from './translated.js';
