'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { RemediationSteps } from '@/components/fleet/remediation-steps';
import { Badge } from '@/components/ui/badge';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';

const summary = cva(
  'flex min-h-row cursor-pointer list-none items-center gap-2 px-4 py-1 hover:bg-raised focus-visible:-outline-offset-2 max-tablet:min-h-14 max-tablet:items-start max-tablet:py-2 [&::-webkit-details-marker]:hidden',
  // Room for what lies at its end, which is a link and so no part of it.
  { variants: { hasAside: { true: 'pr-70 max-desk:pr-36 max-tablet:pr-26 print:pr-4' } } },
);

type LineProps = {
  title: string;
  /** The word of HGS, or of this product, that it is about; absent where it serves several. */
  name?: string;
  /** Most do. */
  needsRestart: boolean;
  glyph?: ReactNode;
  /** What stands at the end of its line, such as how many hosts it concerns. */
  aside?: ReactNode;
  isOpen: boolean;
  children: ReactNode;
};

type CatalogueItemProps = Omit<LineProps, 'name' | 'needsRestart' | 'children'> & {
  name: string;
  /** One for each group of attestation modes that has an answer of its own. */
  entries: readonly CatalogueEntry[];
  /** What is left of its steps where others are told elsewhere. */
  steps?: CatalogueEntry['steps'];
  /** What can be done about it besides, above its steps. */
  more?: ReactNode;
};

/** An entry of the catalogue. */
export function CatalogueItem({ entries, steps, more, ...line }: CatalogueItemProps) {
  return (
    <CatalogueLine
      {...line}
      needsRestart={entries.some(({ steps: own }) => own.some(({ restart }) => restart))}
    >
      {more}
      {entries.map((entry) => (
        <EntryBody key={entry.modes?.join(' ')} {...{ entry, steps }} title={line.title} />
      ))}
    </CatalogueLine>
  );
}

/** A line of the catalogue, which opens to its steps. They are made when they are first asked for. */
export function CatalogueLine({
  title,
  name,
  needsRestart,
  glyph,
  aside,
  isOpen: opensAtOnce,
  children,
}: LineProps) {
  const t = useTranslations('remediation');
  const [isOpen, setOpen] = useState(opensAtOnce);
  const [wasOpen, setWasOpen] = useState(opensAtOnce);
  const isPrinting = useIsPrinting();
  const handleToggle = (isNowOpen: boolean) => {
    if (isPrinting) return;
    setOpen(isNowOpen);
    if (isNowOpen) setWasOpen(true);
  };
  return (
    <div className="relative border-b border-line last:border-b-0">
      <details
        className="group"
        open={isOpen || isPrinting}
        onToggle={(event) => handleToggle(event.currentTarget.open)}
      >
        <summary className={summary({ hasAside: aside !== undefined })}>
          <span className="text-ink-3 group-open:rotate-90 max-tablet:mt-0.5 print:hidden">
            <Icon name="right" size={12} />
          </span>
          {glyph}
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <b>{title}</b>
            {name !== undefined && (
              <span className="font-mono text-small tracking-tight wrap-anywhere text-ink-3">
                <ForeignText text={name} breaksBetweenWords />
              </span>
            )}
          </span>
          {!needsRestart && (
            <span className="max-desk:hidden print:hidden">
              <Badge>{t('noRestart')}</Badge>
            </span>
          )}
        </summary>
        {(wasOpen || isPrinting) && (
          <div className="grid gap-4 pt-1 pr-4 pb-4 pl-16 max-tablet:pl-4 print:block print:space-y-4 print:pl-4">
            {children}
          </div>
        )}
      </details>
      {aside !== undefined && (
        <div className="absolute top-0 right-4 flex h-row items-center max-tablet:h-auto max-tablet:pt-2 print:static print:pl-4">
          {aside}
        </div>
      )}
    </div>
  );
}

type EntryBodyProps = Pick<CatalogueItemProps, 'title' | 'steps'> & { entry: CatalogueEntry };

function EntryBody({ entry, steps, title }: EntryBodyProps) {
  const t = useTranslations('fleet.mode');
  return (
    <div className="grid gap-3 print:block print:space-y-3">
      {entry.modes !== undefined && (
        <h3 className="flex flex-wrap items-center gap-2">
          {entry.modes.map((mode) => (
            <Badge key={mode}>{t(mode)}</Badge>
          ))}
          {entry.title !== title && entry.title}
        </h3>
      )}
      <p className="max-w-[92ch] text-ink-2">{entry.meaning}</p>
      <p className="max-w-[92ch] text-ink-2">{entry.evidence}</p>
      <RemediationSteps entry={entry} steps={steps} />
    </div>
  );
}
