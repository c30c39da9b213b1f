import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { PlanGroup } from '@/lib/contracts/plan';
import { restartWords } from '@/lib/domain/plan/restart-words';

/** Whether hosts restart in this group, in a later one for what is done here, or not at all. */
export function RestartBadge({ group }: { group: Pick<PlanGroup, 'restart' | 'restartsIn'> }) {
  const t = useTranslations('plans');
  return <Badge>{group.restart ? t('restartEach') : t('noRestart', restartWords(group))}</Badge>;
}
