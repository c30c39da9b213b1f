'use client';

import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import type { SecureBoot } from '@/lib/contracts/secure-boot';

/** What the marks of the cells say, and which hosts cannot fall. */
export function StageLegend({ boot: { unjudged } }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.legend');
  return (
    <span className="flex grow flex-wrap items-center gap-x-4 gap-y-1">
      <span
        className={classNames('flex items-center gap-1.5 text-state', STATE_CLASS.InsecureHostConfiguration)}
      >
        <StateGlyph state="InsecureHostConfiguration" size={12} />
        <span className="text-ink-2">{t('refused')}</span>
      </span>
      <span className={classNames('flex items-center gap-1.5 text-state-ink', STATE_CLASS.Expired)}>
        <Icon name="warn" size={12} />
        <span className="text-ink-2">{t('falling')}</span>
      </span>
      <span>
        <span aria-hidden="true">✓ </span>
        {t('ready')}
      </span>
      {unjudged.hosts > 0 && (
        <span className="ml-auto max-desk:ml-0">
          {t.rich('unjudged', {
            count: unjudged.hosts,
            link: (words) => <FigureLink filter={unjudged.filter}>{words}</FigureLink>,
          })}
        </span>
      )}
    </span>
  );
}
