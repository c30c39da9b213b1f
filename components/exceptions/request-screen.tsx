'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { RequestEffect } from '@/components/exceptions/request-effect';
import { DateFields, LongText } from '@/components/exceptions/term-fields';
import { useRequest } from '@/components/exceptions/use-exception-step';
import { UnknownWords } from '@/components/fleet/unknown-words';
import { Button, buttonClass } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { OffReason } from '@/components/ui/off-reason';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import { exceptionsAddress, hostsInput } from '@/lib/client/exception-address';
import { hostsAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { endOfDay } from '@/lib/client/time-field';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { KEPT_AS_SHOWN } from '@/lib/client/watched-query';
import type { Summary } from '@/lib/contracts/fleet';
import type { HostFilter } from '@/lib/domain/host-filter';

type Selection = { hosts: string[] } | { filter: string; count: number; digest: string };
type Cause = { cause: string; hosts: number; isChosen: boolean };

export function RequestForHost({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: host } = useSuspenseQuery(trpc.host.get.queryOptions({ id, at: null }, KEPT_AS_SHOWN));
  const { data: summary } = useSuspenseQuery(trpc.host.summary.queryOptions(hostsInput([id]), KEPT_AS_SHOWN));
  const causes = host.cause.map((cause) => ({ cause, hosts: 1, isChosen: true }));
  return (
    <RequestForm {...{ summary, causes }} selection={{ hosts: [id] }} count={1} owner={host.owner}>
      <ForeignText text={host.hostname} />
    </RequestForm>
  );
}

/** Hosts that somebody selected in the list, of which each has to be there still. */
export function RequestForHosts({ hosts }: { hosts: readonly string[] }) {
  const t = useTranslations('exceptions.form');
  const trpc = useTRPC();
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(hostsInput(hosts), KEPT_AS_SHOWN),
  );
  const causes = summary.causes.map((cause) => ({ ...cause, isChosen: summary.causes.length === 1 }));
  const gone = hosts.length - summary.total;
  return (
    <RequestForm
      selection={{ hosts: [...hosts] }}
      count={gone === 0 ? hosts.length : 0}
      {...{ summary, causes }}
      owner={null}
    >
      {gone === 0 ? t('selected') : t('gone', { count: gone })}
    </RequestForm>
  );
}

/** All hosts that the filter matches now: what is sent says which those were, and is refused for any others. */
export function RequestForFilter({ filter }: { filter: HostFilter }) {
  const t = useTranslations('exceptions.form');
  const trpc = useTRPC();
  const scope = useScope();
  const question = { filter, at: null };
  const { data: selection } = useSuspenseQuery(trpc.host.selection.queryOptions(question, KEPT_AS_SHOWN));
  const { data: summary } = useSuspenseQuery(trpc.host.summary.queryOptions(question, KEPT_AS_SHOWN));
  const asked = filter.cause?.include ?? [];
  const causes = summary.causes.map(({ cause, hosts }) => ({
    cause,
    hosts,
    isChosen: asked.length === 0 ? summary.causes.length === 1 : asked.includes(cause),
  }));
  return (
    <RequestForm
      {...{ selection, summary, causes }}
      count={selection.count}
      owner={null}
      why={selection.count === 0 && <UnknownWords question={question} />}
    >
      <Link className="underline" href={inScope(hostsAddress({ filter }), scope)}>
        {t('matching', { count: selection.count })}
      </Link>
    </RequestForm>
  );
}

type FormProps = {
  selection: Selection;
  count: number;
  summary: Summary;
  causes: readonly Cause[];
  owner: string | null;
  /** What is known of why there is no host. */
  why?: ReactNode;
  children: ReactNode;
};

function RequestForm({ selection, count, summary, causes, owner, why, children }: FormProps) {
  const t = useTranslations('exceptions');
  const scope = useScope();
  // After a refusal the hosts are asked for again: a cause that comes then was chosen by nobody.
  const [chosenAtFirst] = useState(() => causes.filter(({ isChosen }) => isChosen).map(({ cause }) => cause));
  const [isWithoutCause, setWithoutCause] = useState(false);
  const { mutate, isPending, errorText } = useRequest();
  const reasonId = useId();
  const isOff = causes.length === 0 || count === 0;

  function handleSubmit(values: FormData) {
    const text = (name: string) => String(values.get(name));
    const chosen = values.getAll('cause').map(String);
    setWithoutCause(chosen.length === 0);
    if (chosen.length === 0) return;
    mutate({
      ...selectionInput(selection),
      causes: chosen,
      reason: text('reason'),
      control: text('control'),
      owner: text('owner'),
      reviewAt: endOfDay(text('reviewAt')),
      endsAt: endOfDay(text('endsAt')),
    });
  }

  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <PageTitle>{t('form.title')}</PageTitle>
      <div className="grid items-start gap-4 columns:grid-cols-[minmax(0,1fr)_var(--spacing-side)]">
        <Panel title={t('form.scope', { count })} hint={children}>
          <Form className="grid gap-4 p-4" onSubmit={handleSubmit}>
            {why}
            <CauseChoice causes={causes} chosenAtFirst={chosenAtFirst} isMissing={isWithoutCause} />
            <div className="grid gap-4 tablet:grid-cols-2">
              <LongText label={t('form.reason')} name="reason" hint={t('form.reasonHint')} />
              <LongText label={t('form.control')} name="control" hint={t('form.controlHint')} />
            </div>
            <TextField
              label={t('form.owner')}
              name="owner"
              required
              maxLength={200}
              defaultValue={owner ?? ''}
            />
            <DateFields />
            {errorText !== null && <FormError>{errorText}</FormError>}
            <div className="flex flex-wrap items-center gap-2">
              <Button
                type="submit"
                variant="primary"
                disabled={isPending || isOff}
                aria-describedby={isOff ? reasonId : undefined}
              >
                {t('form.send')}
              </Button>
              <Link className={buttonClass({ variant: 'quiet' })} href={inScope(exceptionsAddress(), scope)}>
                {t('cancel')}
              </Link>
              {isOff && <OffReason id={reasonId}>{count === 0 ? children : t('form.noCause')}</OffReason>}
            </div>
          </Form>
        </Panel>
        <RequestEffect summary={summary} />
      </div>
    </div>
  );
}

const selectionInput = (selection: Selection) =>
  'hosts' in selection
    ? selection
    : { filter: selection.filter, count: selection.count, digest: selection.digest };

type CauseChoiceProps = {
  causes: readonly Cause[];
  chosenAtFirst: readonly string[];
  isMissing: boolean;
};

function CauseChoice({ causes, chosenAtFirst, isMissing }: CauseChoiceProps) {
  const t = useTranslations('exceptions.form');
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-small text-ink-2">{t('causes')}</legend>
      {causes.length === 0 && <p className="text-ink-2">{t('noCause')}</p>}
      <div className="grid gap-x-4 gap-y-1.5 empty:hidden tablet:grid-cols-2">
        {causes.map(({ cause, hosts }) => (
          <label key={cause} className="flex items-center gap-2">
            <Checkbox name="cause" value={cause} defaultChecked={chosenAtFirst.includes(cause)} />
            <ForeignText className="font-mono text-code" text={cause} />
            <span className="text-small text-ink-3">{t('ofHosts', { count: hosts })}</span>
          </label>
        ))}
      </div>
      <p className="text-small text-ink-3">{t('causesHint')}</p>
      {isMissing && (
        <p className="text-small text-insecure-ink" role="alert">
          {t('causeMissing')}
        </p>
      )}
    </fieldset>
  );
}
