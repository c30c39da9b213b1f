'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { useFreshness } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { addressAt } from '@/lib/client/time-address';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { ASKED_BY_SHELL, WATCHED_BY_SHELL } from '@/lib/client/watched-query';
import type { FabricRow } from '@/lib/contracts/procedures';
import { formatFilterValue } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

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

const LIST = 'fabrics';

type Choice = { key: string; name: string | null; href: string; hosts: number | null; isChosen: boolean };

/** All fabrics, and each of them. */
function useChoices(): { choices: Choice[]; isToCome: boolean } {
  const path = usePathname();
  const parameters = useSearchParams();
  const { at, fabrics: chosen } = useScope();
  const { names, hostsOf, isToCome } = useCounts(at);
  const counts = names.flatMap(({ id }) => hostsOf(id) ?? []);
  const total = counts.reduce((sum, hosts) => sum + hosts, 0);
  const all = {
    key: 'all',
    name: null,
    href: addressWith(path, parameters, null, at),
    hosts: counts.length < names.length ? null : total,
    isChosen: chosen.length === 0,
  };
  const each = names.map(({ id, name }) => ({
    key: id,
    name,
    href: addressWith(path, parameters, name, at),
    hosts: hostsOf(id),
    isChosen: chosen.length === 1 && chosen[0] === formatFilterValue(name),
  }));
  return { choices: names.length === 0 ? [] : [all, ...each], isToCome };
}

export function FabricSelector() {
  const t = useTranslations('shell');
  const { choices, isToCome } = useChoices();
  const freshness = useFreshness();
  const isUnvouched = freshness.kind === 'stale' && freshness.isShellOld;
  if (choices.length === 0) return null;
  const links = <Links {...{ choices, isToCome }} />;
  return (
    <>
      <nav
        className={segmentsClass({
          className: [
            isUnvouched && 'unvouched',
            'min-w-0 overflow-x-auto max-named:order-1 max-named:ml-3 max-named:max-w-[calc(100%-136px)] max-named:flex-none max-tablet:hidden',
          ],
        })}
        aria-label={t('fabrics')}
      >
        {links}
      </nav>
      <div className={classNames('ml-3 max-tablet:order-1 tablet:hidden', isUnvouched && 'unvouched')}>
        <Chosen {...{ choices, isToCome }} />
        {/* It closes with the address that a choice leads to. */}
        <nav
          key={choices[0]?.href + String(choices.findIndex(({ isChosen }) => isChosen))}
          id={LIST}
          popover="auto"
          className="fixed inset-auto top-bar left-3 m-0 max-h-[60vh] max-w-[calc(100vw-24px)] flex-col overflow-y-auto rounded-panel border border-line-2 bg-surface p-1 text-ink shadow-menu open:flex"
          aria-label={t('fabrics')}
        >
          {links}
        </nav>
      </div>
    </>
  );
}

type LinksProps = { choices: readonly Choice[]; isToCome: boolean };

function Links({ choices, isToCome }: LinksProps) {
  const t = useTranslations('shell');
  return choices.map(({ key, name, href, hosts, isChosen }) => (
    <Link key={key} className={segmentClass()} href={href} aria-current={isChosen ? 'true' : undefined}>
      {name === null ? t('allFabrics') : <ForeignText text={name} />} <Count {...{ hosts, isToCome }} />
    </Link>
  ));
}

/** A phone has no room for their names beside each other: a list opens below the one that is chosen. */
function Chosen({ choices, isToCome }: LinksProps) {
  const t = useTranslations('shell');
  const scope = useScopeName(useScope()) ?? t('allFabrics');
  const hosts = choices.find(({ isChosen }) => isChosen)?.hosts ?? null;
  return (
    <Button popoverTarget={LIST} title={t('fabrics')}>
      <span className="max-w-40 truncate">{visibleText(scope)}</span> <Count {...{ hosts, isToCome }} />
      <Icon name="down" size={12} />
    </Button>
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
