'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { visibleText } from '@/lib/util/visible-text';

type PeekButtonProps = { hostname: string; isShown: boolean; onToggle: () => void };

/** Shows a host beside the list, for who has no key for it. */
export function PeekButton({ hostname, isShown, onToggle }: PeekButtonProps) {
  const t = useTranslations('hosts.peek');
  const label = t('show', { host: visibleText(hostname) });
  return (
    <Button
      variant="quiet"
      size="inHead"
      // Its border, which a contrast theme draws, would lie on the longer name below.
      className="absolute -top-1 right-0 forced-colors:border-0"
      aria-pressed={isShown}
      aria-label={label}
      title={label}
      onClick={onToggle}
    >
      <Icon name="beside" />
    </Button>
  );
}
