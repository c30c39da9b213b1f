'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { RemediationStep } from '@/components/fleet/remediation-steps';
import { NameForm } from '@/components/plans/name-form';
import { PlanFold } from '@/components/plans/plan-fold';
import { PlanGroupPanel, WHY_OFF } from '@/components/plans/plan-group';
import { PlanTally } from '@/components/plans/plan-tally';
import { TaskBar } from '@/components/plans/task-bar';
import { UncoveredPanel } from '@/components/plans/uncovered-panel';
import { useOpenPlaces } from '@/components/plans/use-open-places';
import { useClosePlan } from '@/components/plans/use-plan';
import {
  DIAGNOSIS,
  diagnosedTogether,
  firstWithWork,
  isDiagnosis,
  placeOfGroup,
  workGroups,
} from '@/components/plans/work-groups';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { LinkMenu } from '@/components/ui/link-menu';
import { OffReason } from '@/components/ui/off-reason';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { TallyFigure } from '@/components/ui/tally';
import { useZone } from '@/components/ui/use-zone';
import { plansAddress } from '@/lib/client/plan-address';
import { planFileAddress } from '@/lib/client/plan-file-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { watching } from '@/lib/client/watched-query';
import type { PlanDetail } from '@/lib/contracts/plan';
import { fullMoment } from '@/lib/i18n/moment';

const WATCHING_MS = 15_000;

type ScreenProps = { id: string; at: string | null; mayWrite: boolean };

/** A plan now, with what can be done about it, or as it stood at an earlier time, to be read. */
export function PlanScreen({ id, at, mayWrite }: ScreenProps) {
  const t = useTranslations('plans');
  const trpc = useTRPC();
  const lang = useLocale();
  const options = trpc.plan.get.queryOptions({ id, lang, at }, watching(WATCHING_MS, at));
  const { data: plan } = useSuspenseQuery(options);
  const mayEdit = mayWrite && at === null && plan.state !== 'closed';
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <Head plan={plan} at={at} mayEdit={mayEdit} />
      <PlanTally plan={plan}>
        <TallyFigure name={t('tally.proven')} value={plan.progress.proven}>
          {t('tally.provenOf', { total: plan.progress.total })}
        </TallyFigure>
        <Progress plan={plan} />
      </PlanTally>
      {!mayEdit && (
        <p>
          <OffReason id={WHY_OFF}>
            {t(`readOnly.${at !== null ? 'past' : mayWrite ? 'closed' : 'role'}`)}
          </OffReason>
        </p>
      )}
      <Groups plan={at === null ? plan : withoutCommands(plan)} mayEdit={mayEdit} />
      <UncoveredPanel uncovered={plan.uncovered} />
      <Confirmations confirmations={plan.confirmations} />
    </div>
  );
}

/** Nobody copies what was to be run at an earlier time. */
function withoutCommands(plan: PlanDetail): PlanDetail {
  const groups = plan.groups.map((group) => ({
    ...group,
    steps: group.steps.map(({ command: _, ...step }) => step),
  }));
  return { ...plan, groups };
}

type HeadProps = { plan: PlanDetail; at: string | null; mayEdit: boolean };

function Head({ plan, at, mayEdit }: HeadProps) {
  const t = useTranslations('plans');
  const zone = useZone();
  const scope = useScope();
  const { number, name, createdAt, createdBy, closedAt } = plan;
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="grid min-w-0 flex-1 basis-80 gap-1">
        <Link
          className="justify-self-start text-small text-ink-2 underline"
          href={inScope(plansAddress(), scope)}
        >
          {t('title')}
        </Link>
        <PageTitle>
          {number} <ForeignText text={name} />
        </PageTitle>
        <p className="text-ink-2">
          {t('madeBy', { who: createdBy.name, moment: fullMoment(new Date(createdAt), zone) })}{' '}
          {t('nothingRuns')}
        </p>
        <p aria-live="polite">
          <b>{t(`planState.${plan.state}`)}</b>{' '}
          {closedAt !== null && t('closedAt', { moment: fullMoment(new Date(closedAt), zone) })}
          {plan.owner !== null && t('ownedBy', { owner: plan.owner })}
        </p>
        {mayEdit && <NameForm plan={plan} />}
      </div>
      <Actions plan={plan} at={at} mayEdit={mayEdit} />
    </div>
  );
}

