'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { SignedCount } from '@/components/fabric/trend';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import { STATES, type State } from '@/lib/domain/vocabulary';

/** The classes grow-1 to grow-200: half a percent is the finest share a bar can show. */
const SHARES = 200;

const shareClass = (count: number, total: number) =>
  `grow-${Math.max(1, Math.round((count / total) * SHARES))}`;

const part = cva('relative min-w-2 rounded-[2px] unvouched:bg-surface unvouched:bg-hatch-soft', {
  variants: {
    look: {
      passed:
        'bg-passed-soft pl-2.5 text-small/6 font-semibold whitespace-nowrap text-passed-ink inset-ring inset-ring-passed unvouched:text-silent-ink unvouched:inset-ring-silent',
      silent: 'bg-surface bg-hatch inset-ring inset-ring-silent',
      other: 'bg-state',
    },
  },
});

function lookOf(state: State): 'passed' | 'silent' | 'other' {
  if (state === 'Passed') return 'passed';
  return state === 'Silent' ? 'silent' : 'other';
}

const glyph = cva(null, { variants: { isNone: { true: 'text-ink-3', false: 'text-state' } } });

const figure = cva('text-count tracking-tight', {
  variants: { isNone: { true: 'font-normal text-ink-3', false: 'font-semibold' } },
});

type StateBarProps = { summary: Summary; before: Summary | null; question: HostQuestion };

export function StateBar({ summary, before, question }: StateBarProps) {
  const t = useTranslations('fabric');
  const shown = STATES.filter((state) => summary.states[state] > 0);
  const stateText = useStateText();
  const labelOf = (state: State) => t('partOfBar', { count: summary.states[state], state: stateText(state) });
  return (
    <>
      {/* It is for the mouse alone: the legend below has the same links, and parts of a bar may be too narrow to aim at. */}
      <ul className="mt-4 flex h-6 gap-0.5" aria-hidden="true">
        {shown.map((state) => (
          <li
            key={state}
            className={classNames('grid min-w-2 basis-0', shareClass(summary.states[state], summary.total))}
          >
            <Link
              className={part({ look: lookOf(state), className: STATE_CLASS[state] })}
              href={hostsAddress(narrowed(question, 'state', state))}
              tabIndex={-1}
              title={labelOf(state)}
            >
              {state === 'Passed' && (
                <span className="unvouched:bg-surface unvouched:bg-hatch-faint unvouched:px-1">
                  {labelOf(state)}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <ul
        className="mt-2.5 grid grid-cols-[repeat(9,auto)] justify-between gap-2 max-columns:flex max-columns:flex-wrap max-columns:justify-start max-columns:gap-x-6"
        aria-label={t('byState')}
      >
        {STATES.map((state) => (
          <li key={state}>
            <Link
              className={classNames(
                STATE_CLASS[state],
                'group grid grid-cols-[16px_auto] items-center gap-x-1.75 rounded-pill py-1 pr-2 whitespace-nowrap',
              )}
              href={hostsAddress(narrowed(question, 'state', state))}
            >
              <StateGlyph className={glyph({ isNone: summary.states[state] === 0 })} state={state} />
              <span className={figure({ isNone: summary.states[state] === 0 })}>
                {summary.states[state]}
                <Change count={before === null ? 0 : summary.states[state] - before.states[state]} />
              </span>{' '}
              <span className="col-start-2 text-small text-ink-2 underline-offset-3 group-hover:underline">
                {stateText(state)}
              </span>
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
    // No taller than its figure, so that all legends stand on one line.
    <span className="text-small/none ml-0.5 font-normal tracking-normal text-ink-3">
      {' '}
      <SignedCount count={count} />
      <span className="sr-only"> {t('thanDayBefore')}</span>
    </span>
  );
}
