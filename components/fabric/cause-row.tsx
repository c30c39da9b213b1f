'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { addressOfCause, addressOfFreed, stateOfCause } from '@/components/fabric/cause-address';
import type { FixHint } from '@/components/fabric/fix-hints';
import { Trend } from '@/components/fabric/trend';
import { useCauseText } from '@/components/fleet/cause-text';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostQuestion } from '@/lib/client/host-question';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { Summary } from '@/lib/contracts/fleet';
import { visibleText } from '@/lib/util/visible-text';

type CauseRowProps = {
  rank: number;
  cause: Summary['causes'][number];
  /** All there are, by name. */
  causes: readonly string[];
  before: Summary | null;
  question: HostQuestion;
  hint: FixHint | undefined;
};

export function CauseRow({ rank, cause, causes, before, question, hint }: CauseRowProps) {
  const t = useTranslations('fabric');
  const fixText = useTranslations('fabric.fix');
  const causeText = useCauseText();
  const scope = useScope();
  const state = stateOfCause(cause.cause);
  const key = cause.cause as Parameters<typeof fixText.has>[0];
  const text = hint && fixText.has(key) ? fixText(key) : (hint?.title ?? causeText(cause.cause));
  const { freedAlone } = cause;
  const address = addressOfCause(cause.cause, question);
  return (
    <tr className={classNames(rank === 1 && 'first')}>
      <td className="rank">{rank}</td>
      <td className={STATE_CLASS[state]}>
        <div className="cause">
          <StateGlyph state={state} />
          <div>
            <b>
              <ForeignText text={cause.cause} isTitled />
            </b>
            {hint === undefined ? (
              text !== null && <span title={text}>{text}</span>
            ) : (
              <Link
                href={inScope(remediationAddress(cause.cause), scope)}
                title={t('howToFix', { cause: visibleText(cause.cause) })}
              >
                <span title={text ?? undefined}>
                  {text ?? t('howToFix', { cause: visibleText(cause.cause) })}
                </span>
              </Link>
            )}
          </div>
        </div>
      </td>
      <td className="num">
        <Figure className="link" href={address}>
          {t('hostCount', { count: cause.hosts })}
        </Figure>
      </td>
      <td className="num big">
        <Figure href={address}>{cause.vmsBlocked}</Figure>
      </td>
      <td className="num">
        {freedAlone.hosts === 0 ? (
          <span className="mute">{t('freedNone')}</span>
        ) : (
          <Figure href={addressOfFreed(cause.cause, causes, question)}>
            {t.rich('freed', { ...freedAlone, soft: (words) => <span className="mute">{words}</span> })}
          </Figure>
        )}
      </td>
      <td>{before && <Trend change={cause.hosts - hostsBefore(before, cause.cause)} />}</td>
      <td>
        <Restart hint={hint} />
      </td>
    </tr>
  );
}

type FigureProps = { href: string | null; className?: string; children: ReactNode };

/** A number that leads to the hosts it counts, where an address can ask for exactly them. */
function Figure({ href, className = 'figure', children }: FigureProps) {
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
function Restart({ hint }: { hint: FixHint | undefined }) {
  const t = useTranslations();
  if (hint === undefined) return <span className="mute">{t('fabric.restartUnknown')}</span>;
  const { restart } = hint;
  if (restart.need === 'always') return t('fabric.restartYes');
  if (restart.need === 'never') return <span className="mute">{t('fabric.restartNo')}</span>;
  const modes = restart.modes.map((mode) => t(`fleet.mode.${mode}`)).join(', ');
  return <span title={modes}>{t('fabric.restartIf', { modes })}</span>;
}
