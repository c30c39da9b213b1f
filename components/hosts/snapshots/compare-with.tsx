'use client';

import { useTranslations } from 'next-intl';
import { snapshotBefore } from '@/components/hosts/snapshots/snapshot-before';
import type { Choose } from '@/components/hosts/snapshots/use-choice';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { TimeField } from '@/components/ui/time-field';
import { useZone } from '@/components/ui/use-zone';
import type { SnapshotChoice } from '@/lib/client/snapshot-address';
import { readField } from '@/lib/client/time-field';
import type { KeptSnapshot } from '@/lib/contracts/snapshot';
import { END_OF_DAY } from '@/lib/i18n/zone-clock';
import { DAY_MS } from '@/lib/util/durations';

type CompareWithProps = {
  kept: readonly KeptSnapshot[];
  at: string | null;
  shown: { id: string; observedAt: string };
  choice: SnapshotChoice;
  choose: Choose;
};

/** The questions that are asked most: what differs from the one before, from a day ago, from when it was still fine. */
export function CompareWith({ kept, at, shown, choice, choose }: CompareWithProps) {
  const t = useTranslations('snapshots.compare');
  const before = snapshotBefore(kept, shown.id);
  function handleDayBefore() {
    const shownAt = choice.shown === null ? (at ?? new Date().toISOString()) : shown.observedAt;
    choose({ compared: new Date(Date.parse(shownAt) - DAY_MS).toISOString() });
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 print:hidden">
      <legend className="sr-only">{t('label')}</legend>
      <span className="text-small text-ink-2" aria-hidden="true">
        {t('label')}
      </span>
      {before !== undefined && (
        <Button size="small" onClick={() => choose({ compared: before.id })}>
          {t('before')}
        </Button>
      )}
      <Button size="small" onClick={handleDayBefore}>
        {t('dayBefore')}
      </Button>
      <CompareTime choose={choose} />
    </fieldset>
  );
}

function CompareTime({ choose }: { choose: Choose }) {
  const t = useTranslations('snapshots.compare');
  const tTime = useTranslations('shell.time');
  const zone = useZone();
  function handleSubmit(said: FormData) {
    const time = readField(said, 'time');
    if (time !== null) choose({ compared: time.toISOString() });
  }
  return (
    <Form className="flex flex-wrap items-end gap-2" onSubmit={handleSubmit}>
      <TimeField
        label={t('time', { zone: zone.timeZone })}
        kind="moment"
        name="time"
        value=""
        required
        isPast
        className="w-56"
      />
      <Button type="submit" size="small">
        {t('run')}
      </Button>
      <p className="basis-full text-small text-ink-3">{tTime('dayAlone', { time: END_OF_DAY })}</p>
    </Form>
  );
}
