'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import type { PeekPast } from '@/components/hosts/peek/peek-past';
import { useLoaded } from '@/components/ui/use-loaded';

const loadPast = () => import('@/components/hosts/peek/peek-past');

type MoreProps = ComponentProps<typeof PeekPast> & { isResting: boolean };

/** What happened to the host, and what was noted: its code comes with the first host that is looked at. */
export function PeekMore({ isResting, ...props }: MoreProps) {
  const t = useTranslations('ui');
  const { part: loaded, hasFailed } = useLoaded(loadPast);
  if (hasFailed) return <p className="border-t border-line px-4 py-2.5 text-ink-2">{t('notLoaded')}</p>;
  return loaded && isResting && <loaded.PeekPast {...props} />;
}
