'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useDurationPhrase } from '@/components/fleet/time';
import {
  type ChangedValues,
  changedValues,
  isShorter,
  numberOf,
  typedOf,
} from '@/components/settings/installation/changed-values';
import { NumberPanel } from '@/components/settings/installation/number-panel';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { OffReason } from '@/components/ui/off-reason';
import { useZone } from '@/components/ui/use-zone';
import type { Settings } from '@/lib/contracts/settings';
import { LATE_INTERVALS, SILENT_INTERVALS } from '@/lib/domain/reporting';
import { SETTING_NAMES, type SettingName } from '@/lib/domain/settings';
import { namedDay } from '@/lib/i18n/moment';
import { DAY_MS, MINUTE_SECONDS } from '@/lib/util/durations';

type FormProps = { settings: Settings; isSaving: boolean; onSave: (values: ChangedValues) => void };

/** All settings with one button. A shorter retention is asked about first: what it drops does not come back. */
export function RetentionForm({ settings, isSaving, onSave }: FormProps) {
  const t = useTranslations('settings.retention');
  const [typed, setTyped] = useState(typedOf(settings));
  const [isAsked, setAsked] = useState(false);
  const changes = changedValues(settings, typed);
  const isValid = SETTING_NAMES.every((name) => numberOf(typed[name], settings[name]) !== undefined);
  const hasChanged = Object.keys(changes).length > 0;
  const reasonId = useId();
  const isOff = !isValid || !hasChanged;
  const drops = isShorter(settings, changes);

  function type(name: SettingName, text: string) {
    setAsked(false);
    setTyped({ ...typed, [name]: text });
  }

  function handleSubmit() {
    if (isOff) return;
    if (drops && !isAsked) setAsked(true);
    else onSave(changes);
  }

  return (
    <Form className="grid gap-4" onSubmit={handleSubmit}>
      {SETTING_NAMES.map((name) => (
        <NumberPanel
          key={name}
          name={name}
          setting={settings[name]}
          text={typed[name]}
          onType={(text) => type(name, text)}
        >
          {name === 'reportIntervalSeconds' && (
            <IntervalEffect seconds={numberOf(typed[name], settings[name])} />
          )}
          <p>{t(`meaning.${name}`)}</p>
          {name === 'retentionDays' && <p>{t('keptWhole')}</p>}
        </NumberPanel>
      ))}
      {isAsked && drops && <Drop days={changes.retentionDays ?? 0} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={isOff || isSaving}
          aria-describedby={isOff ? reasonId : undefined}
        >
          {t(isSaving ? 'saving' : isAsked && drops ? 'saveAndDrop' : 'save')}
        </Button>
        {hasChanged && (
          <Button variant="quiet" onClick={() => setTyped(typedOf(settings))}>
            {t('cancel')}
          </Button>
        )}
        {isOff && <OffReason id={reasonId}>{t(isValid ? 'unchanged' : 'wrongAbove')}</OffReason>}
      </div>
    </Form>
  );
}

function IntervalEffect({ seconds }: { seconds: number | undefined }) {
  const t = useTranslations('settings.retention');
  const inWords = useDurationPhrase();
  // Words round down to whole minutes, and here is said what a number does: with the seconds beyond them.
  const phrase = (span: number) =>
    span < MINUTE_SECONDS || span % MINUTE_SECONDS === 0
      ? inWords(span)
      : `${inWords(span)} ${inWords(span % MINUTE_SECONDS)}`;
  if (seconds === undefined) return null;
  return (
    <p>
      {t('effect', {
        interval: phrase(seconds),
        late: phrase(seconds * LATE_INTERVALS),
        silent: phrase(seconds * SILENT_INTERVALS),
      })}
    </p>
  );
}

/** Days of history are those of UTC. */
function Drop({ days }: { days: number }) {
  const t = useTranslations('settings.retention');
  const zone = useZone();
  const [now] = useState(() => Date.now());
  const today = new Date(now).toISOString().slice(0, 10);
  const day = new Date(now - days * DAY_MS).toISOString().slice(0, 10);
  return <FormError>{t('drop', { day: namedDay(day, today, zone) })}</FormError>;
}
