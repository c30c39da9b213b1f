'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { numberOf } from '@/components/settings/installation/changed-values';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import type { OneSetting } from '@/lib/contracts/settings';
import { SETTINGS, type SettingName } from '@/lib/domain/settings';

type NumberPanelProps = {
  name: SettingName;
  setting: OneSetting;
  text: string;
  onType: (text: string) => void;
  /** What the value means. */
  children: ReactNode;
};

/** One number with where it comes from; what a variable holds is shown and not asked for. */
export function NumberPanel({ name, setting, text, onType, children }: NumberPanelProps) {
  const t = useTranslations('settings.retention');
  const { value, origin, variable, least, most, usual } = setting;
  const isWrong = numberOf(text, setting) === undefined;
  return (
    <Panel title={t(`panel.${name}`)} aside={<Badge>{t(`origin.${origin}`)}</Badge>}>
      <div className="grid gap-x-6 gap-y-3 px-4 py-3.5 desk:grid-cols-[240px_minmax(0,1fr)]">
        {origin === 'environment' ? (
          <p className="text-count font-semibold tabular-nums">
            {t(`value.${SETTINGS[name].unit}`, { count: value })}
          </p>
        ) : (
          <TextField
            label={t(`label.${name}`)}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            value={text}
            onChange={(event) => onType(event.target.value)}
            hint={t('limits', { least, most, usual })}
            {...(isWrong && { error: t('wrong', { least, most }) })}
          />
        )}
        <div className="grid max-w-160 content-start gap-2 text-ink-2">
          {origin === 'environment' && <p className="text-ink">{t('fixed', { variable })}</p>}
          {children}
        </div>
      </div>
    </Panel>
  );
}
