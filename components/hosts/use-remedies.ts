'use client';

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { isRefused } from '@/lib/client/error-code';
import type { HostView } from '@/lib/client/outputs';
import { remediesQuestion, remedyKeys } from '@/lib/client/remedies-question';
import { textAt } from '@/lib/client/text-at';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { type RealValues, withRealValues } from '@/lib/domain/remediation/real-values';
import type { RemediationText } from '@/lib/domain/remediation/types';
import type { Locale } from '@/lib/i18n/locales';

/** Its server is away for a moment: whatever else the page asks for says so. */
const ASK_AGAIN_MS = 5_000;

/** How to fix what is wrong with a host, by its name. What the server has not answered yet is asked for and not there. */
export type Remedies = {
  asked: readonly string[];
  entries: ReadonlyMap<string, CatalogueEntry>;
  /** Looked at as of an earlier time: nobody copies what was so then, and what is so now belongs to the page of now. */
  isPast: boolean;
};

/** The steps with what is known of this host: the nodes of its cluster that can take its VMs now, and its own words. */
export function useRemedies(host: HostView, at: string | null): Remedies {
  // Sound: the locale is one of those that the console has.
  const question = remediesQuestion(host, useLocale() as Locale);
  const { data } = useQuery(
    useTRPC().system.catalogue.queryOptions(question ?? skipToken, {
      // It is the same as long as the server is.
      staleTime: Number.POSITIVE_INFINITY,
      // Somebody may be at work by the steps that are there: they stay until the server answers, which a failed query would end.
      placeholderData: keepPreviousData,
      retry: (_, error) => !isRefused(error),
      retryDelay: ASK_AGAIN_MS,
    }),
  );
  const fill = useFilled(host, at);
  const isPast = at !== null;
  const { attestationMode: mode } = host;
  const asked = remedyKeys(host).join(' ');
  return useMemo(() => {
    const known = (data?.entries ?? []).filter(({ modes }) => modes?.includes(mode) ?? true);
    const entries = known.map(
      (entry) => [entry.key, { ...entry, steps: isPast ? [] : entry.steps.map(fill) }] as const,
    );
    return { asked: asked.split(' '), entries: new Map(entries), isPast };
  }, [data, mode, asked, fill, isPast]);
}

type Step = CatalogueEntry['steps'][number];

function useFilled(host: HostView, at: string | null): (step: Step) => Step {
  const t = useTranslations('remediation');
  const values = useRealValues(host, at);
  return useCallback(
    (step) => {
      const { id, command } = step;
      if (command === undefined) return step;
      // The scripts name their messages themselves; a test of the domain holds them complete.
      const text: RemediationText = (message) => t(message as Parameters<typeof t.has>[0]);
      return { ...step, command: withRealValues({ id, command }, values, text) };
    },
    [t, values],
  );
}

function useRealValues(
  { id, hostname, model, firmwareVersion, hgsClient }: HostView,
  at: string | null,
): RealValues {
  const options = useTRPC().host.mayRestart.queryOptions({ id, for: 'drain' }, watching(PAGE_EVERY_MS, null));
  const { data, isError } = useQuery({ ...options, enabled: at === null });
  const able = isError ? undefined : data?.reasons.find(({ code }) => code === 'ableNodes');
  const names = able?.evidence.nodes?.flatMap(({ name }) => name ?? []).join(' ') ?? '';
  const attestationServerUrl = textAt(hgsClient, 'attestationServerUrl');
  const keyProtectionServerUrl = textAt(hgsClient, 'keyProtectionServerUrl');
  return useMemo(
    () => ({
      words: { hostname, model, firmwareVersion, attestationServerUrl, keyProtectionServerUrl },
      ableNodes: names === '' ? [] : names.split(' '),
    }),
    [names, hostname, model, firmwareVersion, attestationServerUrl, keyProtectionServerUrl],
  );
}
