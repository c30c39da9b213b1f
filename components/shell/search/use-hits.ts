'use client';

import { useTranslations } from 'next-intl';
import { useCauseText } from '@/components/fleet/cause-text';
import { useStateText } from '@/components/fleet/state-text';
import { useChangeLabel } from '@/components/fleet/use-change-label';
import type { Found } from '@/components/shell/search/found';
import { useZone } from '@/components/ui/use-zone';
import { changesAddress } from '@/lib/client/change-address';
import { exceptionsAddress } from '@/lib/client/exception-address';
import { fabricAddress, hostAddress, hostsAddress } from '@/lib/client/host-address';
import { planAddress } from '@/lib/client/plan-address';
import { remediationAddress } from '@/lib/client/remediation-address';
import { reportAddress } from '@/lib/client/report-address';
import { operatorsAddress } from '@/lib/client/settings-address';
import { waveAddress } from '@/lib/client/wave-address';
import type { HitOf, SearchHit } from '@/lib/contracts/search';
import { knownKind } from '@/lib/domain/change-kinds';
import type { HostFilter } from '@/lib/domain/host-filter';
import { fullMoment } from '@/lib/i18n/moment';

type Kind = SearchHit['kind'];
type Shown = Pick<Found, 'label' | 'detail' | 'to'> & { id: string; state?: Found['state'] };
type Shows = { [K in Kind]: (hit: HitOf<K>) => Shown };

const only = <V extends string>(value: V) => ({ include: [value], exclude: [] });
const hostsWith = (filter: HostFilter) => hostsAddress({ filter });
/** Kinds that this version of the console does not know cannot be asked for. */
const changesOf = (kind: string, hostname: string) => {
  const known = knownKind(kind);
  return changesAddress({ filter: { q: only(hostname), ...(known && { kind: only(known) }) } });
};
const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(', ');

/** How a result of the server is shown, and where it leads. */
export function useHits(): (hit: SearchHit) => Found {
  const shows: Shows = { ...useFleetHits(), ...useWordHits(), ...usePaperHits(), ...usePeopleHits() };
  return (hit) => {
    // Sound: each kind is shown by what the table has for it.
    const { id, ...shown } = (shows[hit.kind] as (hit: SearchHit) => Shown)(hit);
    return { key: `${hit.kind} ${id}`, kind: hit.kind, match: hit.match, ...shown };
  };
}

function useFleetHits(): Pick<Shows, 'host' | 'cluster' | 'fabric'> {
  const t = useTranslations('search');
  return {
    host: ({ id, hostname, fabric, cluster, state, attestationStatus }) => ({
      ...{ id, label: hostname, detail: joined(fabric, cluster), to: hostAddress(id) },
      state: { state, lastStatus: attestationStatus },
    }),
    cluster: ({ cluster, fabric, hosts, notAble }) => ({
      ...{ id: `${fabric} ${cluster}`, label: cluster },
      detail: t('cluster', { fabric, hosts, notAble }),
      to: hostsWith({ fabric: only(fabric), cluster: only(cluster) }),
    }),
    fabric: ({ fabric, hosts }) => ({
      ...{ id: fabric, label: fabric },
      detail: hosts === null ? '' : t('hosts', { hosts }),
      to: fabricAddress({ filter: { fabric: only(fabric) } }),
    }),
  };
}

function useWordHits(): Pick<Shows, 'check' | 'cause' | 'fix'> {
  const t = useTranslations('search');
  const causeText = useCauseText();
  const told = (title: string | null, hosts: number) => joined(title, t('hostsNow', { hosts }));
  return {
    // What no host fails by now leads to what is said of it.
    check: ({ check, title, hosts }) => ({
      ...{ id: check, label: check, detail: told(title, hosts) },
      to: hosts === 0 ? remediationAddress(check) : hostsWith({ check: only(check) }),
    }),
    cause: ({ cause, title, hosts }) => ({
      ...{ id: cause, label: causeText(cause) ?? title ?? cause, detail: told(cause, hosts) },
      to: hosts === 0 ? remediationAddress(cause) : hostsWith({ cause: only(cause) }),
    }),
    fix: ({ key, title }) => ({ id: key, label: title, detail: key, to: remediationAddress(key) }),
  };
}

function usePeopleHits(): Pick<Shows, 'owner' | 'operator'> {
  const t = useTranslations('search');
  const tShell = useTranslations('shell');
  return {
    owner: ({ owner, hosts }) => ({
      ...{ id: owner, label: owner, detail: t('hosts', { hosts }) },
      to: hostsWith({ owner: only(owner) }),
    }),
    operator: ({ id, name, email, role }) => ({
      ...{ id, label: name, detail: joined(email, tShell(`role.${role}`)) },
      to: operatorsAddress(email),
    }),
  };
}

function usePaperHits(): Pick<Shows, 'wave' | 'change' | 'plan' | 'exception' | 'report'> {
  const t = useTranslations('search');
  const stateText = useStateText();
  const zone = useZone();
  const changeLabel = useChangeLabel();
  const moment = (time: string) => fullMoment(new Date(time), zone);
  return {
    wave: ({ id, hosts, to, causes, cluster, fabric, startedAt }) => ({
      ...{ id, label: t('wave', { hosts, state: stateText(to) }), to: waveAddress(id) },
      detail: joined(cluster, fabric, causes[0] ?? null, moment(startedAt)),
    }),
    change: ({ id, change: kind, cluster, fabric, at, ...told }) => ({
      ...{ id, label: changeLabel({ ...told, kind }), to: changesOf(kind, told.hostname) },
      detail: joined(cluster, fabric, moment(at)),
    }),
    plan: ({ id, number, name, closedAt }) => ({
      ...{ id, label: `${number} ${name}`, to: planAddress(id) },
      detail: t(closedAt === null ? 'planOpen' : 'planClosed'),
    }),
    exception: ({ id, name, control, owner, hosts }) => ({
      ...{ id, label: `${name} ${control}`, to: exceptionsAddress({ open: id }) },
      detail: joined(owner, t('hosts', { hosts })),
    }),
    report: ({ id, number, title, createdAt }) => ({
      ...{ id, label: title === '' ? number : title, to: reportAddress(number) },
      detail: joined(title === '' ? null : number, moment(createdAt)),
    }),
  };
}
