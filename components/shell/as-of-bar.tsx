'use client';

import { cva } from 'class-variance-authority';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useAwaitedTime } from '@/components/fleet/time-navigation';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { showsThePast } from '@/lib/client/time-address';
import { useAddressAt, useScope } from '@/lib/client/use-scope';
import { fullMoment } from '@/lib/i18n/moment';

const barClass = cva('flex items-center gap-3 bg-ink px-gutter py-1.5 text-small/5 text-invert', {
  variants: {
    isLeaving: {
      // A phone has the rail at the end of the screen.
      true: 'z-bar fixed inset-x-0 bottom-0 max-tablet:bottom-rail print:hidden',
      false: 'col-span-full',
    },
  },
});

/**
 * Says that the pages are frozen on an earlier moment, and leads back. It is there from the click that leads to one. The click that
 * leads back takes its room away at once: until the answer is there it lies over the end of the screen, since the page is still of then.
 */
export function AsOfBar() {
  const t = useTranslations('shell');
  const zone = useZone();
  const { at } = useScope();
  const isOfThen = showsThePast(usePathname());
  const addressOf = useAddressAt();
  const awaited = useAwaitedTime();
  const shown = awaited ?? at;
  const isLeaving = awaited === null;
  if (shown === null || (isLeaving && !isOfThen)) return null;
  const ofThis = isLeaving ? 'leaving' : awaited ? 'askingFor' : 'lookingAt';
  return (
    <p className={barClass({ isLeaving })} role="status">
      {t(isOfThen ? ofThis : 'othersLookAt', { moment: fullMoment(shown, zone) })}{' '}
      {!awaited && (
        <Link className="underline underline-offset-3 print:hidden" href={addressOf(null)}>
          {t('backToLive')}
        </Link>
      )}
    </p>
  );
}
