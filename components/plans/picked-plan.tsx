'use client';

import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { CheckPlan } from '@/components/plans/new-plan-screen';
import { TooMany } from '@/components/plans/not-these-hosts';
import { PlansLoading } from '@/components/plans/plans-loading';
import { usePlanError } from '@/components/plans/use-plan';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { errorCodeOf } from '@/lib/client/error-code';
import { hostsAddress } from '@/lib/client/host-address';
import { pickedHosts } from '@/lib/client/picked-hosts';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';

/** The plan for hosts that this tab keeps, which only the browser can ask for. */
export function PickedPlan() {
  const [hosts, setHosts] = useState<string[] | null>(null);
  useEffect(() => setHosts(pickedHosts()), []);
  if (hosts === null) return <PlansLoading />;
  return hosts.length === 0 ? <NonePicked /> : <PlanOf hosts={hosts} />;
}

function PlanOf({ hosts }: { hosts: string[] }) {
  const t = useTranslations('plans.new');
  const lang = useLocale();
  const told = usePlanError(true);
  const { mutate, data, error, isPending } = useMutation(useTRPC().plan.previewPicked.mutationOptions());
  useEffect(() => mutate({ hosts, lang }), [mutate, hosts, lang]);
  if (data !== undefined)
    return <CheckPlan selection={{ hosts }} asked={{ picked: hosts.length }} preview={data} />;
  if (error === null || isPending) return <PlansLoading />;
  if (errorCodeOf(error) === 'selection_too_large') return <TooMany filter={{}} />;
  const again = <Button onClick={() => mutate({ hosts, lang })}>{t('again')}</Button>;
  return (
    <Notice title={t('title')} actions={again}>
      {told(error)}
    </Notice>
  );
}

function NonePicked() {
  const t = useTranslations('plans.new');
  const scope = useScope();
  const toList = (
    <Link className={buttonClass()} href={inScope(hostsAddress(), scope)}>
      {t('toList')}
    </Link>
  );
  return (
    <Notice title={t('title')} actions={toList}>
      {t('nonePicked')}
    </Notice>
  );
}
