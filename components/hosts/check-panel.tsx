'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CheckGroup } from '@/components/hosts/check-group';
import { CheckItem, remarksOn } from '@/components/hosts/check-item';
import { type CheckGroupRows, countResults, groupChecks } from '@/components/hosts/check-result';
import { FailingChecks } from '@/components/hosts/failing-checks';
import { isOpenAtFirst, type Opening } from '@/components/hosts/opening';
import { PrerequisiteItems } from '@/components/hosts/prerequisite-items';
import { arrivalAt, type LedTo } from '@/components/hosts/use-led-to';
import type { Remedies } from '@/components/hosts/use-remedies';
import { Checkbox } from '@/components/ui/checkbox';
import { Keys } from '@/components/ui/keys';
import { Panel } from '@/components/ui/panel';
import { useSingleKeys } from '@/components/ui/single-keys';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { HostView } from '@/lib/client/outputs';
import { type ShownResult, shownResult } from '@/lib/domain/shown-result';

type CheckPanelProps = { host: HostView; remedies: Remedies; ledTo: LedTo };

const isFailing = ({ result }: { result: string }) => result === 'failing';

export function CheckPanel({ host, remedies, ledTo }: CheckPanelProps) {
  const t = useTranslations('host.checks');
  const countText = useCountText();
  const isPrinting = useIsPrinting();
  const [isFailingOnly, setFailingOnly] = useState(false);
  const [chosen, setChosen] = useState<Pick<Opening, 'rows' | 'turn'>>({ rows: 'next', turn: 0 });
  const opening: Opening = { ...chosen, ledTo, isPrinting };
  const isAllShown = chosen.rows === 'all';
  const groups = groupChecks(host.checks);
  const shown = isFailingOnly ? groups.filter(({ group }) => group === 'failing') : groups;
  const ofPrerequisites = { host, opening, countText, remedies };
  return (
    <Panel
      title={t('title')}
      hint={countText(host.checks.map(shownResult))}
      aside={
        <>
          {!remedies.isPast && [...host.checks, ...host.prerequisites].some(isFailing) && <ScriptKey />}
          <label className="inline-flex items-center gap-1.5 whitespace-nowrap print:hidden">
            <Checkbox checked={isFailingOnly} onChange={(event) => setFailingOnly(event.target.checked)} />
            {t('failingOnly')}
          </label>
          <button
            type="button"
            className="link print:hidden"
            onClick={() => setChosen({ rows: isAllShown ? 'none' : 'all', turn: chosen.turn + 1 })}
          >
            {isAllShown ? t('collapseAll') : t('expandAll')}
          </button>
        </>
      }
    >
      <PrerequisiteItems
        key={`failing ${chosen.turn}`}
        {...ofPrerequisites}
        rows={host.prerequisites.filter(isFailing)}
      />
      {shown.map((rows) => {
        const counts = countText(rows.checks.map(shownResult));
        const key = `${rows.group} ${chosen.turn}`;
        return rows.group === 'failing' ? (
          <FailingChecks key={key} {...{ host, remedies, opening, counts }} checks={rows.checks} />
        ) : (
          <PassingChecks key={key} {...{ host, rows, opening, counts }} />
        );
      })}
      {!isFailingOnly && (
        <PrerequisiteItems
          key={chosen.turn}
          {...ofPrerequisites}
          rows={host.prerequisites.filter((row) => !isFailing(row))}
        />
      )}
    </Panel>
  );
}

type PassingChecksProps = {
  host: HostView;
  rows: CheckGroupRows;
  opening: Opening;
  counts: string;
};

/** What does not fail is one line, unless there is something to say about it. */
function PassingChecks({ host, rows: { group, checks }, opening, counts }: PassingChecksProps) {
  const t = useTranslations('host.checks');
  const isTold = checks.some((row) => remarksOn(row).length > 0);
  return (
    <CheckGroup
      title={t(`group.${group}`)}
      names={checks.map(({ check }) => check)}
      counts={counts}
      isInitiallyOpen={isOpenAtFirst(opening, isTold)}
      arrival={Math.max(...checks.map(({ check }) => arrivalAt(opening.ledTo, check)))}
      isForced={opening.isPrinting}
    >
      {checks.map((row) => (
        <CheckItem
          key={`${row.check} ${row.result}`}
          {...{ row, host, opening }}
          place={null}
          isNext={false}
        />
      ))}
    </CheckGroup>
  );
}

function useCountText(): (results: readonly ShownResult[]) => string {
  const t = useTranslations('host.checks.count');
  return (results) =>
    countResults(results)
      .map(({ result, count }) => t(result, { count }))
      .join(', ');
}

/** The button that copies the next script after what has focus, and from the last one on the first. */
function leadToNext() {
  const buttons = [...document.querySelectorAll<HTMLElement>('[data-script] > header button')];
  const isAfterFocus = (button: HTMLElement) =>
    ((document.activeElement ?? document.body).compareDocumentPosition(button) &
      Node.DOCUMENT_POSITION_FOLLOWING) !==
    0;
  (buttons.find(isAfterFocus) ?? buttons[0])?.focus();
}

/** Leads from script to script, past all else that stands between them. Nobody has a keyboard on a phone. */
function ScriptKey() {
  const t = useTranslations('host.checks');
  const areSingleKeysOn = useSingleKeys();
  useShortcuts({ script: leadToNext });
  if (!areSingleKeysOn) return null;
  return (
    <span className="whitespace-nowrap text-ink-3 max-tablet:hidden print:hidden">
      <Keys of="script" /> {t('nextScript')}
    </span>
  );
}
