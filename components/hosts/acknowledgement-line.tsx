'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { ACKNOWLEDGEMENT } from '@/components/hosts/head-marks';
import { WhoLine } from '@/components/hosts/who-line';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { mayAcknowledge } from '@/lib/domain/acknowledgement';

type LineProps = { host: HostView; mayWork: boolean };

/** Who takes care of a host as it is. Of one that needs nobody, nothing. */
export function AcknowledgementLine({ host, mayWork }: LineProps) {
  const t = useTranslations('selection.acknowledge');
  const { finish, place } = useFormInPlace<HTMLDivElement>();
  const { acknowledgement, state } = host;
  if (acknowledgement === null && !mayAcknowledge(state)) return null;
  return (
    <WhoLine name={t('panel')}>
      <div ref={place} id={ACKNOWLEDGEMENT} className="grid gap-2" tabIndex={-1}>
        {acknowledgement === null ? (
          <p className="text-ink-3">{t('nobody')}</p>
        ) : (
          <Said {...{ host, acknowledgement, mayWork }} onEnded={finish} />
        )}
      </div>
    </WhoLine>
  );
}

type SaidProps = {
  host: HostView;
  acknowledgement: NonNullable<HostView['acknowledgement']>;
  mayWork: boolean;
  onEnded: () => void;
};

function Said({
  host: { id, asOf },
  acknowledgement: { reason, by, at, until },
  mayWork,
  onEnded,
}: SaidProps) {
  const t = useTranslations('selection.acknowledge');
  return (
    <>
      <p className="wrap-anywhere">
        <ForeignText text={reason} />
      </p>
      <p className="text-small text-ink-3">
        <ForeignText text={by.name} />, <Time value={at} asOf={asOf} place="inSentence" />
        {'. '}
        {until === null
          ? t('endsWithState')
          : t.rich('endsAt', { moment: () => <Time value={until} asOf={asOf} place="inSentence" /> })}
      </p>
      {mayWork && <Ending hostId={id} onEnded={onEnded} />}
    </>
  );
}

function Ending({ hostId, onEnded }: { hostId: string; onEnded: () => void }) {
  const t = useTranslations('selection');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queries.invalidateQueries().then(onEnded);
  const options = trpc.host.endAcknowledgement.mutationOptions({ onSettled });
  const { mutate, isPending, error } = useMutation(options);
  return (
    <ConfirmedButton
      look={{ variant: 'quiet' }}
      align="start"
      question={t('acknowledge.confirmEnd')}
      confirm={t('acknowledge.doEnd')}
      cancel={t('cancel')}
      isPending={isPending}
      errorText={error && errorText(error, { fallback: t('error.failed') })}
      onConfirm={() => mutate({ host: hostId })}
    >
      {t('acknowledge.end')}
    </ConfirmedButton>
  );
}
