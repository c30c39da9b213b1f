'use client';

import { useTranslations } from 'next-intl';
import { EvidenceTable } from '@/components/hosts/evidence-table';
import { HowToFix, type HowToFixProps } from '@/components/hosts/how-to-fix';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { ResultRow } from '@/components/hosts/result-row';
import { arrivalAt, placeOfCheck } from '@/components/hosts/use-led-to';
import type { HostView } from '@/lib/client/outputs';
import type { CheckRow } from '@/lib/contracts/fleet';
import { shownResult } from '@/lib/domain/shown-result';
import { isKnownCheck } from '@/lib/domain/vocabulary';

type Remark = 'disagrees' | 'restartPending' | 'inferred' | 'unrecognised';

/** What is to be said of a check beside its result. */
export function remarksOn({ check, evidenceDisagrees, restartPending, inferred }: CheckRow): Remark[] {
  const remarks: [Remark, boolean][] = [
    ['disagrees', evidenceDisagrees],
    ['restartPending', restartPending],
    ['inferred', inferred],
    ['unrecognised', !isKnownCheck(check)],
  ];
  return remarks.filter(([, isSo]) => isSo).map(([remark]) => remark);
}

type CheckItemProps = {
  row: CheckRow;
  /** Where it stands in the order of repair; null where it fails alone, or does not fail. */
  place: number | null;
  /** Whether it is what to repair next. */
  isNext: boolean;
  host: HostView;
  opening: Opening;
  /** How what fails is fixed, and which of its steps are said elsewhere. */
  fix?: Omit<HowToFixProps, 'name'>;
};

export function CheckItem({ row, place, isNext, host, opening, fix }: CheckItemProps) {
  const t = useTranslations('host.checks');
  const remarks = remarksOn(row);
  const isFailing = row.result === 'failing';
  return (
    <ResultRow
      id={placeOfCheck(row.check)}
      name={row.check}
      place={place}
      result={shownResult(row)}
      remarks={remarks.map((remark) => t(remark))}
      evidence={row.evidence}
      unread={row.unread}
      arrival={arrivalAt(opening.ledTo, row.check)}
      isInitiallyOpen={isOpenAtFirst(opening, isNext)}
      isForced={opening.isPrinting}
    >
      {/* That it fails, and nothing more, is what its line says. */}
      {(!isFailing || remarks.length > 0) && <CheckExplanation row={row} remarks={remarks} />}
      {row.check === 'SecureBootSettings' && (
        <p className="max-w-[92ch] text-ink-2">{t('requiredBaseline')}</p>
      )}
      <EvidenceTable evidence={row.evidence} unread={row.unread} host={host} required="required" />
      {isFailing && fix && <HowToFix name={row.check} {...fix} />}
    </ResultRow>
  );
}

/** "Nothing confirms it" is not said of what could not be looked at. */
function explainedResult(row: CheckRow) {
  if (row.evidenceDisagrees) return 'noObjectionDisagrees';
  const result = shownResult(row);
  return result === 'noObjection' && row.unread.length > 0 ? 'noObjectionUnread' : result;
}

function CheckExplanation({ row, remarks }: { row: CheckRow; remarks: readonly Remark[] }) {
  const t = useTranslations('host.checks.explain');
  const result = explainedResult(row);
  const others = remarks.filter((remark) => remark !== 'disagrees');
  return (
    <p className="max-w-[92ch] text-ink-2">{[t(result), ...others.map((remark) => t(remark))].join(' ')}</p>
  );
}
