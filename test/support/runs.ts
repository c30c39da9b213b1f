/** Set by `npm run test:long`. */
export const isLongRun = process.env.GF_RUNS === 'long';

type Counts = { push: number; long: number };

/** How often something is tried: a few times on every push, and as often as proves something in the long run. */
export const runs = ({ push, long }: Counts): number => (isLongRun ? long : push);

/** What random cases are drawn with in continuous integration; null where each run draws its own. */
export const PUSH_SEED = process.env.CI && !isLongRun ? 20_261_128 : null;
