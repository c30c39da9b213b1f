'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import { Link } from '@/components/ui/link';
import { useSingleKeys } from '@/components/ui/single-keys';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { type HostTab, hostTabAddress } from '@/lib/client/host-page';
import { type ListOrigin, neighboursInput } from '@/lib/client/list-word';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useListOrigin } from '@/lib/client/use-list-origin';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { visibleText } from '@/lib/util/visible-text';

type HostsBesideProps = { id: string; at: string | null; tab: HostTab };

/** Leads to the hosts before and after this one in the list that it was opened from. */
export function HostsBeside(props: HostsBesideProps) {
  const from = useListOrigin();
  return from && <Beside {...props} from={from} />;
}

function Beside({ id, at, tab, from }: HostsBesideProps & { from: ListOrigin }) {
  const t = useTranslations('host.beside');
  const scope = useScope();
  const options = useTRPC().host.neighbours.queryOptions(
    neighboursInput({ id, at }, from),
    watching(PAGE_EVERY_MS, at),
  );
  const { data } = useQuery(options);
  const addressOf = (host: { id: string } | null | undefined) =>
    host ? inScope(hostTabAddress(host.id, tab, { at, from }), scope) : null;
  const [previous, next] = [addressOf(data?.previous), addressOf(data?.next)];
  useHostKeys(previous, next);
  if (data === undefined) return null;
  return (
    <nav aria-label={t('label')} className="mb-2 flex flex-wrap items-center gap-2 text-small text-ink-3">
      <span>{t('count', { total: data.total })}</span>
      <BesideLink way="hostBefore" href={previous} name={t('previous')} host={data.previous?.hostname} />
      <BesideLink way="hostAfter" href={next} name={t('next')} host={data.next?.hostname} />
    </nav>
  );
}

/** The way back leads to the list, however many of its hosts were gone through. */
function useHostKeys(previous: string | null, next: string | null): void {
  const router = useRouter();
  const leadsTo = (address: string | null) => () => {
    if (address !== null) router.replace(address);
  };
  useShortcuts({ hostBefore: leadsTo(previous), hostAfter: leadsTo(next) });
}

type BesideLinkProps = {
  way: 'hostBefore' | 'hostAfter';
  href: string | null;
  name: string;
  host: string | undefined;
};

/** Nothing at the end of the list. */
function BesideLink({ way, href, name, host }: BesideLinkProps) {
  const areSingleKeysOn = useSingleKeys();
  if (href === null || host === undefined) return null;
  return (
    <Link
      className={buttonClass({ size: 'tiny' })}
      href={href}
      replace
      aria-label={`${name}, ${visibleText(host)}`}
      title={visibleText(host)}
    >
      {way === 'hostBefore' && <Icon name="left" size={12} />}
      {name}
      {way === 'hostAfter' && <Icon name="right" size={12} />}
      {areSingleKeysOn && <Keys of={way} className="max-tablet:hidden" />}
    </Link>
  );
}
