'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import { HELD, HeldPanel } from '@/components/plans/held-panel';
import { PlanTally } from '@/components/plans/plan-tally';
import { RestartBadge } from '@/components/plans/restart-badge';
import { UncoveredPanel } from '@/components/plans/uncovered-panel';
import { useCreatePlan } from '@/components/plans/use-plan';
import { Badge } from '@/components/ui/badge';
import { Button, buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { OffReason } from '@/components/ui/off-reason';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { PartLink } from '@/components/ui/part-link';
import { TextField } from '@/components/ui/text-field';
import { chosenAddress, type PlanFor } from '@/lib/client/plan-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { ASKED_ONCE } from '@/lib/client/watched-query';
import type { PlanPreview } from '@/lib/contracts/plan';

type Selection = { hosts: string[] } | { wave: string } | { filter: string; count: number; digest: string };
type ScreenProps = { selection: Selection; asked: PlanFor };
type CheckProps = ScreenProps & { preview: PlanPreview };

export function NewPlanScreen({ selection, asked }: ScreenProps) {
  const trpc = useTRPC();
  const lang = useLocale();
  const { data: preview } = useSuspenseQuery(
    trpc.plan.preview.queryOptions({ ...selection, lang }, { meta: ASKED_ONCE }),
  );
  return <CheckPlan {...{ selection, asked, preview }} />;
}

/** All that the plan would be, before anybody makes it. */
export function CheckPlan({ selection, asked, preview }: CheckProps) {
  const t = useTranslations('plans.new');
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">
          {t('for', { count: preview.count })} {t('lead')}
        </p>
      </div>
      <PlanTally plan={preview} />
      <div className="grid items-start gap-4 columns:grid-cols-[var(--spacing-side)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          {preview.groups.length === 0 ? (
            <p className="text-ink-2">{t('nothing')}</p>
          ) : (
            <MakePanel {...{ selection, asked, preview }} />
          )}
          <HeldPanel preview={preview} />
        </div>
        <div className="grid min-w-0 gap-4">
          {preview.groups.length > 0 && <OrderPanel groups={preview.groups} />}
          <UncoveredPanel uncovered={preview.uncovered} />
        </div>
      </div>
    </div>
  );
}

function OrderPanel({ groups }: Pick<PlanPreview, 'groups'>) {
  const t = useTranslations('plans');
  return (
    <Panel title={t('new.order')} hint={t('new.orderHint')}>
      <ol>
        {groups.map(({ key, order, title, cause, where, tasks, ...group }) => (
          <li key={key} className="grid gap-1 border-line px-4 py-2.5 not-last:border-b">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {/* One text, which breaks where there is no room: a long title would leave its number alone on a line. */}
              <span>
                <b className="mr-2 tabular-nums">{order}</b>{' '}
                {cause !== null && <ForeignText className="mr-1 font-semibold" text={cause} />}{' '}
                <ForeignText text={title} />
              </span>
              <RestartBadge group={group} />
              {where === 'hgs' && <Badge look="outlined">{t('withHgs')}</Badge>}
            </span>
            <span className="text-small text-ink-2">
              {tasks.map((task, index) => (
                <span key={task.hostId}>
                  {index > 0 && ', '}
                  <ForeignText text={task.hostname} />
                  {task.able && ` (${t('able', task.able)})`}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function MakePanel({ selection, asked, preview }: CheckProps) {
  const t = useTranslations('plans.new');
  const lang = useLocale();
  const scope = useScope();
  const { mutate, isPending, errorText } = useCreatePlan();
  const reasonId = useId();
  const isHeld = preview.held.length > 0;

  function handleSubmit(values: FormData) {
    const owner = String(values.get('owner')).trim();
    const { count, digest } = preview;
    const shown = 'hosts' in selection ? selection : { ...selection, count, digest };
    mutate({ ...shown, name: String(values.get('name')), owner: owner === '' ? null : owner, lang });
  }

  return (
    <Panel title={t('make')}>
      <Form className="grid gap-4 p-4" onSubmit={handleSubmit}>
        <TextField label={t('name')} name="name" required maxLength={100} defaultValue={preview.name} />
        <TextField label={t('owner')} name="owner" maxLength={200} hint={t('ownerHint')} />
        {errorText !== null && <FormError>{errorText}</FormError>}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant="primary"
            disabled={isPending || isHeld}
            aria-describedby={isHeld ? reasonId : undefined}
          >
            {t('send')}
          </Button>
          <Link className={buttonClass({ variant: 'quiet' })} href={inScope(chosenAddress(asked), scope)}>
            {t('cancel')}
          </Link>
          {isHeld && (
            <OffReason id={reasonId}>
              <PartLink className="link" part={HELD} isTall>
                {t('held')}
              </PartLink>
            </OffReason>
          )}
        </div>
      </Form>
    </Panel>
  );
}
