'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Scope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import type { SearchHit } from '@/lib/contracts/search';
import type { Locale } from '@/lib/i18n/locales';

/** A pause in typing that is worth a question to the server. */
const PAUSE_MS = 120;

const NOTHING: readonly SearchHit[] = [];

/** What is typed, once nobody typed for a moment; at once where somebody waits for it. */
function usePaused(text: string, isHurried: boolean): string {
  const [paused, setPaused] = useState(text);

  // Time is the browser's.
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), isHurried ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, isHurried]);
  return paused;
}

/** What the server finds for a text. Until it is there, what was found for the text before stays; its request is given up. */
export function useAnswer(text: string, { fabrics, at }: Scope, isHurried: boolean) {
  // Sound: the locale is one of those that the console has.
  const lang = useLocale() as Locale;
  const asked = usePaused(text, isHurried);
  const input = { q: asked, fabric: [...fabrics], at: at?.toISOString() ?? null, lang };
  const answer = useQuery(
    useTRPC().search.find.queryOptions(input, {
      enabled: asked !== '',
      placeholderData: keepPreviousData,
      trpc: { abortOnUnmount: true },
    }),
  );
  const isCurrent = asked === text && !answer.isPlaceholderData;
  const hasFailed = isCurrent && answer.isError;
  return {
    hits: text === '' ? NOTHING : (answer.data?.hits ?? NOTHING),
    hasFailed,
    /** Whether what is shown is what was asked for, or will not come. */
    isSettled: text === '' || (isCurrent && !answer.isPending) || hasFailed,
    retry: () => void answer.refetch(),
  };
}
