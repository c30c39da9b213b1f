'use client';

import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import type { PeekPast } from '@/components/hosts/peek/peek-past';
import { useLasting } from '@/components/ui/use-lasting';
import { useLoaded } from '@/components/ui/use-loaded';

const loadPast = () => import('@/components/hosts/peek/peek-past');

/** Whoever goes through the list by J and K asks nothing more of hosts that they pass. */
const RESTS_AFTER_MS = 150;

/** What happened to the host, and what was noted: its code comes with the first host that is looked at. */
export function PeekMore(props: ComponentProps<typeof PeekPast>) {
  const t = useTranslations('hosts.peek');
  const [hasFailed, setFailed] = useState(false);
  const loaded = useLoaded(loadPast, () => setFailed(true));
  const isResting = useLasting(true, RESTS_AFTER_MS);
  if (hasFailed) return <p className="border-t border-line px-4 py-2.5 text-ink-2">{t('notLoaded')}</p>;
  return loaded && isResting && <loaded.PeekPast {...props} />;
}
