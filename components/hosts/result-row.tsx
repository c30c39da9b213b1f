'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { evidenceSummary } from '@/components/hosts/evidence-summary';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import type { CheckRow } from '@/lib/contracts/fleet';
import type { ShownResult } from '@/lib/domain/shown-result';

type Evidence = CheckRow['evidence'];

/** A thing that puts a host at risk is shown as a check is. */
type RowResult = ShownResult | 'atRisk';

const RESULT_CLASS: Readonly<Record<RowResult, string>> = {
  atRisk: 'at-risk',
  failing: 'fail s-insecure',
  ok: 'ok',
  noObjection: 'no-objection',
  notEvaluated: 'ne',
  notApplicable: 'na',
};

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
  const unreadTexts = unread.map(({ fact, status }) => `${fact} = ${t(`unread.${status}`)}`);
  const summary = evidenceSummary(evidence, unreadTexts, t('notSetShort'));
  return (
    <>
      <button
        type="button"
        className={classNames('ck', RESULT_CLASS[result])}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={() => setOpen(!isOpen)}
      >
        <ResultGlyph result={result} />
        <span className="w">{t(`result.${result}`)}</span>
        <span className="nm">
          {place !== null && (
            <>
              <span className="sr">{t('place', { place })} </span>
              <span className="place" aria-hidden="true">
                {place}
              </span>
            </>
          )}
          <ForeignText text={name} isTitled />
          {remarks.map((remark) => (
            <span className="remark" key={remark}>
              {remark}
            </span>
          ))}
        </span>
        <ForeignText className="ev mono" text={summary} isTitled />
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
      </button>
      <div id={detailsId} className="open" hidden={!isOpen}>
        {isOpen && children}
      </div>
    </>
  );
}

function ResultGlyph({ result }: { result: RowResult }) {
  if (result === 'atRisk') return <Icon name="warn" size={14} />;
  if (result === 'failing') return <StateGlyph state="InsecureHostConfiguration" size={14} />;
  if (result === 'notEvaluated') return <Icon name="notEvaluated" size={14} />;
  if (result === 'notApplicable') return <Icon name="notApplicable" size={14} />;
  return <StateGlyph state="Passed" size={14} />;
}
