import { Fragment } from 'react';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';

type FilterChipProps = {
  /** Such as "Cluster is not". */
  says: string;
  values: readonly { key: string; shown: string }[];
  /** The same page with "is" for "is not", or the other way round; a filter by time has no other way round. */
  turned?: { href: string; label: string };
  /** The same page without it. */
  without: string;
  removeLabel: string;
};

/** A filter that is in force, and the way to take it back. */
export function FilterChip({ says, values, turned, without, removeLabel }: FilterChipProps) {
  return (
    <span
      className="inline-flex h-7 items-center gap-1.5 rounded-panel border border-line-2 bg-surface pr-1 pl-2.5 text-small/5 whitespace-nowrap"
      title={values.map(({ shown }) => shown).join(', ')}
    >
      {turned === undefined ? (
        <span className="text-ink-3">{says}</span>
      ) : (
        <Link
          className="rounded-cell text-ink-3 underline decoration-line-2 decoration-dotted underline-offset-3 hover:text-ink"
          href={turned.href}
          aria-label={turned.label}
          title={turned.label}
          replace
          scroll={false}
        >
          {says}
        </Link>
      )}{' '}
      <b className="max-w-80 truncate">
        {values.map(({ key, shown }, index) => (
          <Fragment key={key}>
            {index > 0 && ', '}
            <bdi>{shown}</bdi>
          </Fragment>
        ))}
      </b>
      <Link
        className="grid size-5 place-items-center rounded-cell text-ink-3 hover:bg-sunken hover:text-ink"
        href={without}
        aria-label={removeLabel}
      >
        <Icon name="close" size={12} />
      </Link>
    </span>
  );
}
