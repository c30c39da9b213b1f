'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { TokenEnd } from '@/components/settings/token-end';
import { type Column, DataTable } from '@/components/table/data-table';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { isMadeByShell } from '@/lib/client/made-by';
import { useTRPC } from '@/lib/client/trpc';
import type { ApiTokenRow } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { visibleText } from '@/lib/util/visible-text';

type TableProps = { rows: readonly ApiTokenRow[]; operator: Me; asOf: string; empty: string };

export function TokenTable({ rows, operator, asOf, empty }: TableProps) {
  const t = useTranslations('settings.tokens');
  const tShell = useTranslations('shell.role');
  const columns: Column<ApiTokenRow>[] = [
    {
      id: 'name',
      header: t('column.name'),
      cell: (row) => (
        <>
          <ForeignText className="font-semibold wrap-anywhere" text={row.name} />
          <span className="grid text-small tablet:hidden">
            {tShell(row.role)}
            <TokenEnd token={row} asOf={asOf} />
          </span>
        </>
      ),
    },
    { id: 'role', header: t('column.role'), from: 'tablet', cell: ({ role }) => tShell(role) },
    {
      id: 'fabrics',
      header: t('column.fabrics'),
      from: 'columns',
      cell: ({ fabrics }) => (
        <bdi className="wrap-anywhere">
          {fabrics?.map((fabric) => visibleText(fabric)).join(', ') ?? t('allFabrics')}
        </bdi>
      ),
    },
    {
      id: 'madeBy',
      header: t('column.madeBy'),
      from: 'columns',
      cell: (row) => (
        <>
          <ForeignText className="wrap-anywhere" text={isMadeByShell(row) ? t('shell') : row.createdByName} />{' '}
          {row.createdBy === operator.id && <span className="text-ink-3">{t('you')}</span>}
        </>
      ),
    },
    {
      id: 'used',
      header: t('column.used'),
      from: 'tablet',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('never') : <Time value={lastUsedAt} asOf={asOf} />),
    },
    {
      id: 'ends',
      header: t('column.ends'),
      from: 'tablet',
      cell: (row) => <TokenEnd token={row} asOf={asOf} />,
    },
    {
      id: 'revoke',
      header: t('column.revoke'),
      isHeaderHidden: true,
      isRight: true,
      cell: (row) => row.usable && <Revoke row={row} />,
    },
  ];
  return (
    <DataTable
      label={t('title')}
      {...{ columns, rows, empty }}
      keyOf={({ id }) => id}
      rowClass={({ usable }) => (usable ? undefined : 'text-ink-3')}
    />
  );
}

/** Not taken back: the first press says what it does, the second does it. */
function Revoke({ row: { id, name } }: { row: ApiTokenRow }) {
  const t = useTranslations('settings.tokens');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries(trpc.operator.listApiTokens.queryFilter());
  const options = { networkMode: 'always', onSettled } as const;
  const revoke = useMutation(trpc.operator.revokeApiToken.mutationOptions(options));
  return (
    <ConfirmedButton
      label={t('revokeOf', { name: visibleText(name) })}
      question={t('confirmRevoke')}
      confirm={t('doRevoke')}
      cancel={t('cancel')}
      isPending={revoke.isPending}
      errorText={revoke.error && errorText(revoke.error, { fallback: t('revokeFailed') })}
      onConfirm={() => revoke.mutate({ id })}
    >
      {t('revoke')}
    </ConfirmedButton>
  );
}
