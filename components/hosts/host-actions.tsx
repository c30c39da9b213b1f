'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { usePlansOfHost } from '@/components/hosts/use-plans-of-host';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { LoadFailed } from '@/components/ui/load-failed';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { useLoaded } from '@/components/ui/use-loaded';
import { requestAddress } from '@/lib/client/exception-address';
import { BEGUN_FOR_HOST } from '@/lib/client/host-page-places';
import type { HostView } from '@/lib/client/outputs';
import { newPlanAddress, planAddress } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { mayAcknowledge } from '@/lib/domain/acknowledgement';
import { isFailingState } from '@/lib/domain/vocabulary';

/** Loaded when somebody acknowledges, since a host's page has as many scripts as it may have. */
const loadForm = () => import('@/components/hosts/acknowledge-form');

type ActionsProps = { host: HostView; mayWork: boolean; mayExcept: boolean; children: ReactNode };

/** What is done about a host as it is now, at the head of its page. The form opens below the buttons. */
export function HostActions({ host, mayWork, mayExcept, children }: ActionsProps) {
  const t = useTranslations();
  const scope = useScope();
  const { isOpen, open, close, finish, opener, place } = useFormInPlace<HTMLSpanElement>();
  const { id, state, acknowledgement } = host;
  const isFailing = isFailingState(state);
  const maySay = mayWork && mayAcknowledge(state) && acknowledgement === null;
  return (
    <>
      <span ref={place} tabIndex={-1} className="ml-auto flex flex-wrap items-center gap-2">
        {children}
        {maySay && !isOpen && (
          <Button ref={opener} size="small" onClick={open}>
            {t('selection.acknowledge.title')}
          </Button>
        )}
        {mayExcept && isFailing && (
          <Link
            id={BEGUN_FOR_HOST.newException}
            className={buttonClass({ size: 'small' })}
            href={inScope(requestAddress({ hosts: [id] }), scope)}
          >
            {t('exceptions.ofHost.request')}
          </Link>
        )}
        {mayWork && <PlanActions id={id} isFailing={isFailing} />}
      </span>
      {maySay && isOpen && (
        <div className="w-full max-w-120 pb-1">
          <LoadedForm hostId={id} close={close} onDone={finish} />
        </div>
      )}
    </>
  );
}

/** The plan that holds this host comes first; another one can be made beside it. */
function PlanActions({ id, isFailing }: { id: string; isFailing: boolean }) {
  const t = useTranslations('plans');
  const scope = useScope();
  const [open] = useSuspenseQuery(usePlansOfHost(id, null)).data.plans;
  const first = buttonClass({ variant: 'primary', size: 'small' });
  return (
    <>
      {isFailing && (
        <Link
          id={BEGUN_FOR_HOST.newPlan}
          className={open === undefined ? first : buttonClass({ size: 'small' })}
          href={inScope(newPlanAddress({ hosts: [id] }), scope)}
        >
          {t('ofHost')}
        </Link>
      )}
      {open !== undefined && (
        <Link className={first} href={inScope(planAddress(open.id), scope)}>
          {t('openOf', { number: open.number })}
        </Link>
      )}
    </>
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
