'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { SettingsHead } from '@/components/settings/settings-head';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { useAnswerTime } from '@/components/shell/use-freshness';
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
  const columns = [
    { name: 'kid', label: t('column.kid') },
    { name: 'added', label: t('column.added'), from: 'tablet' },
    { name: 'reports', label: t('column.reports'), isRight: true },
    { name: 'copy', label: <span className="sr-only">{t('column.copy')}</span>, isRight: true },
  ] as const;
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
        {reportKeys.length === 0 ? (
          <p className="px-4 py-6 text-ink-2">{t('none')}</p>
        ) : (
          <SettingsTable label={t('title')} columns={columns}>
            {reportKeys.map((row) => (
              <Row key={row.kid} row={row} asOf={asOf} />
            ))}
          </SettingsTable>
        )}
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
      <p className="text-small text-ink-3">{t('recorded')}</p>
    </div>
  );
}

function Row({
  row: { kid, addedAt, reports, isCurrent, ...key },
  asOf,
}: {
  row: ReportKeyRow;
  asOf: string;
}) {
  const t = useTranslations('settings.reportKeys');
  return (
    <tr className="border-t border-line">
      <td className={settingsCell()}>
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-code wrap-anywhere">{kid}</code>
          {isCurrent && <Badge look="outlined">{t('current')}</Badge>}
        </span>
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <Time value={addedAt} asOf={asOf} />
      </td>
      <td className={settingsCell({ isRight: true })}>
        <span className="tabular-nums">{reports}</span>
      </td>
      <td className={settingsCell({ isRight: true })}>
        <CopyButton text={pemOf(key)} copies={t('copies', { kid })} />
      </td>
    </tr>
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
