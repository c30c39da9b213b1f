import type { Logger } from '@/lib/server/process/logger';

/** Whoever read our output has gone: writing about it would fail in the same way. */
function isLostOutput(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/**
 * What cannot be printed is lost: its reader has gone, or its disk is full. Next.js prints whatever nothing caught. It would
 * print this failure too, which would fail again, and keep a processor busy until the server is ended.
 */
function loseWhatCannotBePrinted(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Said by a socket or a file that nothing listened to. Any client can break its connection, and no code was left midway. */
function isOfConnection(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Once a server has started: a rejected promise that nothing waited for, and a broken connection that nothing listened to,
 * are logged, and the process goes on. Any other error that nothing caught has left its code midway; it is logged, and the
 * server stops in order (docs/decisions/stray-errors.md).
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
