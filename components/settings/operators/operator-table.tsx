'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Time } from '@/components/fleet/time';
import { OperatorEditor } from '@/components/settings/operators/operator-editor';
import type { Outcome } from '@/components/settings/operators/outcome-notice';
import { type Column, DataTable } from '@/components/table/data-table';
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
  const tShell = useTranslations('shell.role');
  const fabricsText = ({ fabrics }: OperatorRow) =>
    fabrics?.map((fabric) => visibleText(fabric)).join(', ') ?? t('allFabrics');
  const standing = (row: OperatorRow) => (
    <>
      {tShell(row.role)}
      <Standing row={row} asOf={asOf} />
    </>
  );
  const columns: Column<OperatorRow>[] = [
    {
      id: 'name',
      header: t('column.name'),
      cell: (row) => (
        <span className="grid wrap-anywhere">
          <span>
            <ForeignText className="font-semibold" text={row.name} />{' '}
            {row.id === operator.id && <span className="text-ink-3">{t('you')}</span>}
          </span>
          <ForeignText className="text-small text-ink-3" text={row.email} />
          <span className="text-small tablet:hidden">
            {standing(row)}, {fabricsText(row)}
          </span>
        </span>
      ),
    },
    { id: 'role', header: t('column.role'), from: 'tablet', cell: standing },
    {
      id: 'fabrics',
      header: t('column.fabrics'),
      from: 'tablet',
      cell: (row) => <bdi className="wrap-anywhere">{fabricsText(row)}</bdi>,
    },
    {
      id: 'seen',
      header: t('column.seen'),
      from: 'columns',
      cell: ({ lastSeenAt }) =>
        lastSeenAt === null ? (
          <span className="text-ink-3">{t('notSignedIn')}</span>
        ) : (
          <Time value={lastSeenAt} asOf={asOf} />
        ),
    },
    {
      id: 'sessions',
      header: t('column.sessions'),
      from: 'columns',
      isRight: true,
      cell: ({ sessions }) => sessions,
    },
    {
      id: 'edit',
      header: t('column.edit'),
      isHeaderHidden: true,
      isRight: true,
      cell: ({ id, name }) => (
        <Button
          size="tiny"
          aria-label={t('editOf', { name: visibleText(name) })}
          onClick={() => {
            onOutcome(null);
            setEdited(id);
          }}
        >
          {t('edit')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      label={t('title')}
      {...{ columns, rows }}
      keyOf={({ id }) => id}
      rowClass={({ disabledAt }) => (disabledAt === null ? undefined : 'text-ink-3')}
      instead={(row) =>
        row.id === edited && (
          <OperatorEditor
            row={row}
            isOwn={row.id === operator.id}
            mayGiveAll={operator.allFabrics}
            onClose={() => setEdited(null)}
            onOutcome={onOutcome}
          />
        )
      }
    />
  );
}

/** A line below the role says that an account is disabled or that its invitation waits. */
function Standing({ row: { disabledAt, invitedUntil }, asOf }: { row: OperatorRow; asOf: string }) {
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
