'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { type Column, DataTable } from '@/components/table/data-table';
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
  const locale = useLocale();
  const columns: Column<FrameworkRow>[] = [
    {
      id: 'name',
      header: t('column.name'),
      cell: ({ name, version, isOwn, framework }) => (
        <>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <ForeignText className="font-semibold wrap-anywhere" text={`${name} ${version}`} />
            {isOwn && <Badge look="outlined">{t('ours')}</Badge>}
          </span>
          <code className="font-mono text-small wrap-anywhere text-ink-3">{framework}</code>
        </>
      ),
    },
    {
      id: 'controls',
      header: t('column.controls'),
      isRight: true,
      cell: ({ touched, controls }) => t('controls', { touched, controls }),
    },
    {
      id: 'source',
      header: t('column.source'),
      from: 'tablet',
      cell: ({ source }) => (
        <ForeignText className="wrap-anywhere" text={typeof source === 'string' ? source : source[locale]} />
      ),
    },
    {
      id: 'reviewed',
      header: t('column.reviewed'),
      from: 'columns',
      cell: ({ reviewedBy, reviewedAt }) =>
        reviewedBy === null || reviewedAt === null ? (
          <span className="text-ink-3">{t('nobody')}</span>
        ) : (
          <>
            <ForeignText className="wrap-anywhere" text={reviewedBy} />{' '}
            <span className="text-small text-ink-3">{namedDay(reviewedAt, asOf, { locale })}</span>
          </>
        ),
    },
    {
      id: 'step',
      header: t('column.step'),
      isHeaderHidden: true,
      isRight: true,
      cell: (row) => (
        <span className="flex flex-wrap items-start justify-end gap-1">
          <a
            className={buttonClass({ size: 'tiny' })}
            href={frameworkAddress(row.framework)}
            download={`${row.framework}.json`}
            aria-label={t('fileOf', { name: visibleText(row.name) })}
          >
            {t('file')}
          </a>
          {mayManage && !row.isOwn && <Remove row={row} />}
        </span>
      ),
    },
  ];
  return (
    <DataTable label={t('title')} {...{ columns }} rows={frameworks} keyOf={({ framework }) => framework} />
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
