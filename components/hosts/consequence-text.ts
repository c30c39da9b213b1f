import type { useTranslations } from 'next-intl';
import type { Summary } from '@/lib/contracts/fleet';

type Figures = Pick<Summary, 'total' | 'states' | 'vms'>;

const unableOf = ({ total, states }: Figures) => total - states.Passed;

/**
 * What the hosts of a list mean for shielded VMs. A count says of how many: of what is listed where that is part of
 * the fleet, else of the fleet. Silent hosts are unverified: nobody knows that they cannot, nor that their VMs are
 * blocked, so they are told apart.
 */
export function consequenceOf(
  t: ReturnType<typeof useTranslations<'hosts'>>,
  summary: Figures,
  all: Figures,
): string {
  const { total, states, vms } = summary;
  const unable = unableOf(summary);
  const isWholeFleet = total === all.total;
  if (total === 0 && !isWholeFleet) return t('consequenceNoMatch', { all: all.total });
  const told = {
    all: all.total,
    unable,
    refused: unable - states.Silent,
    silent: states.Silent,
    vms: vms.blocked,
    unverified: vms.unverified,
  };
  // Every host of the fleet that cannot is listed, so that the sentence is true of the fleet.
  if (unable > 0 && unable === unableOf(all)) return t('consequence', told);
  return isWholeFleet ? t('consequenceNone', { total }) : t('consequenceSome', { ...told, total });
}
