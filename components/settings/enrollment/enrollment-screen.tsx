'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { SettingsHead } from '@/components/settings/settings-head';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { TokenEnd } from '@/components/settings/token-end';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { buttonClass } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { isMadeByShell } from '@/lib/client/made-by';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { EnrollmentTokenRow } from '@/lib/contracts/administration';
import { visibleText } from '@/lib/util/visible-text';

/** What hosts enrol with. They are made where hosts are added, and listed and revoked here. */
export function EnrollmentScreen() {
  const t = useTranslations('settings.enrollment');
  const trpc = useTRPC();
  const scope = useScope();
  const options = trpc.enrollment.listTokens.queryOptions(undefined, WATCHED_STEADILY);
  const { data: tokens } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const [shown, setShown] = useState<'usable' | 'all'>('usable');
  const newest = tokens.toReversed();
  const rowsOf = { usable: newest.filter(({ usable }) => usable), all: newest };
  const rows = rowsOf[shown];
  const choices = (['usable', 'all'] as const).map((value) => ({
    value,
    label: t(`show.${value}`, { count: rowsOf[value].length }),
  }));
  const columns = [
    { name: 'fabric', label: t('column.fabric') },
    { name: 'used', label: t('column.used'), isRight: true },
    { name: 'madeBy', label: t('column.madeBy'), from: 'columns' },
    { name: 'made', label: t('column.made'), from: 'tablet' },
    { name: 'ends', label: t('column.ends'), from: 'tablet' },
    { name: 'revoke', label: <span className="sr-only">{t('column.revoke')}</span>, isRight: true },
  ] as const;
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')}>
        <Link className={buttonClass({ variant: 'primary' })} href={inScope('/enroll', scope)}>
          {t('create')}
        </Link>
      </SettingsHead>
      <Panel title={t('tokens')} hint={tokens.length} footer={<span>{t('stay')}</span>}>
        <div className="border-b border-line px-4 py-3">
          <ChoiceGroup label={t('showLabel')} value={shown} choices={choices} onChange={setShown} />
        </div>
        {rows.length === 0 ? (
          <p className="px-4 py-6 text-ink-2">{t(tokens.length === 0 ? 'none' : 'noneUsable')}</p>
        ) : (
          <SettingsTable label={t('title')} columns={columns}>
            {rows.map((row) => (
              <Row key={row.id} row={row} asOf={asOf} />
            ))}
          </SettingsTable>
        )}
      </Panel>
      <p className="text-small text-ink-3">{t('recorded')}</p>
    </div>
  );
}

type RowProps = { row: EnrollmentTokenRow; asOf: string };

function Row({ row, asOf }: RowProps) {
  const t = useTranslations('settings.enrollment');
  const { fabric, used, uses, allowReenroll, createdByName, createdAt, usable } = row;
  return (
    <tr className={usable ? 'border-t border-line' : 'border-t border-line text-ink-3'}>
      <td className={settingsCell()}>
        <span className="grid wrap-anywhere">
          <ForeignText className="font-semibold" text={fabric} />
          {allowReenroll && <span className="text-small text-ink-3">{t('reenroll')}</span>}
          <span className="text-small tablet:hidden">
            <Ends row={row} asOf={asOf} />
          </span>
        </span>
      </td>
      <td className={settingsCell({ isRight: true })}>
        <span className="tabular-nums">{t('usedOf', { used, uses })}</span>
      </td>
      <td className={settingsCell({ from: 'columns' })}>
        <ForeignText className="wrap-anywhere" text={isMadeByShell(row) ? t('shell') : createdByName} />
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <Time value={createdAt} asOf={asOf} />
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <Ends row={row} asOf={asOf} />
      </td>
      <td className={settingsCell({ isRight: true })}>{usable && <Revoke row={row} />}</td>
    </tr>
  );
}

/** Why nobody enrols with it any more, or until when hosts may. */
function Ends({ row, asOf }: RowProps) {
  const t = useTranslations('settings.enrollment');
  const isUsedUp = row.revokedAt === null && row.used >= row.uses;
  return isUsedUp ? <span>{t('usedUp')}</span> : <TokenEnd token={row} asOf={asOf} />;
}

/** Not taken back: the first press says what it does, the second does it. */
function Revoke({ row: { id, fabric } }: Pick<RowProps, 'row'>) {
  const t = useTranslations('settings.enrollment');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries(trpc.enrollment.listTokens.queryFilter());
  const options = { networkMode: 'always', onSettled } as const;
  const revoke = useMutation(trpc.enrollment.revokeToken.mutationOptions(options));
  return (
    <ConfirmedButton
      label={t('revokeOf', { fabric: visibleText(fabric) })}
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
