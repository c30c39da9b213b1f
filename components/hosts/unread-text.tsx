'use client';

import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import type { UnreadFact } from '@/lib/domain/facts';

/** Not known for a reason, which is told: it must not be taken for "off". */
export function UnreadText({ status, reason }: Pick<UnreadFact, 'status' | 'reason'>) {
  const t = useTranslations('host.checks.unread');
  if (reason === null) return t(status);
  return t.rich(`${status}Because`, { reason: () => <ForeignText text={reason} /> });
}
