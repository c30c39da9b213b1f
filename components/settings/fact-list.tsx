import type { ReactNode } from 'react';

export type Fact = { name: string; value: ReactNode };

/** What is shown and not changed: a name and its value in each line, one below the other on a phone. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid px-4 py-1.5">
      {facts.map(({ name, value }) => (
        <div
          key={name}
          className="grid grid-cols-[192px_minmax(0,1fr)] gap-x-4 border-line py-2 not-first:border-t max-tablet:grid-cols-1"
        >
          <dt className="text-ink-3">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
