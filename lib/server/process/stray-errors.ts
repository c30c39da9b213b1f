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

/**
 * Once a server has started, an error that nobody caught is logged and the process goes on
 * (docs/decisions/stray-errors.md).
 */
export function outliveStrayErrors(log: Pick<Logger, 'error'>): void {
  loseWhatCannotBePrinted();
  const note = (sentence: string) => (error: unknown) => {
    if (!isLostOutput(error)) log.error({ err: error }, sentence);
  };
  process.on('unhandledRejection', note('a rejected promise that nothing waited for'));
  process.on('uncaughtException', note('an error that nothing caught'));
}
