/** A reason not to start that a person can act on. The launcher prints each sentence and exits with 1. */
export class StartupError extends Error {
  readonly code = 'startup_error';
  readonly sentences: readonly string[];

  constructor(sentences: string | readonly string[], options?: ErrorOptions) {
    const list = typeof sentences === 'string' ? [sentences] : sentences;
    super(list.join('\n'), options);
    this.name = 'StartupError';
    this.sentences = list;
  }
}

/** Recognised by its code instead of `instanceof`: the launcher and the bundle may each have their own class. */
export function isStartupError(error: unknown): error is StartupError {
  return error instanceof Error && 'code' in error && error.code === 'startup_error';
}
