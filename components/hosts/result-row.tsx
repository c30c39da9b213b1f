'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { evidenceSummary } from '@/components/hosts/evidence-summary';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import type { CheckRow } from '@/lib/contracts/fleet';
import type { ShownResult } from '@/lib/domain/shown-result';

type Evidence = CheckRow['evidence'];

/** A thing that puts a host at risk is shown as a check is. */
type RowResult = ShownResult | 'atRisk';

const line = cva(
  'grid min-h-row w-full cursor-pointer grid-cols-[16px_116px_minmax(0,290px)_minmax(0,1fr)_16px] items-center gap-x-2 border-b border-line px-4 text-left focus-visible:-outline-offset-2 max-tablet:grid-cols-[16px_minmax(0,1fr)_16px] max-tablet:py-2',
  {
    variants: {
      result: {
        atRisk: 'hover:bg-raised',
        failing: 'bg-insecure-tint hover:bg-insecure-raised',
        ok: 'hover:bg-raised',
        noObjection: 'hover:bg-raised',
        notEvaluated: 'text-ink-3 hover:bg-raised',
        notApplicable: 'text-ink-3 hover:bg-raised',
      },
    },
  },
);

const glyph = cva('max-tablet:col-start-1 max-tablet:row-start-1', {
  variants: {
    result: {
      atRisk: null,
      failing: 'text-insecure',
      ok: 'text-passed unvouched:text-silent',
      noObjection: 'text-passed opacity-60',
      notEvaluated: null,
      notApplicable: null,
    },
  },
});

const word = cva('text-small/5 max-tablet:col-start-2', {
  variants: {
    result: {
      atRisk: null,
      failing: 'font-semibold text-insecure-ink',
      ok: 'text-ink-3',
      noObjection: 'text-ink-3',
      notEvaluated: null,
      notApplicable: null,
    },
  },
});

const title = cva(
  'overflow-hidden text-ellipsis whitespace-nowrap max-tablet:col-start-2 max-tablet:row-start-1 max-tablet:whitespace-normal',
  { variants: { isFailing: { true: 'font-semibold', false: 'font-medium' } } },
);

const seen = cva(
  'mono overflow-hidden text-ellipsis whitespace-nowrap max-tablet:col-start-2 max-tablet:whitespace-normal',
  { variants: { isKnown: { true: 'text-ink-2', false: 'text-ink-3' } } },
);

const arrow = cva('max-tablet:col-start-3 max-tablet:row-start-1', {
  variants: { isFailing: { true: 'text-ink-2', false: 'text-ink-3' } },
});

type ResultRowProps = {
  name: string;
  place?: number | null;
  result: RowResult;
  /** Words beside the result, such as "restart pending". */
  remarks?: readonly string[];
  evidence: Evidence;
  unread?: CheckRow['unread'];
  isInitiallyOpen: boolean;
  children: ReactNode;
};

/** One check or prerequisite: a line that opens to what is known of it. */
export function ResultRow({
  name,
  place = null,
  result,
  remarks = [],
  evidence,
  unread = [],
  isInitiallyOpen,
  children,
}: ResultRowProps) {
  const t = useTranslations('host.checks');
  const [isOpen, setOpen] = useState(isInitiallyOpen);
  const detailsId = useId();
  const isFailing = result === 'failing';
  const isKnown = result !== 'notEvaluated' && result !== 'notApplicable';
  const unreadTexts = unread.map(({ fact, status }) => `${fact} = ${t(`unread.${status}`)}`);
  const summary = evidenceSummary(evidence, unreadTexts, t('notSetShort'));
  return (
    <>
      <button
        type="button"
        className={line({ result })}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={() => setOpen(!isOpen)}
      >
        <ResultGlyph result={result} />
        <span className={word({ result })}>{t(`result.${result}`)}</span>
        <span className={title({ isFailing })}>
          {place !== null && (
            <>
              <span className="sr-only">{t('place', { place })} </span>
              <span
                className="mr-1.5 inline-grid h-4.5 min-w-4.5 place-items-center rounded-full border border-insecure-ink text-micro/4 text-insecure-ink tabular-nums"
                aria-hidden="true"
              >
                {place}
              </span>
            </>
          )}
          <ForeignText text={name} isTitled />
          {remarks.map((remark) => (
            <span
              className="ml-2 rounded-cell border border-line-2 px-1 text-micro/5 font-normal text-ink-2"
              key={remark}
            >
              {remark}
            </span>
          ))}
        </span>
        <ForeignText className={seen({ isKnown })} text={summary} isTitled />
        <Icon className={arrow({ isFailing })} name={isOpen ? 'down' : 'right'} size={12} />
      </button>
      <div
        id={detailsId}
        className="grid gap-3 border-b border-line pt-3 pr-4 pb-4 pl-10 max-tablet:pl-4"
        hidden={!isOpen}
      >
        {isOpen && children}
      </div>
    </>
  );
}

function ResultGlyph({ result }: { result: RowResult }) {
  const look = { size: 14, className: glyph({ result }) };
  if (result === 'atRisk') return <Icon name="warn" {...look} />;
  if (result === 'notEvaluated' || result === 'notApplicable') return <Icon name={result} {...look} />;
  return <StateGlyph state={result === 'failing' ? 'InsecureHostConfiguration' : 'Passed'} {...look} />;
}
