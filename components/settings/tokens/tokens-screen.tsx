'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SettingsHead } from '@/components/settings/settings-head';
import { TokenForm } from '@/components/settings/tokens/token-form';
import { TokenTable } from '@/components/settings/tokens/token-table';
import { useFormInAddress } from '@/components/settings/use-form-in-address';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel } from '@/components/ui/panel';
import { useKeptSecret } from '@/components/ui/use-kept-secret';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { CreatedApiToken } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

const SHOWN = ['usable', 'own', 'all'] as const;
type Shown = (typeof SHOWN)[number];

type Made = CreatedApiToken & { name: string };

/** What programs ask with: made here and shown once, and revoked here. */
export function TokensScreen({ operator }: { operator: Me }) {
  const t = useTranslations('settings.tokens');
  const trpc = useTRPC();
  const options = trpc.operator.listApiTokens.queryOptions(undefined, WATCHED_STEADILY);
  const { data: tokens } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const [isMaking, setMaking] = useFormInAddress();
  const [made, setMade] = useKeptSecret<Made>(`${operator.id} API token`);
  const [shown, setShown] = useState<Shown>('usable');
  const newest = tokens.toReversed();
  const rowsOf = {
    usable: newest.filter(({ usable }) => usable),
    own: newest.filter(({ createdBy }) => createdBy === operator.id),
    all: newest,
  };
  const rows = rowsOf[shown];
  const choices = SHOWN.map((value) => ({
    value,
    label: t(`show.${value}`, { count: rowsOf[value].length }),
  }));
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')}>
        <Button variant="primary" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t('create')}
        </Button>
      </SettingsHead>
      {isMaking && (
        <TokenForm
          mayGiveAll={operator.allFabrics}
          onCancel={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
          }}
        />
      )}
      {made !== null && <MadeToken made={made} onClose={() => setMade(null)} />}
      <Panel title={t('tokens')} hint={tokens.length} footer={<span>{t('rights')}</span>}>
        <div className="border-b border-line px-4 py-3">
          <ChoiceGroup label={t('showLabel')} value={shown} choices={choices} onChange={setShown} />
        </div>
        <TokenTable
          {...{ rows, operator, asOf }}
          empty={t(tokens.length === 0 ? 'none' : `noneOf.${shown}`)}
        />
      </Panel>
    </div>
  );
}

function MadeToken({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTranslations('settings.tokens');
  const zone = useZone();
  return (
    <section role="status" className="grid gap-2 rounded-panel border border-line bg-surface px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <p className="font-semibold">{t('made', { name: visibleText(made.name) })}</p>
        <Button size="tiny" variant="quiet" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <p className="text-ink-2">{t('madeHint')}</p>
      <CodeBlock
        badge={t('once')}
        title={t('worksUntil', { moment: fullMoment(new Date(made.expiresAt), zone) })}
        copies={t('copies')}
        code={made.token}
      />
    </section>
  );
}
