import { createHash } from 'node:crypto';

/** The same numbers for the same seed, on every machine. */
export type Dice = {
  below: (limit: number) => number;
  oneOf: <T>(choices: readonly T[]) => T;
  uuid: () => string;
};

/** Mulberry32: small, and good enough to fill a fixture. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  let ids = 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    uuid: () => {
      ids += 1;
      const hex = createHash('sha256').update(`${seed}/${ids}`).digest('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
