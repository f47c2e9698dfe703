import type { IncomingMessage } from 'node:http';

/** `too-large`: more than the limit; `busy`: too much is being read at the same time; `ended`: the sender broke off. */
export type ReadBody = Buffer | 'too-large' | 'busy' | 'ended';

/** Reads the body of a request, at most `limit` bytes. Never rejects. */
export type BodyReader = (request: IncomingMessage, limit: number) => Promise<ReadBody>;

/** Of a body that is too large, as much is read on, so that its sender gets the answer; then the connection ends. */
const mostReadOn = 64 * 1024 * 1024;

/** @param mostAtOnce most bytes of all bodies that are being read at the same time */
export function createBodyReader(mostAtOnce = 256 * 1024 * 1024): BodyReader {
  let held = 0;
  return (request, limit) => {
    // Its sender may have left before anybody began to read: nothing is told any more then.
    if (request.destroyed) return Promise.resolve('ended');
    const { promise, resolve } = Promise.withResolvers<ReadBody>();
    let chunks: Buffer[] = [];
    let length = 0;
    let kept = 0;
    let fault: 'too-large' | 'busy' | undefined;

    const letGo = (): void => {
      held -= kept;
      kept = 0;
      chunks = [];
    };
    request.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      if (fault === undefined && length > limit) fault = 'too-large';
      else if (fault === undefined && held + chunk.byteLength > mostAtOnce) fault = 'busy';
      if (fault === undefined) {
        chunks.push(chunk);
        kept += chunk.byteLength;
        held += chunk.byteLength;
        return;
      }
      letGo();
      if (length <= limit + mostReadOn) return;
      request.pause();
      resolve(fault);
    });
    request.on('end', () => {
      const [first] = chunks;
      const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      letGo();
      resolve(fault ?? body);
    });
    request.on('error', () => {});
    request.on('close', () => {
      letGo();
      resolve('ended');
    });
    return promise;
  };
}
