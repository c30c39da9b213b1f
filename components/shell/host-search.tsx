'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FocusEvent, type FormEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { FoundHosts } from '@/components/shell/found-hosts';
import { useInputOnCtrlK } from '@/components/shell/use-input-on-ctrl-k';
import { SearchInput } from '@/components/ui/search-input';
import { hostsAddress } from '@/lib/client/host-address';
import { listInput } from '@/lib/client/host-question';
import type { Scope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { defaultHostQuery, type HostQuery, parseHostQuery } from '@/lib/contracts/host-query';

/** A pause in typing that is worth a question to the server. */
const PAUSE_MS = 200;
const SHOWN = 8;

/** Within the fabrics that are chosen. */
function searchQuery(text: string, { fabrics, at }: Scope): HostQuery {
  const reading = parseHostQuery(fabrics.map((fabric) => ['fabric', fabric]));
  const frame = reading.ok ? reading.query.filter : {};
  const filter = { ...frame, q: { include: [text], exclude: [] } };
  return { ...defaultHostQuery(), filter, at, limit: SHOWN };
}

/** Text, and what was asked of it: a little later, and never for nothing. */
function useFound(scope: Scope) {
  const trpc = useTRPC();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const isAsked = asked !== '' && asked === text.trim();
  const answer = useQuery(
    trpc.host.list.queryOptions(listInput(searchQuery(asked, scope)), { enabled: isAsked }),
  );

  function type(typed: string) {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAsked(typed.trim()), PAUSE_MS);
  }

  return { text, type, list: isAsked ? answer.data : undefined, hasFailed: isAsked && answer.isError };
}

/** Hosts from any page: Enter lists all that match, arrows lead to the first of them. */
export function HostSearch() {
  const t = useTranslations('shell');
  const router = useRouter();
  const scope = useScope();
  const { text, type, list, hasFailed } = useFound(scope);
  const input = useInputOnCtrlK();
  const { isInside, group } = useListBelow(input, () => type(''));
  const wanted = text.trim();

  const listAddress = (frame: Scope) => hostsAddress({ ...searchQuery(wanted, frame), limit: undefined });

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (wanted === '') return;
    type('');
    // Focus goes to the title of the list.
    input.current?.blur();
    router.push(listAddress(scope));
  }

  return (
    <search className="find" {...group}>
      <form onSubmit={handleSubmit}>
        <SearchInput
          ref={input}
          label={t('search')}
          keys="Ctrl K"
          size="medium"
          value={text}
          autoComplete="off"
          placeholder={t('search')}
          onChange={(event) => type(event.target.value)}
        />
      </form>
      {isInside && wanted !== '' && (
        <div className="menu found">
          <p className="who" role="status">
            <FoundCount total={list?.total} hasFailed={hasFailed} />
          </p>
          <FoundHosts hosts={list?.hosts ?? []} scope={scope} onOpen={() => type('')} />
          {scope.fabrics.length > 0 && (
            <Link
              className="it"
              href={listAddress({ ...scope, fabrics: [] })}
              prefetch={false}
              onClick={() => type('')}
            >
              {t('searchAll')}
            </Link>
          )}
        </div>
      )}
    </search>
  );
}

/** A list under an input, there while focus is in either: arrows move between them, Escape clears. */
function useListBelow(input: RefObject<HTMLInputElement | null>, clear: () => void) {
  const [isInside, setInside] = useState(false);

  function handleKeyDown(event: KeyboardEvent<HTMLElement>) {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')];
    const isInInput = event.target === input.current;
    if (event.key === 'Escape') clear();
    const target =
      event.key === 'ArrowDown' && isInInput
        ? links[0]
        : event.key === 'Escape' || (event.key === 'ArrowUp' && event.target === links[0])
          ? input.current
          : null;
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  function handleBlur({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
    if (!currentTarget.contains(relatedTarget)) setInside(false);
  }

  return {
    isInside,
    group: { onKeyDown: handleKeyDown, onFocus: () => setInside(true), onBlur: handleBlur },
  };
}

function FoundCount({ total, hasFailed }: { total: number | undefined; hasFailed: boolean }) {
  const t = useTranslations('shell');
  if (hasFailed) return t('searchFailed');
  return total === undefined ? t('searching') : t('searchFound', { total, shown: Math.min(total, SHOWN) });
}
