/** What there is none of, or is not known, is a dash, and says so. */
export function Dash({ says }: { says: string }) {
  return (
    <span className="text-ink-3" title={says}>
      <span aria-hidden="true">–</span>
      <span className="sr-only">{says}</span>
    </span>
  );
}
