import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { PlanGroup } from '@/lib/contracts/plan';
import { restartElsewhere } from '@/lib/i18n/restart-elsewhere';

/** Whether hosts restart in this group, in a later one for what is done here, or not at all. */
export function RestartBadge({ group }: { group: Pick<PlanGroup, 'restart' | 'restartsIn'> }) {
  const t = useTranslations('plans');
  return <Badge>{group.restart ? t('restartEach') : t('restartElsewhere', restartElsewhere(group))}</Badge>;
}
