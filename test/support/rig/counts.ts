/** How much of a goal one run shows: little on every run, much by GF_RIG_… (docs/reliability.md has the table). */
export function rigCount(name: string, usual: number): number {
  const text = process.env[`GF_RIG_${name}`];
  if (text === undefined) return usual;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`GF_RIG_${name} takes a whole number, not "${text}"`);
  return count;
}

/** A run that was asked for more than usual is also one that somebody wants the figures of. */
export function tellFigures(figures: Record<string, unknown>): void {
  const isAsked = Object.keys(process.env).some((name) => name.startsWith('GF_RIG_'));
  if (isAsked) process.stdout.write(`${JSON.stringify(figures)}\n`);
}
