'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { frameworkAddress } from '@/lib/client/report-address';
import { useTRPC } from '@/lib/client/trpc';
import type { FrameworkRow } from '@/lib/contracts/reports';
import { namedDay } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

type TableProps = { frameworks: readonly FrameworkRow[]; mayManage: boolean; asOf: string };

export function FrameworkTable({ frameworks, mayManage, asOf }: TableProps) {
  const t = useTranslations('settings.frameworks');
  const columns = [
    { name: 'name', label: t('column.name') },
    { name: 'controls', label: t('column.controls'), isRight: true },
    { name: 'source', label: t('column.source'), from: 'tablet' },
    { name: 'reviewed', label: t('column.reviewed'), from: 'columns' },
    { name: 'step', label: <span className="sr-only">{t('column.step')}</span>, isRight: true },
  ] as const;
  return (
    <SettingsTable label={t('title')} columns={columns}>
      {frameworks.map((row) => (
        <Row key={row.framework} {...{ row, mayManage, asOf }} />
      ))}
    </SettingsTable>
  );
}

type RowProps = Omit<TableProps, 'frameworks'> & { row: FrameworkRow };

function Row({ row, mayManage, asOf }: RowProps) {
  const t = useTranslations('settings.frameworks');
  const locale = useLocale();
  const { framework, name, version, touched, controls, isOwn, source, reviewedBy, reviewedAt } = row;
  return (
    <tr className="border-t border-line">
      <td className={settingsCell()}>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <ForeignText className="font-semibold wrap-anywhere" text={`${name} ${version}`} />
          {isOwn && <Badge look="outlined">{t('ours')}</Badge>}
        </span>
        <code className="font-mono text-small wrap-anywhere text-ink-3">{framework}</code>
      </td>
      <td className={settingsCell({ isRight: true })}>
        <span className="tabular-nums">{t('controls', { touched, controls })}</span>
      </td>
      <td className={settingsCell({ from: 'tablet' })}>
        <ForeignText className="wrap-anywhere" text={typeof source === 'string' ? source : source[locale]} />
      </td>
      <td className={settingsCell({ from: 'columns' })}>
        {reviewedBy === null || reviewedAt === null ? (
          <span className="text-ink-3">{t('nobody')}</span>
        ) : (
          <>
            <ForeignText className="wrap-anywhere" text={reviewedBy} />{' '}
            <span className="text-small text-ink-3">{namedDay(reviewedAt, asOf, { locale })}</span>
          </>
        )}
      </td>
      <td className={settingsCell({ isRight: true })}>
        <span className="flex flex-wrap items-start justify-end gap-1">
          <a
            className={buttonClass({ size: 'tiny' })}
            href={frameworkAddress(framework)}
            download={`${framework}.json`}
            aria-label={t('fileOf', { name: visibleText(name) })}
          >
            {t('file')}
          </a>
          {mayManage && !isOwn && <Remove row={row} />}
        </span>
      </td>
    </tr>
  );
}

function Remove({ row: { framework, name } }: { row: FrameworkRow }) {
  const t = useTranslations('settings.frameworks');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { mutate, isPending, error } = useMutation(
    trpc.report.removeFramework.mutationOptions({
      networkMode: 'always',
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.report.frameworks.queryKey() }),
    }),
  );
  return (
    <ConfirmedButton
      label={t('removeOf', { name: visibleText(name) })}
      question={t('question')}
      confirm={t('confirm')}
      cancel={t('keep')}
      isPending={isPending}
      errorText={error && errorText(error, { fallback: t('removeFailed') })}
      onConfirm={() => mutate({ key: framework })}
    >
      {t('remove')}
    </ConfirmedButton>
  );
}
