type Props = { part: number; whole: number };

/** A part of a whole, for the eye; the figures stand beside it. */
export function ShareBar({ part, whole }: Props) {
  return (
    <svg className="w-full" height={8} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="fill-sunken" width={100} height={8} />
      <rect className="fill-ink" width={whole === 0 ? 0 : (100 * part) / whole} height={8} />
    </svg>
  );
}
