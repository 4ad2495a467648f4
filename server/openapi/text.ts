import { openApiDocument } from './document.js';
import { apiTables } from './routes.js';

/** The document as it is committed. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(apiTables()), null, 2)}\n`;
}
