'use client';

import { useTranslations } from 'next-intl';
import { MAP_CARD } from '@/components/fabric/map-card-box';
import { cornerOf } from '@/components/fabric/map-geometry';
import { Link } from '@/components/ui/link';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { visibleText } from '@/lib/util/visible-text';

type MapCursorProps = {
  host: MapHost;
  position: number;
  /** Keys reach it. The other one is the pointer's. */
  isStop: boolean;
  isShown: boolean;
};

/** The link of a host, over its cell. */
export function MapCursor({ host, position, isStop, isShown }: MapCursorProps) {
  const cellText = useCellText();
  const scope = useScope();
  const { left, top } = cornerOf(position);
  return (
    <Link
      // The policy forbids style attributes, not what a script sets.
      ref={(link) => {
        link?.style.setProperty('left', `${left}px`);
        link?.style.setProperty('top', `${top}px`);
      }}
      className="absolute top-0 left-0 size-4.5 rounded-cell hover:outline-2 hover:outline-offset-1 hover:outline-ink focus-visible:outline-focus"
      href={inScope(hostAddress(host.id), scope)}
      aria-label={cellText(host)}
      aria-describedby={isShown ? MAP_CARD : undefined}
      data-map-host={host.id}
      tabIndex={isStop ? 0 : -1}
    />
  );
}

/** "hv-par-0107: InsecureHostConfiguration, BitLocker, 5 VMs". */
function useCellText(): (host: MapHost) => string {
  const t = useTranslations('fabric.map');
  return ({ hostname, state, causes, shieldedVms, isAtRisk, isExcepted }) => {
    const named = causes.filter((cause) => cause !== state).map(visibleText);
    const vms = state !== 'Passed' && shieldedVms !== null ? [t('vms', { count: shieldedVms })] : [];
    return t('cell', {
      host: visibleText(hostname),
      what: [
        state,
        ...(isAtRisk ? [t('atRisk')] : []),
        ...(isExcepted ? [t('excepted')] : []),
        ...named,
        ...vms,
      ].join(', '),
    });
  };
}
