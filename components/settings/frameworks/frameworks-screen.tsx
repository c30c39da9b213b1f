'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FrameworkForm } from '@/components/settings/frameworks/framework-form';
import { FrameworkTable } from '@/components/settings/frameworks/framework-table';
import { SettingsHead } from '@/components/settings/settings-head';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';

/** The frameworks that reports can be made with; administrators of all fabrics bring and remove those of their own. */
export function FrameworksScreen({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations('settings.frameworks');
  const trpc = useTRPC();
  const options = trpc.report.frameworks.queryOptions(undefined, WATCHED_STEADILY);
  const { data } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const [isAdding, setAdding] = useState(false);
  const { frameworks } = data;
  const hasOwn = frameworks.some(({ isOwn }) => !isOwn);
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')}>
        {mayManage && (
          <Button variant="primary" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            {t('add')}
          </Button>
        )}
      </SettingsHead>
      {isAdding && (
        <Panel title={t('add')}>
          <FrameworkForm frameworks={frameworks} onDone={() => setAdding(false)} />
        </Panel>
      )}
      <Panel
        title={t('title')}
        hint={frameworks.length}
        footer={<span>{t(hasOwn ? 'reading' : 'noneOwn')}</span>}
      >
        <FrameworkTable {...{ frameworks, mayManage, asOf }} />
      </Panel>
      {!mayManage && <p className="max-w-160 text-small text-ink-3">{t('others')}</p>}
    </div>
  );
}
