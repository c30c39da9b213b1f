'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { SettingsHead } from '@/components/settings/settings-head';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { type Column, DataTable } from '@/components/table/data-table';
import { Badge } from '@/components/ui/badge';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { CopyButton } from '@/components/ui/copy-button';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { ReportKeyRow } from '@/lib/contracts/report-keys';
import { pemOf } from '@/lib/domain/report/proof/keys';

/** The public keys that reports were signed with, and another one from now on. */
export function ReportKeysScreen() {
  const t = useTranslations('settings.reportKeys');
  const trpc = useTRPC();
  const options = trpc.setting.reportKeys.queryOptions(undefined, WATCHED_STEADILY);
  const { data } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const { reportKeys, file, isGiven } = data;
  const columns: Column<ReportKeyRow>[] = [
    {
      id: 'kid',
      header: t('column.kid'),
      cell: ({ kid, isCurrent }) => (
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-code wrap-anywhere">{kid}</code>
          {isCurrent && <Badge look="outlined">{t('current')}</Badge>}
        </span>
      ),
    },
    {
      id: 'added',
      header: t('column.added'),
      from: 'tablet',
      cell: ({ addedAt }) => <Time value={addedAt} asOf={asOf} />,
    },
    { id: 'reports', header: t('column.reports'), isRight: true, cell: ({ reports }) => reports },
    {
      id: 'copy',
      header: t('column.copy'),
      isHeaderHidden: true,
      isRight: true,
      cell: (key) => <CopyButton text={pemOf(key)} copies={t('copies', { kid: key.kid })} />,
    },
  ];
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')} />
      <Panel
        title={t('keys')}
        hint={reportKeys.length}
        footer={
          <a className="underline decoration-line-2 underline-offset-3" href="/.well-known/report-keys.json">
            {t('served')}
          </a>
        }
      >
        <DataTable
          label={t('title')}
          {...{ columns }}
          rows={reportKeys}
          keyOf={({ kid }) => kid}
          empty={t('none')}
        />
      </Panel>
      <Panel title={t('change')}>
        <div className="grid max-w-160 gap-3 px-4 py-3.5">
          <p className="text-ink-2">{t(isGiven ? 'given' : 'changeHint')}</p>
          <p className="text-ink-2">
            {t('file')} <code className="font-mono text-code wrap-anywhere text-ink">{file}</code>
          </p>
          <Rotate isGiven={isGiven} />
        </div>
      </Panel>
    </div>
  );
}

function Rotate({ isGiven }: { isGiven: boolean }) {
  const t = useTranslations('settings.reportKeys');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const rotate = useMutation(
    trpc.setting.rotateReportKey.mutationOptions({
      networkMode: 'always',
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.setting.reportKeys.queryKey() }),
    }),
  );
  return (
    <>
      <ConfirmedButton
        key={rotate.data?.kid}
        question={t('question')}
        confirm={t(isGiven ? 'confirmGiven' : 'confirm')}
        cancel={t('cancel')}
        isPending={rotate.isPending}
        errorText={rotate.error && errorText(rotate.error, { fallback: t('failed') })}
        align="start"
        onConfirm={() => rotate.mutate()}
      >
        {t(isGiven ? 'rotateGiven' : 'rotate')}
      </ConfirmedButton>
      {rotate.isSuccess && <p role="status">{t('rotated', { kid: rotate.data.kid })}</p>}
    </>
  );
}
