'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { SettingsHead } from '@/components/settings/settings-head';
import { TokenEnd } from '@/components/settings/token-end';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { type Column, DataTable } from '@/components/table/data-table';
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
  const columns: Column<EnrollmentTokenRow>[] = [
    {
      id: 'fabric',
      header: t('column.fabric'),
      cell: (row) => (
        <span className="grid wrap-anywhere">
          <ForeignText className="font-semibold" text={row.fabric} />
          {row.allowReenroll && <span className="text-small text-ink-3">{t('reenroll')}</span>}
          <span className="text-small tablet:hidden">
            <Ends row={row} asOf={asOf} />
          </span>
        </span>
      ),
    },
    {
      id: 'used',
      header: t('column.used'),
      isRight: true,
      cell: ({ used, uses }) => t('usedOf', { used, uses }),
    },
    {
      id: 'madeBy',
      header: t('column.madeBy'),
      from: 'columns',
      cell: (row) => (
        <ForeignText className="wrap-anywhere" text={isMadeByShell(row) ? t('shell') : row.createdByName} />
      ),
    },
    {
      id: 'made',
      header: t('column.made'),
      from: 'tablet',
      cell: ({ createdAt }) => <Time value={createdAt} asOf={asOf} />,
    },
    {
      id: 'ends',
      header: t('column.ends'),
      from: 'tablet',
      cell: (row) => <Ends row={row} asOf={asOf} />,
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
        <DataTable
          label={t('title')}
          {...{ columns, rows }}
          keyOf={({ id }) => id}
          rowClass={({ usable }) => (usable ? undefined : 'text-ink-3')}
          empty={t(tokens.length === 0 ? 'none' : 'noneUsable')}
        />
      </Panel>
    </div>
  );
}

/** Why nobody enrols with it any more, or until when hosts may. */
function Ends({ row, asOf }: { row: EnrollmentTokenRow; asOf: string }) {
  const t = useTranslations('settings.enrollment');
  const isUsedUp = row.revokedAt === null && row.used >= row.uses;
  return isUsedUp ? <span>{t('usedUp')}</span> : <TokenEnd token={row} asOf={asOf} />;
}

/** Not taken back: the first press says what it does, the second does it. */
function Revoke({ row: { id, fabric } }: { row: EnrollmentTokenRow }) {
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
