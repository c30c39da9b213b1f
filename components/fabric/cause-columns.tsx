'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type FixHint, type FixHints, hintFor } from '@/components/fabric/fix-hints';
import { Trend } from '@/components/fabric/trend';
import { addressOfCause, addressOfFreed, planForCause, stateOfCause } from '@/components/fleet/cause-address';
import { useCauseText } from '@/components/fleet/cause-text';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import type { Column } from '@/components/table/data-table';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import type { HostQuestion } from '@/lib/client/host-question';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { Summary } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

type Cause = Summary['causes'][number];

type CausesAsked = {
  /** All there are, by name. */
  causes: readonly string[];
  /** The same question a day earlier, and when that was; null while it is not known. */
  before: Summary | null;
  moment: string | null;
  question: HostQuestion;
  hints: FixHints;
  mayPlan: boolean;
};

/** The first row has a tint, on which quiet text has to be darker. */
const quietText = cva(null, { variants: { isFirst: { true: 'text-ink-2', false: 'text-ink-3' } } });

export function useCauseColumns({ causes, before, moment, question, hints, mayPlan }: CausesAsked) {
  const t = useTranslations('fabric');
  const isFirst = ({ cause }: Cause) => cause === causes[0];
  const quietOf = (cause: Cause) => quietText({ isFirst: isFirst(cause) });
  const cellClass = (cause: Cause) => (isFirst(cause) ? 'h-12 bg-insecure-tint' : 'h-12');
  const planColumn: Column<Cause> = {
    id: 'plan',
    header: t('plan'),
    className: 'relative w-14 max-desk:hidden print:hidden',
    cell: ({ cause }) => <PlanLink cause={cause} question={question} />,
  };
  const columns: Column<Cause>[] = [
    {
      id: 'cause',
      header: t('cause'),
      cell: (cause) => (
        <NamedCause name={cause.cause} hint={hintFor(hints, cause.cause)} quiet={quietOf(cause)} />
      ),
    },
    {
      id: 'hosts',
      header: t('hosts'),
      isRight: true,
      className: 'w-18',
      cell: ({ cause, hosts }) => (
        <Figure className="link" href={addressOfCause(cause, question)}>
          {t('hostCount', { count: hosts })}
        </Figure>
      ),
    },
    {
      id: 'blocked',
      header: t('blocked'),
      isRight: true,
      className: 'w-22 max-tablet:w-18',
      headClass: 'max-tablet:whitespace-normal',
      cell: ({ cause, vmsBlocked }) => (
        <b className="text-verdict font-semibold">
          <Figure href={addressOfCause(cause, question)}>{vmsBlocked}</Figure>
        </b>
      ),
    },
    {
      id: 'freedAlone',
      header: t('freedAlone'),
      title: t('freedAloneHint'),
      from: 'tablet',
      isRight: true,
      className: 'w-31',
      headClass: 'py-1 leading-4 whitespace-normal',
      cell: (cause) => <Freed {...{ cause, causes, question }} quiet={quietOf(cause)} />,
    },
    {
      id: 'trend',
      header: t('trend'),
      title: moment === null ? undefined : t('trendHint', { moment }),
      from: 'desk',
      className: 'w-13',
      cell: ({ cause, hosts }) => before && <Trend change={hosts - hostsBefore(before, cause)} />,
    },
    {
      id: 'restart',
      header: t('restart'),
      from: 'desk',
      className: 'w-24',
      cell: (cause) => <Restart hint={hintFor(hints, cause.cause)} quiet={quietOf(cause)} />,
    },
    ...(mayPlan ? [planColumn] : []),
  ];
  return columns.map((column) => ({ ...column, cellClass }));
}

type NamedProps = { name: string; hint: FixHint | undefined; quiet: string };

function NamedCause({ name, hint, quiet }: NamedProps) {
  const t = useTranslations('fabric');
  const fixText = useTranslations('fabric.fix');
  const causeText = useCauseText();
  const scope = useScope();
  const state = stateOfCause(name);
  const key = name as Parameters<typeof fixText.has>[0];
  const text = hint && fixText.has(key) ? fixText(key) : (hint?.title ?? causeText(name));
  const howToFix = t('howToFix', { cause: visibleText(name) });
  return (
    <div className={classNames('flex items-start gap-2 py-1.5', STATE_CLASS[state])}>
      <StateGlyph className="mt-0.5 text-state" state={state} />
      <div className="min-w-0">
        <b className="block truncate leading-4.5">
          <ForeignText text={name} isTitled />
        </b>
        {hint === undefined ? (
          text !== null && <Advice {...{ text, quiet }} title={text} />
        ) : (
          <Link className="group" href={inScope(remediationAddress(name), scope)} title={howToFix}>
            <Advice {...{ quiet }} text={text ?? howToFix} title={text ?? undefined} />
          </Link>
        )}
      </div>
    </div>
  );
}

type FreedProps = Pick<CausesAsked, 'causes' | 'question'> & { cause: Cause; quiet: string };

/** The hosts that nothing but this cause keeps from passing. */
function Freed({ cause: { cause, freedAlone }, causes, question, quiet }: FreedProps) {
  const t = useTranslations('fabric');
  if (freedAlone.hosts === 0) return <span className={quiet}>{t('freedNone')}</span>;
  return (
    <Figure href={addressOfFreed(cause, causes, question)}>
      {t.rich('freed', { ...freedAlone, soft: (words) => <span className={quiet}>{words}</span> })}
    </Figure>
  );
}

function PlanLink({ cause, question }: { cause: string; question: HostQuestion }) {
  const t = useTranslations('fabric');
  const plan = planForCause(cause, question);
  if (plan === null) return null;
  return (
    <Link
      className="link after:absolute after:inset-0"
      href={plan}
      aria-label={t('planLabel', { cause: visibleText(cause) })}
    >
      {t('makePlan')}
    </Link>
  );
}

type AdviceProps = { text: string; title: string | undefined; quiet: string };

/** What to do is read whole, on two lines where one is too short. */
function Advice({ text, title, quiet }: AdviceProps) {
  return (
    <span
      className={classNames(
        'block text-small text-balance wrap-anywhere underline-offset-3 group-hover:underline',
        quiet,
      )}
      title={title}
    >
      {text}
    </span>
  );
}

type FigureProps = { href: string | null; className?: string; children: ReactNode };

/** A number that leads to the hosts it counts, where an address can ask for exactly them. */
function Figure({ href, className = 'underline-offset-3 hover:underline', children }: FigureProps) {
  if (href === null) return children;
  return (
    <Link className={className} href={href}>
      {children}
    </Link>
  );
}

const hostsBefore = ({ causes }: Summary, name: string) =>
  causes.find(({ cause }) => cause === name)?.hosts ?? 0;

/** Whether the fix restarts the host, as the catalogue says it. */
function Restart({ hint, quiet }: { hint: FixHint | undefined; quiet: string }) {
  const t = useTranslations();
  if (hint === undefined) return <span className={quiet}>{t('fabric.restartUnknown')}</span>;
  const { restart } = hint;
  if (restart.need === 'always') return t('fabric.restartYes');
  if (restart.need === 'never') return <span className={quiet}>{t('fabric.restartNo')}</span>;
  const modes = restart.modes.map((mode) => t(`fabric.restartMode.${mode}`)).join(', ');
  return <span title={modes}>{t('fabric.restartIf', { modes })}</span>;
}
