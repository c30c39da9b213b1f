'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MapSample } from '@/components/fabric/map-drawing';
import { letterOf, useKindText } from '@/components/fabric/map-kind';
import type { MapKinds } from '@/components/fabric/map-kinds';
import { isMarkedAtRisk } from '@/components/fabric/map-layers';
import { lookOfKind, lookOfState } from '@/components/fabric/map-looks';
import type { HostMap } from '@/lib/contracts/host-map';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { STATES } from '@/lib/domain/vocabulary';

type MapKeyProps = {
  map: HostMap;
  hosts: readonly MapHost[];
  /** Null: states. */
  kinds: MapKinds | null;
};

/** What the cells mean, each with how many of the drawn hosts are so. */
export function MapKey({ map, hosts, kinds }: MapKeyProps) {
  const t = useTranslations('fabric.map');
  return (
    <div className="grid gap-1 text-small/5 text-ink-2">
      <ul className="flex flex-wrap gap-x-3.5 gap-y-1" aria-label={t('legend')}>
        {kinds === null ? <StateItems hosts={hosts} /> : <KindItems kinds={kinds} />}
      </ul>
      <p>
        {t('keys')} {map.drawn < map.total && <b>{t('drawn', { drawn: map.drawn, total: map.total })}</b>}
      </p>
    </div>
  );
}

function StateItems({ hosts }: { hosts: readonly MapHost[] }) {
  const t = useTranslations('fabric.map');
  const count = (isCounted: (host: MapHost) => boolean) => hosts.filter(isCounted).length;
  return (
    <>
      {STATES.map((state) => (
        <KeyItem key={state} name={state} count={count((host) => host.state === state)}>
          <MapSample look={lookOfState(state)} state={state} />
        </KeyItem>
      ))}
      <KeyItem name={t('passedAtRisk')} count={count(isMarkedAtRisk)}>
        <MapSample look="passed" state="Passed" mark="atRisk" />
      </KeyItem>
      <KeyItem name={t('underException')} count={count(({ isExcepted }) => isExcepted)}>
        <MapSample look="full" state="InsecureHostConfiguration" mark="excepted" />
      </KeyItem>
    </>
  );
}

function KindItems({ kinds: { kinds } }: { kinds: MapKinds }) {
  const text = useKindText();
  return kinds.map((kind) => (
    <KeyItem key={kind.key} name={text(kind)} count={kind.count}>
      <MapSample look={lookOfKind(kind)} letter={letterOf(kind)} />
    </KeyItem>
  ));
}

type KeyItemProps = { name: string; count: number; children: ReactNode };

/** What no host is needs no word. */
function KeyItem({ name, count, children }: KeyItemProps) {
  if (count === 0) return null;
  return (
    <li className="inline-flex min-w-0 items-center gap-1.5">
      {children}
      <bdi className="max-w-60 truncate">{name}</bdi>
      <b className="text-ink tabular-nums">{count}</b>
    </li>
  );
}
