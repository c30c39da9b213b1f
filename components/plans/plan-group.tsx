import { useLocale, useTranslations } from 'next-intl';
import { Fragment, useId } from 'react';
import { Note, Notes } from '@/components/fleet/remediation-steps';
import { PlanFold } from '@/components/plans/plan-fold';
import { PlanSteps } from '@/components/plans/plan-steps';
import { RestartBadge } from '@/components/plans/restart-badge';
import { TaskBar } from '@/components/plans/task-bar';
import type { OpenPlaces } from '@/components/plans/use-open-places';
import { useConfirmChange, useSetTask } from '@/components/plans/use-plan';
import { placeOfGroup, placeOfTask, type WorkGroup } from '@/components/plans/work-groups';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { PartLink } from '@/components/ui/part-link';
import { TextField } from '@/components/ui/text-field';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { PlanGroup, PlanTask } from '@/lib/contracts/plan';
import { isTaskOver } from '@/lib/domain/plan/progress';
import { visibleText } from '@/lib/util/visible-text';

/** Where the plan says why nothing of it can be ticked. */
export const WHY_OFF = 'why-off';

type GroupProps = {
  planId: string;
  group: WorkGroup;
  places: OpenPlaces;
  mayEdit: boolean;
  /** Its diagnosis stands above, once for several groups. */
  isDiagnosedAbove: boolean;
};

/** What is to be done in one go: its hosts on the left, its steps beside them. */
export function PlanGroupPanel({ planId, group, places, mayEdit, isDiagnosedAbove }: GroupProps) {
  const { first, parts } = group;
  const tasks = parts.flatMap((part) => part.tasks);
  return (
    <PlanFold
      place={placeOfGroup(first.order)}
      places={places}
      title={<GroupTitle group={group} />}
      names={<ForeignText text={tasks.map(({ hostname }) => hostname).join(', ')} />}
      aside={<GroupMarks group={group} places={places} />}
    >
      <div className="grid columns:grid-cols-[var(--spacing-side)_minmax(0,1fr)]">
        <div className="min-w-0 border-line max-columns:border-b columns:border-r">
          {parts.map((part) => (
            <Fragment key={part.key}>
              {parts.length > 1 && <PartHead part={part} isFirst={part === first} />}
              <ul className="border-line not-last:border-b">
                {part.tasks.map((task) => (
                  <Task key={task.id} {...{ planId, task, mayEdit }} />
                ))}
              </ul>
            </Fragment>
          ))}
        </div>
        <div className="grid min-w-0 content-start gap-3 p-4">
          <Cautions group={first} />
          {first.isConfirmed === false && mayEdit && <Confirm planId={planId} group={first.key} />}
          <PlanSteps group={first} hosts={tasks} toDiagnosis={isDiagnosedAbove ? places.show : null} />
        </div>
      </div>
    </PlanFold>
  );
}

function GroupTitle({ group: { first, parts } }: { group: WorkGroup }) {
  const { cause, title } = first;
  return (
    <>
      {parts.map(({ order }) => order).join(', ')}. {cause ?? title}
      {cause !== null && <ForeignText className="ml-2 font-normal text-ink-2" text={title} />}
    </>
  );
}

function GroupMarks({ group: { first, parts }, places }: Pick<GroupProps, 'group' | 'places'>) {
  const t = useTranslations('plans');
  const tasks = parts.flatMap((part) => part.tasks);
  const restartsIn = parts.flatMap((part) => part.restartsIn).toSorted((a, b) => a - b);
  const [restart] = restartsIn;
  const badge = <RestartBadge group={{ restart: first.restart, restartsIn }} />;
  return (
    <>
      {restart === undefined ? (
        badge
      ) : (
        <PartLink
          className="relative"
          part={placeOfGroup(restart)}
          onFollow={() => places.show(placeOfGroup(restart))}
          isTall
        >
          {badge}
        </PartLink>
      )}
      {first.where === 'hgs' && <Badge look="outlined">{t('withHgs')}</Badge>}
      <span className="w-16 max-tablet:hidden">
        <TaskBar tasks={tasks} />
      </span>
      <TaskCount tasks={tasks} />
    </>
  );
}

/** Whose HGS is asked for these hosts. */
function PartHead({ part: { order, fabric }, isFirst }: { part: PlanGroup; isFirst: boolean }) {
  return (
    <p
      id={isFirst ? undefined : placeOfGroup(order)}
      tabIndex={-1}
      className="border-b border-line bg-raised px-4 py-1 text-small/5 text-ink-2"
    >
      {order}. {fabric !== null && <ForeignText text={fabric} />}
    </p>
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
  const stateId = useId();
  return (
    <li
      id={placeOfTask(id)}
      tabIndex={-1}
      className="grid gap-1 border-line px-4 py-2 not-last:border-b focus-visible:-outline-offset-2"
    >
      <span className="flex items-center gap-2">
        <Checkbox
          aria-label={t('tickDone', { hostname })}
          checked={(asked ?? state) === 'done' || state === 'proven'}
          disabled={!mayEdit || isOver}
          aria-describedby={mayEdit ? stateId : WHY_OFF}
          onChange={({ currentTarget }) => set(currentTarget.checked ? 'done' : 'todo')}
        />
        <Link
          className="min-w-0 font-semibold wrap-anywhere hover:underline"
          href={inScope(hostAddress(hostId), scope)}
        >
          <ForeignText text={hostname} />
        </Link>
        <span id={stateId} className="ml-auto text-small whitespace-nowrap text-ink-2">
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

/** What is said besides of tasks that are neither to be done nor proven. */
const BESIDES = ['done', 'notNeeded', 'regressed', 'skipped'] as const;

/** How many tasks of a group are proven, and where the others are that nobody has to do now. */
export function TaskCount({ tasks }: { tasks: readonly Pick<PlanGroup['tasks'][number], 'state'>[] }) {
  const t = useTranslations('plans');
  const of = (wanted: string) => tasks.filter(({ state }) => state === wanted).length;
  return (
    <span className="tabular-nums">
      {t('proven', { proven: of('proven'), total: tasks.length })}
      {BESIDES.map((word) => of(word) > 0 && `, ${t(`onHost.${word}`, { count: of(word) })}`)}
    </span>
  );
}
