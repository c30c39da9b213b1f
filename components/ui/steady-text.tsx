/** A text with figures, as wide as the longest that it can become: nothing beside it moves when it changes. */
export function SteadyText({ longest, children }: { longest: string; children: string }) {
  return (
    <span
      data-longest={longest}
      className="inline-grid tabular-nums after:invisible after:h-0 after:overflow-hidden after:content-[attr(data-longest)]"
    >
      {children}
    </span>
  );
}
