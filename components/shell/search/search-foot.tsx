'use client';

import { useTranslations } from 'next-intl';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Keys } from '@/components/ui/keys';
import { useZone } from '@/components/ui/use-zone';
import type { Scope } from '@/lib/client/scope';
import { fullMoment } from '@/lib/i18n/moment';

type SearchFootProps = {
  scope: Scope;
  /** Null where something else offers it. */
  onEverywhere: (() => void) | null;
  /** Null where nothing is kept. */
  onForget: (() => void) | null;
};

/** Which hosts and which time are searched, and the keys. */
export function SearchFoot({ scope, onEverywhere, onForget }: SearchFootProps) {
  const t = useTranslations('search');
  const zone = useZone();
  const fabrics = useScopeName(scope);
  const saysKeysAlone = fabrics === null && scope.at === null && onForget === null;
  return (
    <div
      className={classNames(
        'flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-2 text-small text-ink-3',
        saysKeysAlone && 'max-tablet:hidden',
      )}
    >
      {fabrics !== null && (
        <>
          <ForeignText text={t('scope', { fabrics })} />
          {onEverywhere !== null && (
            <Button variant="quiet" size="tiny" onClick={onEverywhere}>
              {t('everywhere')}
            </Button>
          )}
        </>
      )}
      {scope.at !== null && <span>{t('then', { moment: fullMoment(scope.at, zone) })}</span>}
      {onForget !== null && (
        <Button variant="quiet" size="tiny" onClick={onForget}>
          {t('forget')}
        </Button>
      )}
      <span className="ml-auto flex gap-3 max-tablet:hidden">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('move')}
        </span>
        <span>
          <Keys of="open" /> {t('openIt')}
        </span>
        <span>
          <Keys of="closePanel" /> {t('closeIt')}
        </span>
      </span>
    </div>
  );
}
