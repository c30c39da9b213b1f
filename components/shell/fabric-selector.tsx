'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { type FabricChoice, FabricMenu, FabricName } from '@/components/shell/fabric-menu';
import { useFreshness } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
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

/** All of them, then each. */
function useFabricChoices({ names, hostsOf }: Counts): FabricChoice[] {
  const path = usePathname();
  const parameters = useSearchParams();
  const { at, fabrics: chosen } = useScope();
  const counts = names.flatMap(({ id }) => hostsOf(id) ?? []);
  const total = counts.reduce((sum, hosts) => sum + hosts, 0);
  const addressOf = (name: string | null) => addressWith(path, parameters, name, at);
  return [
    {
      ...{ id: '', name: null, address: addressOf(null) },
      hosts: counts.length < names.length ? null : total,
      isChosen: chosen.length === 0,
    },
    ...names.map(({ id, name }) => ({
      ...{ id, name, address: addressOf(name), hosts: hostsOf(id) },
      isChosen: chosen.length === 1 && chosen[0] === formatFilterValue(name),
    })),
  ];
}

/** So many stand side by side; more are in a list that opens, as all are on a phone. */
const MOST_SIDE_BY_SIDE = 6;

export function FabricSelector() {
  const { at } = useScope();
  const counts = useCounts(at);
  const choices = useFabricChoices(counts);
  const freshness = useFreshness();
  const isUnvouched = freshness.kind === 'stale' && freshness.isShellOld;
  if (counts.names.length === 0) return null;
  const areMany = choices.length > MOST_SIDE_BY_SIDE;
  const unvouched = isUnvouched && 'unvouched';
  const countOf = ({ hosts }: FabricChoice) => <Count hosts={hosts} isToCome={counts.isToCome} />;
  return (
    <>
      {!areMany && <FabricSegments {...{ choices, countOf }} className={classNames(unvouched)} />}
      <FabricMenu {...{ choices, countOf }} className={classNames(!areMany && 'tablet:hidden', unvouched)} />
    </>
  );
}

type SegmentsProps = ComponentProps<typeof FabricMenu>;

function FabricSegments({ choices, countOf, className }: SegmentsProps) {
  const t = useTranslations('shell');
  return (
    <nav
      className={segmentsClass({
        className: [
          className,
          'min-w-0 overflow-x-auto max-named:order-1 max-named:ml-3 max-named:max-w-[calc(100%-136px)] max-named:flex-none max-tablet:hidden',
        ],
      })}
      aria-label={t('fabrics')}
    >
      {choices.map((choice) => (
        <Link
          key={choice.id}
          className={segmentClass()}
          href={choice.address}
          aria-current={choice.isChosen ? 'true' : undefined}
        >
          <FabricName choice={choice} /> {countOf(choice)}
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