/** The files of an earlier time are to be read; a script is about now. */
function Actions({ plan: { id, progress }, at, mayEdit }: HeadProps) {
  const t = useTranslations('plans');
  const lang = useLocale();
  const { mutate, isPending, errorText } = useClosePlan();
  const left = progress.total - progress.proven - progress.notNeeded - progress.skipped;
  const files = [
    { label: t('file'), file: { at } },
    { label: t('fileOfTasks'), file: { format: 'csv' as const, at } },
    ...(at === null ? [{ label: t('fileOfScript'), file: { format: 'ps1' as const } }] : []),
    { label: t('fileForHgs'), file: { part: 'hgs' as const, at } },
  ].map(({ label, file }) => ({ key: label, label, href: planFileAddress(id, lang, file) }));
  return (
    <div className="flex flex-wrap items-start gap-2">
      <LinkMenu size="medium" items={files}>
        <Icon name="file" />
        {t('export')}
      </LinkMenu>
      {mayEdit && (
        <ConfirmedButton
          look={{ size: 'medium', variant: 'quiet' }}
          question={`${left > 0 ? `${t('closeLeft', { count: left })} ` : ''}${t('closeQuestion')}`}
          confirm={t('closeIt')}
          cancel={t('keepOpen')}
          isPending={isPending}
          errorText={errorText}
          onConfirm={() => mutate({ id })}
        >
          {t('close')}
        </ConfirmedButton>
      )}
    </div>
  );
}

/** What is done once for several groups, and then each of them: open is what comes next. */
function Groups({ plan, mayEdit }: Pick<HeadProps, 'plan' | 'mayEdit'>) {
  const t = useTranslations('remediation.once');
  const groups = workGroups(plan.groups);
  const diagnosed = diagnosedTogether(groups);
  const places = useOpenPlaces(() => {
    const next = firstWithWork(groups);
    if (next === undefined) return [];
    return [...(diagnosed.includes(next) ? [DIAGNOSIS] : []), placeOfGroup(next.first.order)];
  });
  const step = diagnosed[0]?.first.steps.find(isDiagnosis);
  const hosts = diagnosed.flatMap(({ parts }) => parts.flatMap(({ tasks }) => tasks));
  return (
    <div className="grid min-w-0 gap-2 print:block print:space-y-2">
      {step !== undefined && (
        <PlanFold
          {...{ places, place: DIAGNOSIS, title: t('diagnose') }}
          names={<ForeignText text={[...new Set(hosts.map(({ hostname }) => hostname))].join(', ')} />}
        >
          <div className="p-4">
            <RemediationStep step={step} />
          </div>
        </PlanFold>
      )}
      {groups.map((group) => (
        <PlanGroupPanel
          key={group.first.key}
          {...{ planId: plan.id, group, places, mayEdit }}
          isDiagnosedAbove={diagnosed.includes(group)}
        />
      ))}
    </div>
  );
}

/** How many tasks are where, as a bar and in words. */
function Progress({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('plans');
  const { todo, done, proven, notNeeded, regressed, skipped, stalled } = plan.progress;
  return (
    <div className="min-w-0 flex-1 basis-80 max-tablet:col-span-2">
      <dt className="text-small text-ink-2">
        <span role="status">
          {t('progress', { todo, done, proven, regressed, skipped })}{' '}
          {notNeeded > 0 && `${t('notNeeded', { count: notNeeded })} `}
          {stalled > 0 && t('stalled', { count: stalled })}
        </span>
      </dt>
      <dd className="pt-1.5">
        <TaskBar tasks={plan.groups.flatMap(({ tasks }) => tasks)} />
      </dd>
    </div>
  );
}

function Confirmations({ confirmations }: Pick<PlanDetail, 'confirmations'>) {
  const t = useTranslations('plans');
  const zone = useZone();
  if (confirmations.length === 0) return null;
  return (
    <Panel title={t('confirmations')}>
      <ul>
        {confirmations.map(({ id, text, confirmedBy, confirmedAt }) => (
          <li key={id} className="grid gap-0.5 border-line px-4 py-2 not-last:border-b">
            <ForeignText text={text} />
            <span className="text-small text-ink-3">
              <ForeignText text={confirmedBy.name} />, {fullMoment(new Date(confirmedAt), zone)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
