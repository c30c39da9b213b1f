'use client';

import { useTranslations } from 'next-intl';
import { type SelectionFormProps, useSelectionVerb } from '@/components/hosts/use-selection-verb';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextArea } from '@/components/ui/text-area';
import { useLoaded } from '@/components/ui/use-loaded';
import { useZone } from '@/components/ui/use-zone';
import { endOfDay } from '@/lib/client/time-field';
import { useTRPC } from '@/lib/client/trpc';
import { ACKNOWLEDGED_DAYS_AT_MOST, REASON_CHARS_AT_MOST } from '@/lib/domain/acknowledgement';
import { calendarDay } from '@/lib/i18n/moment';
import { DAY_MS } from '@/lib/util/durations';

/** Loaded when somebody acknowledges, since a host's page has as many scripts as it may have. */
const loadField = () => import('@/components/ui/time-field');

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** That somebody takes care of these hosts, why, and until when at the latest. */
export function AcknowledgeForm({ selection, count, close, onDone, onChanged }: SelectionFormProps) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const zone = useZone();
  const { part: loaded, hasFailed } = useLoaded(loadField);
  const { mutate, isPending, errorText } = useSelectionVerb(trpc.host.acknowledge, { onDone, onChanged });

  function handleSubmit(values: FormData) {
    // There is no such value where its field is not there.
    const day = String(values.get('until') ?? '');
    const until = day === '' ? {} : { until: endOfDay(day) };
    mutate({ ...selection, reason: String(values.get('reason')), ...until });
  }

  return (
    <Form className="grid gap-2" onSubmit={handleSubmit}>
      <TextArea
        label={t('acknowledge.reason', { count })}
        hint={t('acknowledge.reasonHint')}
        name="reason"
        required
        maxLength={REASON_CHARS_AT_MOST}
        // It opens at the press of a button for nothing else.
        autoFocus
      />
      <div className="min-h-18">
        {hasFailed && <p className="text-small text-ink-2">{t('acknowledge.untilNotLoaded')}</p>}
        {loaded && (
          <loaded.TimeField
            label={t('acknowledge.until')}
            kind="day"
            value=""
            hint={t('acknowledge.untilHint', { zone: zone.timeZone })}
            name="until"
            min={calendarDay(new Date(), zone)}
            max={calendarDay(inDays(ACKNOWLEDGED_DAYS_AT_MOST - 1), zone)}
          />
        )}
      </div>
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex gap-1">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('acknowledge.do')}
        </Button>
        <Button size="small" variant="quiet" onClick={close}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
