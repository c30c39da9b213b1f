'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { RetentionForm } from '@/components/settings/installation/retention-form';
import { SettingsHead } from '@/components/settings/settings-head';
import { FormError } from '@/components/ui/form-error';
import { useZone } from '@/components/ui/use-zone';
import { errorCodeOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import type { Settings } from '@/lib/contracts/settings';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

/** How often hosts send and how long history is kept, for the whole installation. */
export function RetentionScreen() {
  const t = useTranslations('settings.retention');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { queryKey } = trpc.setting.get.queryOptions();
  const { data: settings } = useSuspenseQuery(trpc.setting.get.queryOptions());
  const change = useMutation(
    trpc.setting.change.mutationOptions({
      networkMode: 'always',
      onSuccess: (changed) => queries.setQueryData(queryKey, changed),
      // What others set meanwhile is shown before anybody saves again.
      onError: (error) =>
        errorCodeOf(error) === 'version_conflict' && queries.invalidateQueries({ queryKey }),
    }),
  );
  const { error } = change;
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')} />
      {error !== null && (
        <FormError>
          {errorCodeOf(error) === 'version_conflict'
            ? t('changedMeanwhile')
            : errorText(error, { conflict: t('held'), fallback: t('failed') })}
        </FormError>
      )}
      <RetentionForm
        key={settings.version}
        settings={settings}
        isSaving={change.isPending}
        onSave={(values) => change.mutate({ version: settings.version, ...values })}
      />
      {change.isSuccess && <p role="status">{t('saved')}</p>}
      <LastChange settings={settings} />
    </div>
  );
}

function LastChange({ settings: { changed } }: { settings: Settings }) {
  const t = useTranslations('settings.retention');
  const zone = useZone();
  if (changed === null) return null;
  return (
    <p className="text-small text-ink-3">
      {t('changed', { name: visibleText(changed.by.name), moment: fullMoment(new Date(changed.at), zone) })}
    </p>
  );
}
