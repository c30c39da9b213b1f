'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { searchText, withSearch } from '@/components/hosts/filter-chips';
import { Icon } from '@/components/ui/icon';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { hostsAddress } from '@/lib/client/host-address';
import type { HostQuery } from '@/lib/contracts/host-query';

/** A pause in typing that is worth a question to the server. */
const PAUSE_MS = 250;

export function FilterSearch({ query }: { query: HostQuery }) {
  const t = useTranslations('hosts');
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = searchText(query.filter);
  const [text, setText] = useState(asked);
  // What the address said when this was last in step with it: a change from elsewhere replaces the text.
  const [known, setKnown] = useState(asked);
  if (asked !== known) {
    setKnown(asked);
    setText(asked);
  }
  useShortcuts([{ keys: ['/'], run: () => input.current?.focus() }]);

  function ask(wanted: string) {
    clearTimeout(timer.current);
    if (wanted === asked) return;
    setKnown(wanted);
    router.replace(hostsAddress({ ...query, filter: withSearch(query.filter, wanted), cursor: null }));
  }

  function handleChange(wanted: string) {
    setText(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(wanted.trim()), PAUSE_MS);
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    ask(text.trim());
  }

  return (
    <search>
      <form onSubmit={handleSubmit}>
        <label className="search">
          <Icon name="search" />
          <span className="sr">{t('search')}</span>
          <input
            ref={input}
            type="search"
            value={text}
            maxLength={200}
            placeholder={t('searchHint')}
            onChange={(event) => handleChange(event.target.value)}
          />
          <kbd>/</kbd>
        </label>
      </form>
    </search>
  );
}
