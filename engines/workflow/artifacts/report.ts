import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What the container of ours says when it ends, in its termination message. */
export interface Report {
  /** Output parameters by name. */
  parameters: Record<string, string>;
  /** Names of the artifacts that were stored. */
  artifacts: string[];
  /** Why the inputs could not be brought or the outputs not be kept, as a sentence. */
  error: string | null;
}

/** The kubelet takes 4096 bytes. */
export const MESSAGE_MAX = 4096;
const PACKED = 'deflate:';

/** The report as a termination message; null where it is too large even when packed. */
export function formatReport(report: Report): string | null {
  const text = JSON.stringify(report);
  if (Buffer.byteLength(text) <= MESSAGE_MAX) {
    return text;
  }
  const packed = PACKED + deflateRawSync(text, { level: 9 }).toString('base64');
  return packed.length <= MESSAGE_MAX ? packed : null;
}

/** Reads a termination message; null where it is no report. */
export function parseReport(message: string | undefined): Report | null {
  try {
    const text = message?.startsWith(PACKED)
      ? inflateRawSync(Buffer.from(message.slice(PACKED.length), 'base64'), {
          // Nobody's message may fill the memory.
          maxOutputLength: 1_000_000
        }).toString()
      : (message ?? '');
    const report = JSON.parse(text) as Partial<Report> | null;
    if (typeof report?.parameters !== 'object' || !Array.isArray(report.artifacts)) {
      return null;
    }
    return {
      parameters: report.parameters,
      artifacts: report.artifacts,
      error: report.error ?? null
    };
  } catch {
    // Ended in another way, by a lack of memory say: it has left no report.
    return null;
  }
}
