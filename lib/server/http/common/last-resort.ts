import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@/lib/server/process/logger';
import { problemOf } from './problem';

/** Answers a request; its result is awaited. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Catches everything that a handler throws, even asynchronously: one request must not end the process. If
 * nothing was sent yet, the answer is a problem; otherwise the connection ends, so that nobody takes half an
 * answer for a whole one.
 */
export function answersInAnyCase(handler: Handler, log: Pick<Logger, 'child'>): Handler {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      const id = randomUUID();
      const asked = { id, url: request.url ?? '', log: log.child({ requestId: id }) };
      const { problem, headers } = problemOf(error, asked);
      if (response.headersSent) return response.destroy();
      const body = JSON.stringify(problem);
      response.writeHead(problem.status, { ...headers, 'cache-control': 'no-store', connection: 'close' });
      response.end(body);
    }
  };
}
