/** Fields of objects that anybody may have written. */
import { listOf, plainText } from '../common/text.js';

/** The fields of an object; none where it is something else. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The objects of a list; none where it is something else. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  return listOf(value as unknown[]).map(fieldsOf);
}

/** A text fit for a sentence; empty where it is something else. */
export function textOf(value: unknown, max = 300): string {
  return typeof value === 'string' ? plainText(value, max) : '';
}

export function textOrNull(value: unknown): string | null {
  return textOf(value, 1024) || null;
}

/** A whole number from 0; null where it is something else. */
export function countOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
}
