'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { Time } from '@/components/fleet/time';
import { ACKNOWLEDGEMENT } from '@/components/hosts/head-marks';
import { Button } from '@/components/ui/button';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { LoadFailed } from '@/components/ui/load-failed';
import { Panel } from '@/components/ui/panel';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { useLoaded } from '@/components/ui/use-loaded';
import type { HostView } from '@/lib/client/outputs';
import { useTRPC } from '@/lib/client/trpc';
import { mayAcknowledge } from '@/lib/domain/acknowledgement';

/** Loaded when somebody acknowledges, since a host's page has as many scripts as it may have. */
const loadForm = () => import('@/components/hosts/acknowledge-form');

type PanelProps = { host: HostView; mayWork: boolean };

/** Who takes care of a host as it is. Of one that needs nobody, nothing. */
export function AcknowledgementPanel({ host, mayWork }: PanelProps) {
  const t = useTranslations('selection.acknowledge');
  const { isOpen, open, close, finish, settle, opener, place } = useFormInPlace<HTMLDivElement>();
  const { acknowledgement, state } = host;
  const maySay = mayWork && mayAcknowledge(state);
  if (acknowledgement === null && !maySay) return null;
  return (
    <Panel title={t('panel')}>
      <div ref={place} id={ACKNOWLEDGEMENT} className="grid gap-2 p-4" tabIndex={-1}>
        {acknowledgement !== null && <Said {...{ host, acknowledgement, mayWork }} onEnded={settle} />}
        {acknowledgement === null && !isOpen && (
          <>
            <p className="text-ink-3">{t('nobody')}</p>
            <div>
              <Button ref={opener} size="small" onClick={open}>
                {t('title')}
              </Button>
            </div>
          </>
        )}
        {acknowledgement === null && isOpen && <LoadedForm hostId={host.id} close={close} onDone={finish} />}
      </div>
    </Panel>
  );
}

type LoadedFormProps = { hostId: string; close: () => void; onDone: () => void };

function LoadedForm({ hostId, close, onDone }: LoadedFormProps) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadForm);
  if (hasFailed) return <LoadFailed retry={retry} onCancel={close} />;
  return (
    loaded && (
      <loaded.AcknowledgeForm selection={{ hosts: [hostId] }} count={1} close={close} onDone={onDone} />
    )
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
