import type { Ctx } from '@/lib/server/context';

/** Made for one request: the first that asks reads, and all others are answered with what it read. */
export function createOnce(): NonNullable<Ctx['once']> {
  const begun = new Map<string, Promise<unknown>>();
  return <T>(what: string, read: () => Promise<T>) => {
    const reading = begun.get(what) ?? read();
    begun.set(what, reading);
    // Sound as long as one word stands for one question.
    return reading as Promise<T>;
  };
}
