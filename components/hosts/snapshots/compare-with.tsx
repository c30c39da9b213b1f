'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { snapshotBefore } from '@/components/hosts/snapshots/snapshot-before';
import type { Choose } from '@/components/hosts/snapshots/use-choice';
import { Button } from '@/components/ui/button';
import { inputClass } from '@/components/ui/input-class';
import type { SnapshotChoice } from '@/lib/client/snapshot-address';
import { readField } from '@/lib/client/time-field';
import type { KeptSnapshot } from '@/lib/contracts/snapshot';
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
  const [isWrong, setWrong] = useState(false);
  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const time = readField(new FormData(event.currentTarget), 'time');
    const isRight = time !== null && time.getTime() <= Date.now();
    setWrong(!isRight);
    if (isRight) choose({ compared: time.toISOString() });
  }
  return (
    <form className="flex flex-wrap items-center gap-2" onSubmit={handleSubmit}>
      <label className="flex flex-wrap items-center gap-2 text-small text-ink-2">
        {t('time')}
        <input
          type="datetime-local"
          name="time"
          required
          aria-invalid={isWrong || undefined}
          className={inputClass({ kind: 'line', className: 'flex-1' })}
        />
      </label>
      <Button type="submit" size="small">
        {t('run')}
      </Button>
      {isWrong && (
        <span role="alert" className="text-small text-insecure-ink">
          {t('wrongTime')}
        </span>
      )}
    </form>
  );
}
