import { useTranslations } from 'next-intl';
import type { ToldVms } from '@/lib/contracts/changes';

/** How many shielded VMs a change blocked, freed or left unverified. */
export function VmsTold({ vms, className }: { vms: ToldVms; className?: string }) {
  const t = useTranslations('changes.vms');
  return (
    <span className={className} title={t('title')}>
      {t.rich(vms.effect, { count: vms.count, b: (chunks) => <b>{chunks}</b> })}
    </span>
  );
}
