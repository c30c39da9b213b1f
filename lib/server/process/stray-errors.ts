import type { Logger } from '@/lib/server/process/logger';

/** Whoever read our output has gone: writing about it would fail in the same way. */
function isLostOutput(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/**
 * Once a server has started, an error that nobody caught is logged and the process goes on
 * (docs/decisions/stray-errors.md).
 */
export function outliveStrayErrors(log: Pick<Logger, 'error'>): void {
  const note = (sentence: string) => (error: unknown) => {
    if (!isLostOutput(error)) log.error({ err: error }, sentence);
  };
  process.on('unhandledRejection', note('a rejected promise that nothing waited for'));
  process.on('uncaughtException', note('an error that nothing caught'));
}
