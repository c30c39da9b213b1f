import type { IncomingMessage, ServerResponse } from 'node:http';

/** Enough for the largest body of any route to be on its way when it is refused. */
const MORE_BYTES = 16 * 1024 * 1024;
const MORE_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Node reads an unwanted body to its end even after the answer, because otherwise the sender might never see
 * the answer. This limits how much is read; then the connection ends.
 */
export function boundUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const mostBytes = socket.bytesRead + MORE_BYTES;
    const until = performance.now() + MORE_MS;
    const looking = setInterval(() => {
      if (!request.complete && !socket.destroyed) {
        if (socket.bytesRead <= mostBytes && performance.now() <= until) return;
        socket.destroy();
      }
      clearInterval(looking);
    }, LOOK_EVERY_MS);
  });
}
