'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useFreshness } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { addressAt } from '@/lib/client/time-address';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { ASKED_BY_SHELL, WATCHED_BY_SHELL } from '@/lib/client/watched-query';
import type { FabricRow } from '@/lib/contracts/procedures';
import { formatFilterValue } from '@/lib/contracts/words/host-query';

/** The pages that stay when another fabric is chosen; one host has its own, so that its page leads to Fabric. */
const STAYING = [
  '/',
  '/hosts',
  '/changes',
  '/waves',
  '/changes/compare',
  '/remediation',
  '/secure-boot',
  '/explain',
  '/enroll',
  '/reports',
];

/** The address with one fabric or none, at the same time. */
function addressWith(path: string, parameters: URLSearchParams, fabric: string | null, at: Date | null) {
  const stays = STAYING.includes(path);
  const next = new URLSearchParams(stays ? parameters : undefined);
  next.delete('fabric');
  if (fabric !== null) next.append('fabric', formatFilterValue(fabric));
  return addressAt(stays ? path : '/', next, at);
}

type Counts = {
  names: readonly FabricRow[];
  /** How many hosts a fabric had at the time that the page shows; null where that is not known. */
  hostsOf: (id: string) => number | null;
  /** What there is are the counts of now: those of then have as much room until they come. */
  isToCome: boolean;
};

function useCounts(at: Date | null): Counts {
  const trpc = useTRPC();
  const { data: now } = useSuspenseQuery(
    trpc.fabric.list.queryOptions(undefined, at === null ? WATCHED_BY_SHELL : ASKED_BY_SHELL),
  );
  const { data: then, isPlaceholderData: isToCome } = useQuery(
    trpc.fabric.list.queryOptions(
      { at: at?.toISOString() ?? null },
      { enabled: at !== null, placeholderData: now },
    ),
  );
  const rows = at === null ? now : then;
  const hostsOf = (id: string) => rows?.find((row) => row.id === id)?.hosts ?? null;
  return { names: now, hostsOf, isToCome: at !== null && isToCome };
}

export function FabricSelector() {
  const t = useTranslations('shell');
  const path = usePathname();
  const parameters = useSearchParams();
  const { at, fabrics: chosen } = useScope();
  const { names, hostsOf, isToCome } = useCounts(at);
  const freshness = useFreshness();
  const isUnvouched = freshness.kind === 'stale' && freshness.isShellOld;
  if (names.length === 0) return null;

  const counts = names.flatMap(({ id }) => hostsOf(id) ?? []);
  const total = counts.reduce((sum, hosts) => sum + hosts, 0);
  return (
    // It stays beside the search on a phone, also in 320 px: a third line would lie over the page.
    <nav
      className={segmentsClass({
        className: [
          isUnvouched && 'unvouched',
          'min-w-0 overflow-x-auto max-named:order-1 max-named:ml-3 max-named:max-w-[calc(100%-136px)] max-named:flex-none max-tablet:max-w-[44%]',
        ],
      })}
      aria-label={t('fabrics')}
    >
      <Link
        className={segmentClass()}
        href={addressWith(path, parameters, null, at)}
        aria-current={chosen.length === 0 ? 'true' : undefined}
      >
        {t('allFabrics')} <Count hosts={counts.length < names.length ? null : total} isToCome={isToCome} />
      </Link>
      {names.map(({ id, name }) => (
        <Link
          key={id}
          className={segmentClass()}
          href={addressWith(path, parameters, name, at)}
          aria-current={chosen.length === 1 && chosen[0] === formatFilterValue(name) ? 'true' : undefined}
        >
          <ForeignText text={name} /> <Count hosts={hostsOf(id)} isToCome={isToCome} />
        </Link>
      ))}
    </nav>
  );
}

function Count({ hosts, isToCome }: { hosts: number | null; isToCome: boolean }) {
  const format = useFormatter();
  return hosts === null ? null : (
    <span
      className={classNames(
        'font-normal text-ink-3 unvouched:bg-hatch-faint unvouched:text-ink',
        isToCome && 'invisible',
      )}
    >
      {format.number(hosts)}
    </span>
  );
}
