'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { type Found, groupsOf, isPlace, keyBeside, namedFirst } from '@/components/shell/search/found';
import { FoundOptions } from '@/components/shell/search/found-options';
import { SearchFoot } from '@/components/shell/search/search-foot';
import { SearchNotices } from '@/components/shell/search/search-notices';
import { useAnswer } from '@/components/shell/search/use-answer';
import { useHits } from '@/components/shell/search/use-hits';
import { type Doing, useLocal } from '@/components/shell/search/use-local';
import { hostsAddress } from '@/lib/client/host-address';
import { forgetFinds, type RecentFind, recentFinds, rememberFind } from '@/lib/client/recent-finds';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { Me } from '@/lib/contracts/procedures';

export type SearchListProps = {
  id: string;
  /** Trimmed. */
  text: string;
  operator: Me;
  doing: Doing;
  /** Somebody pressed Enter since they typed: the best hit is opened as soon as it is known. */
  isEntered: boolean;
  /** The press of Enter was answered, or there is nothing to open. */
  onTaken: () => void;
  /** What the field does with a key that is pressed in it. */
  keys: RefObject<((event: KeyboardEvent) => void) | null>;
  /** Which result is meant, by the id of its element. */
  onActive: (id: string | null) => void;
  onClose: () => void;
};

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

export function SearchList(props: SearchListProps) {
  const { id, text, operator, isEntered, onClose } = props;
  const [isEverywhere, setEverywhere] = useState(false);
  const scope = useScope();
  const within = isEverywhere ? { ...scope, fabrics: [] } : scope;
  const recent = useRecent(operator.id);
  const answer = useAnswer(text, within, isEntered);
  const toFound = useHits();
  const local = useLocal(text, operator.role, props.doing);
  const hits = answer.hits.map(toFound);
  const groups = groupsOf([
    ...(text === '' ? recent.found : []),
    ...namedFirst(text, [...hits, ...useAllHosts(text, hits)], local),
  ]);
  const found = groups.flatMap((group) => group.found);
  const isNothingFound = found.length === 0 && answer.isSettled && !answer.hasFailed;
  const open = useOpen(operator.id, (address) => inScope(address, within), onClose);
  const chosen = useChosen({ ...props, found, open, isSettled: answer.isSettled });

  return (
    <>
      <div className="flex min-h-40 flex-1 flex-col overflow-hidden" aria-busy={!answer.isSettled}>
        <SearchNotices
          {...{ text, answer, within, count: found.length }}
          onEverywhere={() => setEverywhere(true)}
        />
        {found.length > 0 && (
          <FoundOptions
            {...{ id, groups, idOf: chosen.idOf }}
            activeKey={chosen.key}
            addressOf={(address) => inScope(address, within)}
            onOpen={open}
            onMean={chosen.mean}
          />
        )}
      </div>
      <SearchFoot
        scope={within}
        // Where nothing is found it stands beside those words.
        onEverywhere={isNothingFound ? null : () => setEverywhere(true)}
        onForget={text === '' && recent.found.length > 0 ? recent.forget : null}
      />
    </>
  );
}

/** Where hosts are found, the list of all of them is one of the results. */
function useAllHosts(text: string, hits: readonly Found[]): Found[] {
  const t = useTranslations('search');
  if (!hits.some(({ kind }) => kind === 'host')) return [];
  const q = { include: [text], exclude: [] };
  const label = t('allHosts', { text });
  return [
    { key: 'all', kind: 'host', match: 'other', label, detail: '', to: hostsAddress({ filter: { q } }) },
  ];
}

function useRecent(person: string) {
  const [finds, setFinds] = useState(() => recentFinds(person));
  const toFound = ({ address, label, detail }: RecentFind): Found => ({
    ...{ key: `recent ${address}`, kind: 'recent', match: 'exact', label, detail, to: address },
  });
  return {
    found: finds.map(toFound),
    forget: () => {
      forgetFinds(person);
      setFinds([]);
    },
  };
}

function useOpen(person: string, addressOf: (address: string) => string, onClose: () => void) {
  const router = useRouter();
  /** `isFollowed`: the browser follows the link itself, perhaps into another tab. */
  return (one: Found, { isFollowed = false } = {}) => {
    const { kind, label, detail, to } = one;
    if (typeof to === 'string' && isPlace(one)) rememberFind(person, { kind, label, detail, address: to });
    onClose();
    if (typeof to !== 'string') to();
    else if (!isFollowed) router.push(addressOf(to));
  };
}

type Choosing = SearchListProps & {
  found: readonly Found[];
  open: (one: Found) => void;
  isSettled: boolean;
};

/** The result that Enter opens: the first, until an arrow or the pointer means another one. */
function useChosen({ id, text, found, open, isSettled, isEntered, onTaken, keys, onActive }: Choosing) {
  const [meant, setMeant] = useState<{ text: string; key: string } | null>(null);
  const isMeant = meant?.text === text && found.some(({ key }) => key === meant.key);
  const key = isMeant ? meant.key : (found[0]?.key ?? null);
  const mean = (next: string | null) => setMeant(next === null ? null : { text, key: next });
  const idOf = (one: string) => `${id}-${found.findIndex((other) => other.key === one)}`;
  const activeId = key === null ? null : idOf(key);
  const isReady = isEntered && (isSettled || isMeant);

  // The field, and what is on screen, are outside of this list.
  useEffect(() => {
    onActive(activeId);
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId, onActive]);
  useEffect(() => {
    keys.current = (event) => {
      const step = STEPS[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      mean(keyBeside(found, key, step));
    };
    return () => {
      keys.current = null;
    };
  });
  useEffect(() => {
    if (!isReady) return;
    onTaken();
    const one = found.find((other) => other.key === key);
    if (one !== undefined) open(one);
  });

  return { key, mean, idOf };
}
