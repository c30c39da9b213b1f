'use client';

import { useTranslations } from 'next-intl';
import { Fragment, useState } from 'react';
import { CheckItem } from '@/components/hosts/check-item';
import { countResults, failingOf, groupChecks } from '@/components/hosts/check-result';
import { GroupHead } from '@/components/hosts/group-head';
import { PrerequisiteItems } from '@/components/hosts/prerequisite-items';
import { SharedStep } from '@/components/hosts/shared-step';
import { sharedSteps } from '@/components/hosts/shared-steps';
import { useRealCommands } from '@/components/hosts/use-real-commands';
import { Checkbox } from '@/components/ui/checkbox';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { type ShownResult, shownResult } from '@/lib/domain/shown-result';

/** Which rows start open; a change starts them all anew. */
type Opening = { rows: 'failing' | 'all' | 'none'; turn: number };

export function CheckPanel({ host, at }: { host: HostView; at: string | null }) {
  const t = useTranslations('host.checks');
  const countText = useCountText();
  const [isFailingOnly, setFailingOnly] = useState(false);
  const [opening, setOpening] = useState<Opening>({ rows: 'failing', turn: 0 });
  const shown = isFailingOnly ? host.checks.filter(({ result }) => result === 'failing') : host.checks;
  const commands = useRealCommands(host.id, at);
  const shared = sharedSteps(inRepairOrder(failingOf(host.checks)), host.attestationMode);
  const options = { without: shared?.ids, commands };
  const isAllShown = opening.rows === 'all';
  const isOpen = (result: string) =>
    opening.rows === 'all' || (opening.rows === 'failing' && result === 'failing');
  return (
    <Panel
      title={t('title')}
      hint={countText(host.checks.map(shownResult))}
      aside={
        <>
          <label className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <Checkbox checked={isFailingOnly} onChange={(event) => setFailingOnly(event.target.checked)} />
            {t('failingOnly')}
          </label>
          <button
            type="button"
            className="link"
            onClick={() => setOpening({ rows: isAllShown ? 'none' : 'all', turn: opening.turn + 1 })}
          >
            {isAllShown ? t('collapseAll') : t('expandAll')}
          </button>
        </>
      }
    >
      {groupChecks(shown).map(({ group, checks }) => (
        <section key={group} aria-label={t(`group.${group}`)}>
          <GroupHead counts={countText(checks.map(shownResult))}>
            {t(`group.${group === 'failing' && checks.length > 1 ? 'failingInOrder' : group}`)}
          </GroupHead>
          {group === 'failing' && shared?.diagnose && (
            <SharedStep title={t('once.diagnose')} id={shared.diagnose} options={options} />
          )}
          {checks.map((row, index) => (
            <Fragment key={`${row.check} ${row.result} ${opening.turn}`}>
              <CheckItem
                row={row}
                place={group === 'failing' && checks.length > 1 ? index + 1 : null}
                host={host}
                isInitiallyOpen={isOpen(row.result)}
                options={options}
              />
              {shared?.restart?.after === row.check && (
                <SharedStep
                  title={t('once.restart', { checks: shared.restart.serves.join(', ') })}
                  id={shared.restart.id}
                  options={options}
                />
              )}
            </Fragment>
          ))}
          {group === 'failing' && shared?.resume && (
            <SharedStep title={t('once.resume')} id={shared.resume} options={options} />
          )}
        </section>
      ))}
      <PrerequisiteItems
        key={opening.turn}
        host={host}
        isFailingOnly={isFailingOnly}
        isInitiallyOpen={isOpen}
        countText={countText}
      />
    </Panel>
  );
}

function useCountText(): (results: readonly ShownResult[]) => string {
  const t = useTranslations('host.checks.count');
  return (results) =>
    countResults(results)
      .map(({ result, count }) => t(result, { count }))
      .join(', ');
}
