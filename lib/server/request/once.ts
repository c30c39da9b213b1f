import type { Ctx } from '@/lib/server/context';

/** Serves one request: the first caller reads, and all others get the same result. */
export function createOnce(): NonNullable<Ctx['once']> {
  const begun = new Map<string, Promise<unknown>>();
  return <T>(what: string, read: () => Promise<T>) => {
    const reading = begun.get(what) ?? read();
    begun.set(what, reading);
    // Sound as long as each key stands for one question.
    return reading as Promise<T>;
  };
}
