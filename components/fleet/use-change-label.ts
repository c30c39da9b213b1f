'use client';

import { useTranslations } from 'next-intl';
import { causesTold, titleOf } from '@/components/fleet/change-title';
import { useStateText } from '@/components/fleet/state-text';
import type { ChangeRow } from '@/lib/contracts/changes';

type Told = Pick<ChangeRow, 'kind' | 'hostname' | 'from' | 'to' | 'gained' | 'fixed'>;

/** The sentence by which the list of changes tells one of a host, where there is room for text alone. */
export function useChangeLabel(): (change: Told) => string {
  const t = useTranslations('changes.title');
  const stateText = useStateText();
  const stateOrDash = (state: string | null) => (state === null ? '–' : stateText(state));
  return (change) => {
    const title = titleOf(change);
    return t.markup(title, {
      count: 1,
      who: () => change.hostname,
      from: () => stateOrDash(change.from),
      to: () => stateOrDash(change.to),
      causes: () => causesTold(title, change).join(', '),
      kind: () => change.kind,
    });
  };
}
