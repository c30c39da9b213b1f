'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import {
  type AllThatMatch,
  choose,
  countOf,
  type HostChoice,
  isChosen,
  NOBODY,
  rowsBetween,
} from '@/components/hosts/host-choice';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { hostsAddress } from '@/lib/client/host-address';
import { questionInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import type { HostRow } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';

type Kept = {
  /** Which list they were chosen in: of another one nothing is kept. */
  question: string;
  choice: HostChoice;
  /** The row that was chosen last, where a range begins. */
  last: string | null;
  /** A preview of all that matched found that other hosts match now. */
  isDrifted: boolean;
  /** What was to be done to all that matched was refused, since other hosts match now. */
  isRefused: boolean;
};

const nothing = (question: string): Kept => ({
  question,
  choice: NOBODY,
  last: null,
  isDrifted: false,
  isRefused: false,
});

const named = ({ id, hostname, fqdn }: HostRow) => ({ id, hostname, fqdn });

/** The row that has focus, or holds what has it. */
const focusedRow = () => document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row ?? null;

export type ChoosingHosts = ReturnType<typeof useHostChoice>;

/** The hosts that a person works on: they outlast polling, paging and sorting, and end with another question. */
export function useHostChoice(query: HostQuery, page: readonly HostRow[]) {
  const question = hostsAddress({ filter: query.filter, at: query.at });
  const [kept, setKept] = useState(() => nothing(question));
  if (kept.question !== question) setKept(nothing(question));
  const { choice, isDrifted, isRefused } = kept.question === question ? kept : nothing(question);
  const change = (next: HostChoice) => setKept({ ...nothing(question), choice: next });
  // Whoever has chosen anew meanwhile is told nothing of what was chosen before.
  const mark = (found: Partial<Kept>) =>
    setKept((now) => (now.choice === choice ? { ...now, ...found } : now));

  // One function for all choices made on a page: a row that is not concerned by one is not drawn anew.
  const chooseRow = useCallback(
    (id: string, isRange: boolean) =>
      setKept((now) => {
        const before = now.question === question ? now : nothing(question);
        const rows = rowsBetween(page, isRange ? before.last : null, id).map(named);
        const isOn = !isChosen(before.choice, id);
        const next = choose(before.choice, rows, { isOn, page: page.map(named) });
        return { ...nothing(question), choice: next, last: id };
      }),
    [question, page],
  );

  const all = useAllThatMatch(query, (found) =>
    // Whoever asked for another list meanwhile has chosen nothing of it.
    setKept((now) =>
      now.question === question
        ? { ...nothing(question), choice: found.count === 0 ? NOBODY : { all: found } }
        : now,
    ),
  );

  const chooseFocused = (isRange: boolean) => {
    const id = focusedRow();
    if (id !== null) chooseRow(id, isRange);
  };
  useShortcuts({ select: () => chooseFocused(false), selectRange: () => chooseFocused(true) });

  return {
    choice,
    count: countOf(choice),
    isDrifted,
    isRefused,
    chooseRow,
    choosePage: (isOn: boolean) => change(choose(choice, page.map(named), { isOn, page: page.map(named) })),
    onlyPage: () => change(choose(NOBODY, page.map(named), { isOn: true, page: [] })),
    clear: () => change(NOBODY),
    markDrifted: () => mark({ isDrifted: true }),
    markRefused: () => mark({ isRefused: true }),
    all,
  };
}

/** Asks which hosts match now, so that a verb is refused for any others. */
function useAllThatMatch(query: HostQuery, onFound: (all: AllThatMatch) => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      queries.fetchQuery({ ...trpc.host.selection.queryOptions(questionInput(query)), staleTime: 0 }),
    onSuccess: onFound,
  });
  return { choose: () => mutate(), isPending, error };
}
