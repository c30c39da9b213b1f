'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import { useZone } from '@/components/ui/use-zone';
import { type Comparison, compareAddress } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { readField } from '@/lib/client/time-field';
import { useScope } from '@/lib/client/use-scope';
import { fieldMoment } from '@/lib/i18n/moment';

type CompareFormProps = { fabric: Comparison['fabric']; from: Date | null; to: Date | null };

/** Begins with the two times that are compared. */
export function CompareForm({ fabric, from: earlier, to: later }: CompareFormProps) {
  const t = useTranslations('changes.compare');
  const router = useRouter();
  const scope = useScope();
  const zone = useZone();
  const shown = (time: Date | null) => (time === null ? undefined : fieldMoment(time, zone));
  const [isWrong, setWrong] = useState(false);

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = [readField(form, 'from'), readField(form, 'to')];
    const end = to ?? new Date();
    const isRight = from !== null && from <= end && end.getTime() <= Date.now() + 60_000;
    setWrong(!isRight);
    if (isRight) router.push(inScope(compareAddress({ from, to, fabric, cursor: null }), scope));
  }

  return (
    <form className="my-4 flex flex-wrap items-start gap-x-4 gap-y-2" onSubmit={handleSubmit}>
      <TextField label={t('from')} name="from" type="datetime-local" required defaultValue={shown(earlier)} />
      <TextField
        label={t('to')}
        name="to"
        type="datetime-local"
        hint={t('toHint')}
        defaultValue={shown(later)}
      />
      <Button type="submit" variant="primary" className="mt-5">
        {t('run')}
      </Button>
      {isWrong && <FormError>{t('wrong')}</FormError>}
    </form>
  );
}
