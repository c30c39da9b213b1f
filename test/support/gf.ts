import { run, type Surroundings } from '@/apps/cli/main';

/** Runs `gf` on a database; nobody is there to type a password. Returns how it ended, and each line that it said. */
export const gfOn =
  (runtimeUrl: () => string, given: Partial<Surroundings> = {}) =>
  async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(argv, {
      open: async () => ({ runtimeUrl: runtimeUrl(), stop: async () => undefined }),
      readPassword: () => Promise.reject(new Error('not needed')),
      environment: {},
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
      ...given,
    });
    return { code, out, err };
  };
