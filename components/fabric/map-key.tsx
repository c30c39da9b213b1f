'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MapSample } from '@/components/fabric/map-drawing';
import { letterOf, useKindText } from '@/components/fabric/map-kind';
import type { MapKind, MapKinds } from '@/components/fabric/map-kinds';
import { isMarkedAtRisk } from '@/components/fabric/map-layers';
import { lookOfKind } from '@/components/fabric/map-looks';
import type { MapHost } from '@/lib/contracts/words/map-hosts';

type MapKeyProps = {
  hosts: readonly MapHost[];
  /** Null: states. */
  kinds: MapKinds | null;
};

/** What the cells mean, each with how many hosts are so. The states have their legend at the top of the page. */
export function MapKey({ hosts, kinds }: MapKeyProps) {
  const t = useTranslations('fabric.map');
  const count = (isCounted: (host: MapHost) => boolean) => hosts.filter(isCounted).length;
  return (
    <MapLegend hint={t('keys')}>
      {kinds === null ? (
        <>
          <KeyItem name={t('passedAtRisk')} count={count(isMarkedAtRisk)}>
            <MapSample look="passed" state="Passed" mark="atRisk" />
          </KeyItem>
          <KeyItem name={t('underException')} count={count(({ isExcepted }) => isExcepted)}>
            <MapSample look="full" state="InsecureHostConfiguration" mark="excepted" />
          </KeyItem>
        </>
      ) : (
        <KindItems kinds={kinds.kinds} />
      )}
    </MapLegend>
  );
}

export function MapLegend({ hint, children }: { hint: ReactNode; children: ReactNode }) {
  const t = useTranslations('fabric.map');
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1 text-small/5 text-ink-2">
      <ul className="flex flex-wrap gap-x-3.5 gap-y-1 empty:hidden" aria-label={t('legend')}>
        {children}
      </ul>
      <p className="print:hidden">{hint}</p>
    </div>
  );
}

export function KindItems({ kinds }: { kinds: readonly MapKind[] }) {
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
      <bdi className="max-w-75 truncate">{name}</bdi>
      <b className="text-ink tabular-nums">{count}</b>
    </li>
  );
}
