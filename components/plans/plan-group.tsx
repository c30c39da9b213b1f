import { useLocale, useTranslations } from 'next-intl';
import { Note, Notes } from '@/components/fleet/remediation-steps';
import { PlanSteps } from '@/components/plans/plan-steps';
import { RestartBadge } from '@/components/plans/restart-badge';
import { useConfirmChange, useSetTask } from '@/components/plans/use-plan';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanGroup, PlanTask } from '@/lib/contracts/plan';
import { isTaskOver } from '@/lib/domain/plan/progress';
import { visibleText } from '@/lib/util/visible-text';

type GroupProps = { planId: string; group: PlanGroup; mayEdit: boolean };

/** What is to be done in one go: its hosts on the left, its steps beside them. */
export function PlanGroupPanel({ planId, group, mayEdit }: GroupProps) {
  const t = useTranslations('plans');
  const { order, cause, title, where, tasks } = group;
  const name = cause === null ? `${order}. ${title}` : `${order}. ${cause}`;
  return (
    <Panel
      title={name}
      hint={cause === null ? undefined : <ForeignText text={title} />}
      aside={
        <>
          <RestartBadge group={group} />
          {where === 'hgs' && <Badge look="outlined">{t('withHgs')}</Badge>}
          <TaskCount tasks={tasks} />
        </>
      }
    >
      <div className="grid columns:grid-cols-[var(--spacing-side)_minmax(0,1fr)]">
        <ul className="min-w-0 border-line max-columns:border-b columns:border-r">
          {tasks.map((task) => (
            <Task key={task.id} {...{ planId, task, mayEdit }} />
          ))}
        </ul>
        <div className="grid min-w-0 gap-3 p-4">
          <Cautions group={group} />
          {group.isConfirmed === false && mayEdit && <Confirm planId={planId} group={group.key} />}
          <PlanSteps group={group} />
        </div>
      </div>
    </Panel>
  );
}

type TaskProps = { planId: string; task: PlanTask; mayEdit: boolean };

function Task({ planId, task, mayEdit }: TaskProps) {
  const t = useTranslations('plans');
  const scope = useScope();
  const { mutate, asked, errorText } = useSetTask();
  const { id, hostId, hostname, cluster, state, able, isStalled } = task;
  // Shown as it was asked for until it is answered; meanwhile nothing else is asked, and the focus stays.
  const set = (next: 'todo' | 'done' | 'skipped') => {
    if (asked === null) mutate({ id: planId, task: id, state: next });
  };
  const isOver = isTaskOver(state);
  return (
    <li className="grid gap-1 border-line px-4 py-2 not-last:border-b">
      <span className="flex items-center gap-2">
        <Checkbox
          aria-label={t('tickDone', { hostname })}
          checked={(asked ?? state) === 'done' || state === 'proven'}
          disabled={!mayEdit || isOver}
          onChange={({ currentTarget }) => set(currentTarget.checked ? 'done' : 'todo')}
        />
        <Link
          className="min-w-0 font-semibold wrap-anywhere hover:underline"
          href={inScope(hostAddress(hostId), scope)}
        >
          <ForeignText text={hostname} />
        </Link>
        <span className="ml-auto text-small whitespace-nowrap text-ink-2">
          {t(isStalled ? 'taskState.stalled' : `taskState.${state}`)}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-x-2 text-small text-ink-3">
        {cluster !== null && <ForeignText text={cluster} />}
        {able && <span>{t('able', able)}</span>}
        {mayEdit && !isOver && (
          <Button
            size="tiny"
            variant="quiet"
            className="-mr-2 ml-auto"
            aria-label={t(state === 'skipped' ? 'takeUpOf' : 'skipOf', { hostname })}
            onClick={() => set(state === 'skipped' ? 'todo' : 'skipped')}
          >
            {t(state === 'skipped' ? 'takeUp' : 'skip')}
          </Button>
        )}
      </span>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </li>
  );
}

function Cautions({ group: { cautions, baselineGroup, tasks } }: { group: PlanGroup }) {
  if (cautions.length === 0 && baselineGroup === undefined) return null;
  return (
    <Notes>
      {baselineGroup && <Presumed baseline={baselineGroup} isAlone={tasks.length === 1} />}
      {cautions.map((caution) => (
        <Note key={caution} icon="warn" text={caution} />
      ))}
    </Notes>
  );
}

type PresumedProps = { baseline: NonNullable<PlanGroup['baselineGroup']>; isAlone: boolean };

/** What the hosts have in common, which says nothing certain about what they measure. */
function Presumed({ baseline, isAlone }: PresumedProps) {
  const t = useTranslations('plans');
  const words = {
    model: baseline.model,
    firmware: baseline.firmwareVersion,
    os: baseline.osVersion,
    servicing: baseline.secureBootServicing,
  };
  const shown = Object.entries(words).map(([word, value]) => [word, visibleText(value ?? '–')]);
  // Sound: each word of the message has its value.
  const text = t(
    isAlone ? 'measuredAlone' : 'presumed',
    Object.fromEntries(shown) as Record<keyof typeof words, string>,
  );
  const version = baseline.policyVersion === null ? '' : ` ${t('policyVersion')}`;
  return <Note icon="warn" text={`${text}${version}`} />;
}

/** A named person's word, without which the next steps have no commands. */
function Confirm({ planId, group }: { planId: string; group: string }) {
  const t = useTranslations('plans.confirm');
  const lang = useLocale();
  const { mutate, isPending, errorText } = useConfirmChange();

  function handleSubmit(said: FormData) {
    const text = String(said.get('text'));
    mutate({ id: planId, group, text, lang });
  }

  return (
    <Form className="grid gap-2 rounded-panel border border-line-2 p-3" onSubmit={handleSubmit}>
      <p>{t('why')}</p>
      <TextField label={t('text')} name="text" required maxLength={2_000} hint={t('hint')} />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <Button type="submit" className="justify-self-start" disabled={isPending}>
        {t('send')}
      </Button>
    </Form>
  );
}

/** How many tasks of a group are over, and why: a restart that nobody needs any more is never proven. */
export function TaskCount({ tasks }: { tasks: readonly Pick<PlanGroup['tasks'][number], 'state'>[] }) {
  const t = useTranslations('plans');
  const of = (wanted: string) => tasks.filter(({ state }) => state === wanted).length;
  const notNeeded = of('notNeeded');
  return (
    <span className="tabular-nums">
      {t('proven', { proven: of('proven'), total: tasks.length })}
      {notNeeded > 0 && `, ${t('onHost.notNeeded', { count: notNeeded })}`}
    </span>
  );
}
