export { pageWords, type PageWord } from './pages.js';
export { told } from './told.js';
