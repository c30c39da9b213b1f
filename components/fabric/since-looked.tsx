'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { sinceInput } from '@/components/fabric/recent-input';
import { SignedCount } from '@/components/fabric/trend';
import { addressOfWave, useWaveText } from '@/components/fabric/trend-waves';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import { Time } from '@/components/fleet/time';
import { classNames } from '@/components/ui/class-names';
import { isFocusLost } from '@/components/ui/is-focus-lost';
import { Link } from '@/components/ui/link';
import { compareAddress } from '@/lib/client/compare-address';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, UNAWAITED, watching } from '@/lib/client/watched-query';
import type { ChangesSince } from '@/lib/contracts/changes';
import type { Summary } from '@/lib/contracts/fleet';
import { STATES, type State } from '@/lib/domain/vocabulary';

const WAVES_NAMED = 2;

/**
 * Since when the person is told what changed. Opening the page, and coming back to its tab, is a look; an open page that
 * asks again by itself is none, since nobody may sit before it.
 */
function useLastLook() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(trpc.operator.lastLook.queryOptions(undefined, { staleTime: Infinity }));
  const { mutate } = useMutation(
    trpc.operator.look.mutationOptions({
      meta: UNAWAITED,
      // One after the other, so that the answer to the opening never comes last.
      scope: { id: 'look' },
      onSuccess: (look) => client.setQueryData(trpc.operator.lastLook.queryKey(), look),
    }),
  );
  useEffect(() => {
    const handleLook = () => {
      if (document.visibilityState === 'visible') mutate({});
    };
    handleLook();
    document.addEventListener('visibilitychange', handleLook);
    return () => document.removeEventListener('visibilitychange', handleLook);
  }, [mutate]);
  return {
    since: data?.since ?? null,
    handleSeen: (onSuccess: () => void) => mutate({ hasSeen: true }, { onSuccess }),
  };
}

type SinceLookedProps = { summary: Summary; question: HostQuestion };

/** What changed since the person last looked; nothing where nothing did. */
export function SinceLooked({ summary, question }: SinceLookedProps) {
  const trpc = useTRPC();
  const { since, handleSeen } = useLastLook();
  const isAsked = since !== null;
  const { data: changes } = useQuery({
    ...trpc.change.since.queryOptions(sinceInput(question, since ?? ''), watching(PAGE_EVERY_MS, null)),
    enabled: isAsked,
  });
  const { data: before } = useQuery({
    ...trpc.host.summary.queryOptions({ ...questionInput(question), at: since }, { staleTime: Infinity }),
    enabled: isAsked,
  });
  if (since === null || changes === undefined || before === undefined) return null;
  const moved = movedStates(before.states, summary.states);
  const { failed, silent, recovered, waves } = changes;
  if (moved.length === 0 && failed + silent + recovered + waves.length === 0) return null;
  return <Since {...{ changes, moved, question, handleSeen }} asOf={summary.asOf} />;
}

type SinceProps = {
  changes: ChangesSince;
  moved: ReturnType<typeof movedStates>;
  question: HostQuestion;
  asOf: string;
  handleSeen: (onSuccess: () => void) => void;
};

function Since({ changes, moved, question, asOf, handleSeen }: SinceProps) {
  const t = useTranslations('fabric.since');
  const { since, failed, silent, recovered } = changes;
  const fabric = question.filter.fabric;
  return (
    <section
      className="mt-3 grid gap-1 rounded-panel border border-line-2 bg-surface px-4 py-2"
      aria-label={t('label')}
    >
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p>
          <b>{t.rich('head', { moment: () => <Time value={since} asOf={asOf} place="inSentence" /> })}</b>{' '}
          {t('turned', { failed, silent, recovered })}
        </p>
        <span className="ml-auto flex gap-4 text-small/6 print:hidden">
          <Link
            className="link"
            href={compareAddress({ from: new Date(since), to: null, fabric, cursor: null })}
          >
            {t('compare')}
          </Link>
          <button
            type="button"
            className="link"
            onClick={({ currentTarget }) => handleSeen(focusWithout(currentTarget))}
          >
            {t('seen')}
          </button>
        </span>
      </div>
      <MovedStates moved={moved} />
      <SinceWaves changes={changes} />
    </section>
  );
}

/** The button goes once it is done, and the keyboard's focus would with it. Whoever went elsewhere meanwhile stays there. */
function focusWithout(button: HTMLElement): () => void {
  const main = button.closest('main');
  return () => {
    if (isFocusLost() || document.activeElement === button) main?.focus({ preventScroll: true });
  };
}

function MovedStates({ moved }: Pick<SinceProps, 'moved'>) {
  const stateText = useStateText();
  if (moved.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small/5 text-ink-2">
      {moved.map(({ state, change }) => (
        <li key={state} className={classNames(STATE_CLASS[state], 'flex items-center gap-1.5')}>
          <span className="text-state">
            <StateGlyph state={state} size={12} />
          </span>
          {stateText(state)}
          <b className="tabular-nums">
            <SignedCount count={change} />
          </b>
        </li>
      ))}
    </ul>
  );
}

function SinceWaves({ changes: { waves } }: { changes: ChangesSince }) {
  const waveText = useWaveText();
  if (waves.length === 0) return null;
  return (
    <ul className="grid text-small/6">
      {waves.slice(0, WAVES_NAMED).map((wave) => (
        <li key={wave.id}>
          <Link className="link" href={addressOfWave(wave, null)}>
            {waveText(wave)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

type Counts = Readonly<Record<State, number>>;

/** How many more or fewer hosts each state has than before. States with the same number are left out. */
const movedStates = (before: Counts, now: Counts): { state: State; change: number }[] =>
  STATES.map((state) => ({ state, change: now[state] - before[state] })).filter(({ change }) => change !== 0);
