import type { FileEntry } from '@kubeflow-lab/schema';
import { ProblemError, UNREACHABLE } from '../problem';

interface SendOptions {
  headers: Record<string, string>;
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
}

/** Sends a file by PUT. `fetch` does not say how far it is; XMLHttpRequest does. Rejects with a `ProblemError`. */
export function send(url: string, file: Blob, options: SendOptions): Promise<FileEntry> {
  const { headers, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    Object.entries({ ...headers, 'Content-Type': 'application/octet-stream' }).forEach(
      ([name, value]) => request.setRequestHeader(name, value)
    );
    const fail = (reason: string) => reject(ProblemError.from(new Error(reason), UNREACHABLE));
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onerror = () => fail('The connection was lost.');
    request.onabort = () => fail('The upload was cancelled.');
    request.onload = () => {
      const { status, responseText } = request;
      const answer = new Response(status === 204 ? null : responseText, { status });
      (answer.ok ? answer.json() : ProblemError.fromResponse(answer).then(refuse)).then(
        resolve,
        reject
      );
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function refuse(error: ProblemError): never {
  throw error;
}
