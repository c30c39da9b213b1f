'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SignedCount } from '@/components/fabric/trend';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import { STATES, type State } from '@/lib/domain/vocabulary';

/** The classes grow-1 to grow-200: half a percent is the finest share a bar can show. */
const SHARES = 200;

const shareClass = (count: number, total: number) =>
  `grow-${Math.max(1, Math.round((count / total) * SHARES))}`;

type StateBarProps = { summary: Summary; before: Summary | null; question: HostQuestion };

export function StateBar({ summary, before, question }: StateBarProps) {
  const t = useTranslations('fabric');
  const shown = STATES.filter((state) => summary.states[state] > 0);
  const labelOf = (state: State) => t('partOfBar', { count: summary.states[state], state });
  return (
    <>
      {/* For the mouse alone: the legend below has the same links, and parts of a bar may be too narrow to aim at. */}
      <ul className="bar" aria-hidden="true">
        {shown.map((state) => (
          <li key={state} className={shareClass(summary.states[state], summary.total)}>
            <Link
              className={STATE_CLASS[state]}
              href={hostsAddress(narrowed(question, 'state', state))}
              tabIndex={-1}
              title={labelOf(state)}
            >
              {state === 'Passed' && <span>{labelOf(state)}</span>}
            </Link>
          </li>
        ))}
      </ul>
      <ul className="legend" aria-label={t('byState')}>
        {STATES.map((state) => (
          <li key={state}>
            <Link
              className={classNames(STATE_CLASS[state], summary.states[state] === 0 && 'zero')}
              href={hostsAddress(narrowed(question, 'state', state))}
            >
              <StateGlyph state={state} />
              <span className="n">
                {summary.states[state]}
                <Change count={before === null ? 0 : summary.states[state] - before.states[state]} />
              </span>{' '}
              <span className="w">{state}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Since a day ago; what has not changed says nothing. */
function Change({ count }: { count: number }) {
  const t = useTranslations('fabric');
  if (count === 0) return null;
  return (
    <span className="d">
      {' '}
      <SignedCount count={count} />
      <span className="sr"> {t('thanDayBefore')}</span>
    </span>
  );
}
