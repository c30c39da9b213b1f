import type { Logger } from '@/lib/server/process/logger';

/** The reader of our output has gone: writing about it would fail in the same way. */
function isLostOutput(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/**
 * Ignores failures of printing: the reader of the output has gone, or its disk is full. Next.js prints every
 * uncaught error, so it would print this one too, which would fail again and keep a processor busy.
 */
function loseWhatCannotBePrinted(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * An error event of a socket or file without a listener. Any client can break its connection, and no code was
 * interrupted.
 */
function isOfConnection(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Handles stray errors of a started server. An unhandled rejection and a broken connection without a listener
 * are logged, and the process continues. Any other uncaught error has interrupted its code; it is logged, and
 * the server stops in order (docs/decisions/stray-errors.md).
 */
export function answerStrayErrors(log: Pick<Logger, 'error'>, stop: () => void): void {
  loseWhatCannotBePrinted();
  process.on('unhandledRejection', (err) => {
    if (!isLostOutput(err)) log.error({ err }, 'a rejected promise that nothing waited for');
  });
  process.on('uncaughtException', (err) => {
    if (isLostOutput(err)) return;
    if (isOfConnection(err)) return log.error({ err }, 'a connection that nothing listened to');
    log.error({ err }, 'an error that nothing caught: the server stops');
    stop();
  });
}
