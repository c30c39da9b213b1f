'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { TokenEnd } from '@/components/settings/token-end';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { isMadeByShell } from '@/lib/client/made-by';
import { useTRPC } from '@/lib/client/trpc';
import type { ApiTokenRow } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { visibleText } from '@/lib/util/visible-text';

type TableProps = { rows: readonly ApiTokenRow[]; operator: Me; asOf: string };

export function TokenTable({ rows, operator, asOf }: TableProps) {
  const t = useTranslations('settings.tokens');
  const columns = [
    { name: 'name', label: t('column.name') },
    { name: 'role', label: t('column.role'), from: 'tablet' },
    { name: 'fabrics', label: t('column.fabrics'), from: 'columns' },
    { name: 'madeBy', label: t('column.madeBy'), from: 'columns' },
    { name: 'used', label: t('column.used'), from: 'tablet' },
    { name: 'ends', label: t('column.ends'), from: 'tablet' },
    { name: 'revoke', label: <span className="sr-only">{t('column.revoke')}</span>, isRight: true },
  ] as const;
  return (
    <SettingsTable label={t('title')} columns={columns}>
      {rows.map((row) => (
        <Row key={row.id} row={row} isOwn={row.createdBy === operator.id} asOf={asOf} />
      ))}
    </SettingsTable>
  );
}

type RowProps = { row: ApiTokenRow; isOwn: boolean; asOf: string };

function Row({ row, isOwn, asOf }: RowProps) {
  const t = useTranslations('settings.tokens');
  const tShell = useTranslations('shell.role');
  const { name, role, fabrics, createdByName, lastUsedAt, usable } = row;
  return (
    <tr className={usable ? 'border-t border-line' : 'border-t border-line text-ink-3'}>
      <td className={settingsCell()}>
        <ForeignText className="font-semibold wrap-anywhere" text={name} />
        <span className="grid text-small tablet:hidden">
          {tShell(role)}
          <TokenEnd token={row} asOf={asOf} />
        </span>
      </td>
      <td className={settingsCell({ from: 'tablet' })}>{tShell(role)}</td>
      <td className={settingsCell({ from: 'columns' })}>
        <bdi className="wrap-anywhere">
          {fabrics?.map((fabric) => visibleText(fabric)).join(', ') ?? t('allFabrics')}
        </bdi>
      </td>
      <td className={settingsCell({ from: 'columns' })}>
        <ForeignText className="wrap-anywhere" text={isMadeByShell(row) ? t('shell') : createdByName} />{' '}
        {isOwn && <span className="text-ink-3">{t('you')}</span>}
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        {lastUsedAt === null ? t('never') : <Time value={lastUsedAt} asOf={asOf} />}
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <TokenEnd token={row} asOf={asOf} />
      </td>
      <td className={settingsCell({ isRight: true })}>{usable && <Revoke row={row} />}</td>
    </tr>
  );
}

/** Not taken back: the first press says what it does, the second does it. */
function Revoke({ row: { id, name } }: Pick<RowProps, 'row'>) {
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
