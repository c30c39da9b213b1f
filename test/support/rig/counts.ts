import { runs } from '@/test/support/runs';

/**
 * How much of a goal one run shows. `GF_RIG_…` asks for as much as wanted (docs/reliability.md has the table); without
 * it a little is done, and what every push does may be less than what the long run does.
 */
export function rigCount(name: string, usual: number | Parameters<typeof runs>[0], least = 1): number {
  const text = process.env[`GF_RIG_${name}`];
  if (text === undefined) return typeof usual === 'number' ? usual : runs(usual);
  const count = Number(text);
  if (!Number.isInteger(count) || count < least)
    throw new Error(`GF_RIG_${name} takes a whole number from ${least} on, not "${text}"`);
  return count;
}

/** A run that was asked for more than usual is also one that somebody wants the figures of. */
export function tellFigures(figures: Record<string, unknown>): void {
  const isAsked = Object.keys(process.env).some((name) => name.startsWith('GF_RIG_'));
  if (isAsked) process.stdout.write(`${JSON.stringify(figures)}\n`);
}
