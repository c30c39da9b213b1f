'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useExistingText } from '@/components/fleet/use-existing-text';
import { Link } from '@/components/ui/link';
import { type HostQuestion, questionInput, unfiltered } from '@/lib/client/host-question';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { KEPT_AS_SHOWN, LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { SAID_WORDS } from '@/lib/domain/host-filter';
import { KNOWN_CAUSES, KNOWN_CHECKS } from '@/lib/domain/vocabulary';
import { visibleText } from '@/lib/util/visible-text';

/** What hosts and people name freely, so that any value may be asked for. */
export const FREE_WORDS = ['cluster', 'check', 'cause', 'os', ...SAID_WORDS, 'agent', 'owner'] as const;
type FreeWord = (typeof FREE_WORDS)[number];

/** Hosts name these freely, so one that nobody knows may have been there before. */
const DOCUMENTED: Partial<Record<FreeWord, readonly string[]>> = {
  check: KNOWN_CHECKS,
  cause: KNOWN_CAUSES,
};
/** What is said of a value that no document has either. */
const UNDOCUMENTED = { check: 'noCheck', cause: 'noCause' } as const;

type UnknownWordsProps = {
  /** What is asked for; a filter of changes has some of the words of hosts. */
  question: HostQuestion;
  words?: readonly FreeWord[];
  /** What somebody fills in beside it asks for nothing again. */
  isAskedOnce?: boolean;
};

/**
 * Chosen values that no host has at the time looked at, and what there is: a name is easily mistyped. It asks for the facets of
 * all hosts, and in a list again and again: there it is for one that is empty, or that has several values asked of it.
 */
export function UnknownWords({ question, words = FREE_WORDS, isAskedOnce = false }: UnknownWordsProps) {
  const t = useTranslations('fleet.noSuch');
  const existingText = useExistingText();
  const trpc = useTRPC();
  const scope = useScope();
  const asked = words.filter((word) => (question.filter[word]?.include ?? []).length > 0);
  const { data } = useQuery({
    ...trpc.host.facets.queryOptions(
      questionInput(unfiltered(question)),
      isAskedOnce ? KEPT_AS_SHOWN : watching(LIST_EVERY_MS, question.at),
    ),
    enabled: asked.length > 0,
  });
  if (data === undefined) return null;
  return asked.flatMap((word) => {
    const existing = (data.facets[word] ?? []).map(({ value }) => value);
    const unknown = (question.filter[word]?.include ?? []).filter((value) => !existing.includes(value));
    return unknown.map((value) => {
      const known = [...new Set([...existing, ...(DOCUMENTED[word] ?? [])])];
      const said =
        (word === 'check' || word === 'cause') && !known.includes(value) ? UNDOCUMENTED[word] : word;
      return (
        <p key={`${word} ${value}`} className="wrap-anywhere">
          {t('value', { word: said, value: visibleText(value) })}{' '}
          {existingText(value, said === word ? existing : known, known)}{' '}
          {word === 'check' && (
            <Link className="link" href={inScope('/remediation', scope)}>
              {t('allChecks')}
            </Link>
          )}
        </p>
      );
    });
  });
}
