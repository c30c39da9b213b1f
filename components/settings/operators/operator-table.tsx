'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Time } from '@/components/fleet/time';
import { OperatorEditor } from '@/components/settings/operators/operator-editor';
import type { Outcome } from '@/components/settings/operators/outcome-notice';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import type { OperatorRow } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { visibleText } from '@/lib/util/visible-text';

type TableProps = {
  rows: readonly OperatorRow[];
  operator: Me;
  asOf: string;
  onOutcome: (outcome: Outcome | null) => void;
};

/** The accounts; one at a time is edited where it stands. */
export function OperatorTable({ rows, operator, asOf, onOutcome }: TableProps) {
  const t = useTranslations('settings.operators');
  const [edited, setEdited] = useState<string | null>(null);
  const columns = [
    { name: 'name', label: t('column.name') },
    { name: 'role', label: t('column.role'), from: 'tablet' },
    { name: 'fabrics', label: t('column.fabrics'), from: 'tablet' },
    { name: 'seen', label: t('column.seen'), from: 'columns' },
    { name: 'sessions', label: t('column.sessions'), from: 'columns', isRight: true },
    { name: 'edit', label: <span className="sr-only">{t('column.edit')}</span>, isRight: true },
  ] as const;
  return (
    <SettingsTable label={t('title')} columns={columns}>
      {rows.map((row) =>
        row.id === edited ? (
          <tr key={row.id} className="border-t border-line bg-raised">
            <td colSpan={columns.length} className="border-l-2 border-ink p-4">
              <OperatorEditor
                row={row}
                isOwn={row.id === operator.id}
                mayGiveAll={operator.allFabrics}
                onClose={() => setEdited(null)}
                onOutcome={onOutcome}
              />
            </td>
          </tr>
        ) : (
          <Row
            key={row.id}
            row={row}
            isOwn={row.id === operator.id}
            asOf={asOf}
            onEdit={() => {
              onOutcome(null);
              setEdited(row.id);
            }}
          />
        ),
      )}
    </SettingsTable>
  );
}

type RowProps = { row: OperatorRow; isOwn: boolean; asOf: string; onEdit: () => void };

function Row({ row, isOwn, asOf, onEdit }: RowProps) {
  const t = useTranslations('settings.operators');
  const tShell = useTranslations('shell.role');
  const { name, email, role, fabrics, lastSeenAt, sessions } = row;
  const fabricsText = fabrics?.map((fabric) => visibleText(fabric)).join(', ') ?? t('allFabrics');
  const of = (
    <>
      {tShell(role)}
      <Standing row={row} asOf={asOf} />
    </>
  );
  return (
    <tr className={row.disabledAt === null ? 'border-t border-line' : 'border-t border-line text-ink-3'}>
      <td className={settingsCell()}>
        <span className="grid wrap-anywhere">
          <span>
            <ForeignText className="font-semibold" text={name} />{' '}
            {isOwn && <span className="text-ink-3">{t('you')}</span>}
          </span>
          <ForeignText className="text-small text-ink-3" text={email} />
          <span className="text-small tablet:hidden">
            {of}, {fabricsText}
          </span>
        </span>
      </td>
      <td className={settingsCell({ from: 'tablet' })}>{of}</td>
      <td className={settingsCell({ from: 'tablet' })}>
        <bdi className="wrap-anywhere">{fabricsText}</bdi>
      </td>
      <td className={settingsCell({ from: 'columns' })}>
        {lastSeenAt === null ? (
          <span className="text-ink-3">{t('notSignedIn')}</span>
        ) : (
          <Time value={lastSeenAt} asOf={asOf} />
        )}
      </td>
      <td className={settingsCell({ from: 'columns', isRight: true })}>
        <span className="tabular-nums">{sessions}</span>
      </td>
      <td className={settingsCell({ isRight: true })}>
        <Button size="tiny" aria-label={t('editOf', { name: visibleText(name) })} onClick={onEdit}>
          {t('edit')}
        </Button>
      </td>
    </tr>
  );
}

/** A line below the role says that an account is disabled or that its invitation waits. */
function Standing({ row: { disabledAt, invitedUntil }, asOf }: Pick<RowProps, 'row' | 'asOf'>) {
  const t = useTranslations('settings.operators');
  if (disabledAt !== null)
    return (
      <span className="block text-small text-ink-3">
        {t('disabledAt')} <Time value={disabledAt} asOf={asOf} place="inSentence" />
      </span>
    );
  if (invitedUntil === null) return null;
  return (
    <span className="block text-small text-ink-3">
      {t.rich('invitedUntil', { moment: () => <Time value={invitedUntil} asOf={asOf} place="upTo" /> })}
    </span>
  );
}
