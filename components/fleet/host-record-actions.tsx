'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { useTRPC } from '@/lib/client/trpc';
import type { HostRecord } from '@/lib/contracts/host-records';
import { visibleText } from '@/lib/util/visible-text';

type Other = HostRecord['sameAs'][number];
/** A host of the fleet, as what is decided about it needs it. */
export type DecidedHost = Pick<HostRecord, 'id' | 'name' | 'lockedAt' | 'reenrollUntil' | 'sameAs'>;

type ActionsProps = { host: DecidedHost; align: 'end' | 'start' };

/** What an administrator decides about the record of a host. Each says first what it does. */
export function HostRecordActions({ host, align }: ActionsProps) {
  const { merge, retire } = useDecisions();
  const shared = { host, align };
  const { id } = host;
  return (
    <span className={`flex flex-wrap gap-1 ${align === 'end' ? 'justify-end' : ''}`}>
      {host.lockedAt !== null && <UnlockHost {...shared} />}
      {host.sameAs.map((other) => (
        <Decision
          {...shared}
          key={other.id}
          name="merge"
          other={other}
          step={merge}
          onDecide={() => merge.mutate({ id, into: other.id })}
        />
      ))}
      <Reenrolment {...shared} />
      <Decision {...shared} name="retire" step={retire} onDecide={() => retire.mutate({ id })} />
    </span>
  );
}

export function UnlockHost(props: ActionsProps) {
  const { unlock } = useDecisions();
  return (
    <Decision {...props} name="unlock" step={unlock} onDecide={() => unlock.mutate({ id: props.host.id })} />
  );
}

/** One of the two: what was decided last can be taken back where it was decided. */
function Reenrolment({ host, align }: ActionsProps) {
  const { allowReenroll, withdrawReenroll } = useDecisions();
  const isAllowed = host.reenrollUntil !== null;
  const step = isAllowed ? withdrawReenroll : allowReenroll;
  const name = isAllowed ? 'withdraw' : 'reenroll';
  return (
    <Decision
      {...{ host, align, name, step }}
      key={name}
      // What the host did by itself takes the focus from nobody.
      startsFocused={(isAllowed ? allowReenroll : withdrawReenroll).isSuccess}
      onDecide={() => step.mutate({ id: host.id })}
    />
  );
}

function useDecisions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  // A host that leaves changes every figure, and what is refused was perhaps overtaken.
  const options = { networkMode: 'always', onSettled: () => queries.invalidateQueries() } as const;
  return {
    unlock: useMutation(trpc.host.unlock.mutationOptions(options)),
    merge: useMutation(trpc.host.merge.mutationOptions(options)),
    allowReenroll: useMutation(trpc.host.allowReenroll.mutationOptions(options)),
    withdrawReenroll: useMutation(trpc.host.withdrawReenroll.mutationOptions(options)),
    retire: useMutation(trpc.host.retire.mutationOptions(options)),
  };
}

type DecisionProps = ActionsProps & {
  name: 'unlock' | 'merge' | 'reenroll' | 'withdraw' | 'retire';
  other?: Other;
  step: { isPending: boolean; error: unknown };
  onDecide: () => void;
  startsFocused?: boolean;
};

function Decision({ host, align, name, other, step, onDecide, startsFocused }: DecisionProps) {
  const t = useTranslations(`fleet.record.${name}`);
  const tRecord = useTranslations('fleet.record');
  const cancel = tRecord('cancel');
  const errorText = useErrorText();
  const conflict = name === 'withdraw' ? tRecord('overtaken') : undefined;
  const names = { host: visibleText(host.name), other: visibleText(other?.hostname ?? '') };
  return (
    <ConfirmedButton
      label={t('label', names)}
      question={t('question', names)}
      confirm={t('confirm', names)}
      cancel={cancel}
      isPending={step.isPending}
      errorText={step.error === null ? null : errorText(step.error, { fallback: t('failed'), conflict })}
      onConfirm={onDecide}
      {...{ align, startsFocused }}
    >
      {t('button', names)}
    </ConfirmedButton>
  );
}
