'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { FixHint } from '@/components/fabric/fix-hints';
import { Trend } from '@/components/fabric/trend';
import { addressOfCause, addressOfFreed, planForCause, stateOfCause } from '@/components/fleet/cause-address';
import { useCauseText } from '@/components/fleet/cause-text';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import type { HostQuestion } from '@/lib/client/host-question';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { Summary } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

const cell = cva('h-12', { variants: { isFirst: { true: 'bg-insecure-tint' } } });

const quietText = cva(null, { variants: { isFirst: { true: 'text-ink-2', false: 'text-ink-3' } } });

type CauseRowProps = {
  rank: number;
  cause: Summary['causes'][number];
  /** All there are, by name. */
  causes: readonly string[];
  before: Summary | null;
  question: HostQuestion;
  hint: FixHint | undefined;
  mayPlan: boolean;
};

export function CauseRow({ rank, cause, causes, before, question, hint, mayPlan }: CauseRowProps) {
  const t = useTranslations('fabric');
  const fixText = useTranslations('fabric.fix');
  const causeText = useCauseText();
  const scope = useScope();
  const state = stateOfCause(cause.cause);
  const key = cause.cause as Parameters<typeof fixText.has>[0];
  const text = hint && fixText.has(key) ? fixText(key) : (hint?.title ?? causeText(cause.cause));
  const { freedAlone } = cause;
  const address = addressOfCause(cause.cause, question);
  const plan = planForCause(cause.cause, question);
  const isFirst = rank === 1;
  const quiet = quietText({ isFirst });
  return (
    <tr>
      <td className={cell({ isFirst, className: [quiet, 'max-tablet:hidden'] })}>{rank}</td>
      <td className={cell({ isFirst, className: STATE_CLASS[state] })}>
        <div className="flex items-start gap-2 py-1.5">
          <StateGlyph className="mt-0.5 text-state" state={state} />
          <div className="min-w-0">
            <b className="block truncate leading-4.5">
              <ForeignText text={cause.cause} isTitled />
            </b>
            {hint === undefined ? (
              text !== null && <Advice {...{ text, quiet }} title={text} />
            ) : (
              <Link
                className="group"
                href={inScope(remediationAddress(cause.cause), scope)}
                title={t('howToFix', { cause: visibleText(cause.cause) })}
              >
                <Advice
                  {...{ quiet }}
                  text={text ?? t('howToFix', { cause: visibleText(cause.cause) })}
                  title={text ?? undefined}
                />
              </Link>
            )}
          </div>
        </div>
      </td>
      <td className={cell({ isFirst, className: 'text-right' })}>
        <Figure className="link" href={address}>
          {t('hostCount', { count: cause.hosts })}
        </Figure>
      </td>
      <td className={cell({ isFirst, className: 'text-right text-verdict font-semibold max-tablet:hidden' })}>
        <Figure href={address}>{cause.vmsBlocked}</Figure>
      </td>
      <td className={cell({ isFirst, className: 'text-right' })}>
        {freedAlone.hosts === 0 ? (
          <span className={quiet}>{t('freedNone')}</span>
        ) : (
          <Figure href={addressOfFreed(cause.cause, causes, question)}>
            {t.rich('freed', { ...freedAlone, soft: (words) => <span className={quiet}>{words}</span> })}
          </Figure>
        )}
      </td>
      <td className={cell({ isFirst, className: 'max-desk:hidden print:table-cell' })}>
        {before && <Trend change={cause.hosts - hostsBefore(before, cause.cause)} />}
      </td>
      <td className={cell({ isFirst, className: 'max-desk:hidden print:table-cell' })}>
        <Restart {...{ hint, quiet }} />
        {mayPlan && plan !== null && (
          <Link
            className="block text-small underline print:hidden"
            href={plan}
            aria-label={t('planLabel', { cause: visibleText(cause.cause) })}
          >
            {t('plan')}
          </Link>
        )}
      </td>
    </tr>
  );
}

type AdviceProps = { text: string; title: string | undefined; quiet: string };

/** What to do is read whole, on two lines where one is too short. */
function Advice({ text, title, quiet }: AdviceProps) {
  return (
    <span
      className={classNames('block text-small wrap-anywhere underline-offset-3 group-hover:underline', quiet)}
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
