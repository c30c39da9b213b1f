'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { evidenceSummary } from '@/components/hosts/evidence-summary';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon, type IconName } from '@/components/ui/icon';
import type { CheckRow } from '@/lib/contracts/fleet';
import type { ShownResult } from '@/lib/domain/shown-result';

type Evidence = CheckRow['evidence'];

/** What puts a host at risk is shown as a check is, and so is what is done once for several. */
type RowResult = ShownResult | 'atRisk' | 'once';

const lineOf = cva(
  'grid min-h-row w-full cursor-pointer grid-cols-[16px_116px_minmax(0,290px)_minmax(0,1fr)_16px] items-center gap-x-2 border-b border-line px-4 text-left focus-visible:-outline-offset-2 max-tablet:grid-cols-[16px_minmax(0,1fr)_16px] max-tablet:py-2',
  {
    variants: {
      result: {
        atRisk: 'hover:bg-raised',
        once: 'hover:bg-raised',
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
      once: null,
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
      once: 'text-ink-3',
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
  {
    variants: {
      isFailing: { true: 'font-semibold', false: 'font-medium' },
      isAlone: { true: 'col-span-2 max-tablet:col-span-1' },
    },
  },
);

const seen = cva('mono line-clamp-3 max-tablet:col-start-2 print:line-clamp-none', {
  variants: { isKnown: { true: 'text-ink-2', false: 'text-ink-3' } },
});

const arrow = cva('max-tablet:col-start-3 max-tablet:row-start-1', {
  variants: { isFailing: { true: 'text-ink-2', false: 'text-ink-3' } },
});

type ResultRowProps = {
  name: string;
  place?: number | null;
  result: RowResult;
  /** Replaces the glyph of its result. */
  icon?: IconName;
  /** Words beside the result, such as "restart pending". */
  remarks?: readonly string[];
  /** What is seen of it; absent where there is nothing to be seen. */
  evidence?: Evidence;
  unread?: CheckRow['unread'];
  isInitiallyOpen: boolean;
  /** Open whatever was chosen. */
  isForced?: boolean;
  /** Where links of the page lead to. */
  id?: string | undefined;
  /** Counts up with each link that leads here; 0 where none did. */
  arrival?: number;
  children: ReactNode;
};

/** One check or prerequisite: a line that opens to what is known of it. */
export function ResultRow({
  name,
  place = null,
  result,
  icon,
  remarks = [],
  evidence,
  unread = [],
  isInitiallyOpen,
  isForced = false,
  id,
  arrival = 0,
  children,
}: ResultRowProps) {
  const t = useTranslations('host.checks');
  const [isChosen, setChosen] = useState(isInitiallyOpen);
  const isOpen = isChosen || isForced;
  const line = useRef<HTMLButtonElement>(null);

  // The address is the browser's, and so is what has its focus: whoever followed a link goes on from where it led.
  useEffect(() => {
    if (arrival === 0) return;
    setChosen(true);
    line.current?.focus();
  }, [arrival]);
  const detailsId = useId();
  const isFailing = result === 'failing';
  const isKnown = result !== 'notEvaluated' && result !== 'notApplicable';
  const unreadTexts = unread.map(({ fact, status }) => `${fact} = ${t(`unread.${status}`)}`);
  const summary = evidenceSummary(evidence ?? [], unreadTexts, t('notSetShort'));
  return (
    <>
      <button
        ref={line}
        id={id}
        type="button"
        className={lineOf({ result })}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={() => setChosen(!isChosen)}
      >
        {icon === undefined ? (
          <ResultGlyph result={result} />
        ) : (
          <Icon name={icon} size={14} className={glyph({ result })} />
        )}
        <span className={word({ result })}>{t(`result.${result}`)}</span>
        <span className={title({ isFailing, isAlone: evidence === undefined })}>
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
        {evidence !== undefined && (
          <ForeignText className={seen({ isKnown })} text={summary} isTitled breaksBetweenWords />
        )}
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
