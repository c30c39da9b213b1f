'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useId } from 'react';
import { useTimeForm } from '@/components/fleet/use-time-form';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { firstControl } from '@/components/ui/popover-button';
import { Popup } from '@/components/ui/popup';
import { TimeField } from '@/components/ui/time-field';
import { useZone } from '@/components/ui/use-zone';
import { clockMoment, END_OF_DAY } from '@/lib/i18n/zone-clock';

type PickProps = {
  side: 'from' | 'to';
  /** The button that opened it. */
  trigger: RefObject<HTMLButtonElement | null>;
  shown: Date;
  addressOf: (time: Date) => string;
  onClose: () => void;
};

/** Any other time, by day and hour. */
export function ComparePick({ side, trigger, shown, addressOf, onClose }: PickProps) {
  const t = useTranslations('compare');
  const title = useId();
  return (
    <Popup
      trigger={trigger}
      focusOn={firstControl}
      onClose={onClose}
      role="dialog"
      aria-labelledby={title}
      className="w-70 rounded-panel border border-line-2 bg-surface p-3 text-body text-ink shadow-menu"
    >
      <h3 id={title} className="text-small text-ink-3">
        {t(side)}
      </h3>
      <PickForm {...{ shown, addressOf }} onChosen={onClose} />
    </Popup>
  );
}

type FormProps = Pick<PickProps, 'shown' | 'addressOf'> & { onChosen: () => void };

function PickForm({ shown, addressOf, onChosen }: FormProps) {
  const t = useTranslations('compare');
  const tTime = useTranslations('shell.time');
  const zone = useZone();
  const handleSubmit = useTimeForm({ addressOf, onChosen });
  return (
    <Form className="mt-2 grid gap-2" onSubmit={handleSubmit}>
      <TimeField
        label={tTime('field')}
        kind="moment"
        name="time"
        value={clockMoment(shown, zone)}
        hint={`${tTime('zone', { zone: zone.timeZone })} ${tTime('dayAlone', { time: END_OF_DAY })}`}
        required
        isPast
      />
      <Button type="submit" variant="primary" className="justify-center">
        {t('use')}
      </Button>
    </Form>
  );
}
