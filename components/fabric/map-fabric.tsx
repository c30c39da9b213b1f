'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';

/** Under this share of able hosts a figure stands out. */
const LOW_SHARE = 0.8;

export type MapShare = { able: number; total: number };

type MapFabricProps = { fabric: string; share: MapShare; question: HostQuestion; children: ReactNode };

/** A fabric's name above the drawings of what it has, so that these have the whole width. */
export function MapFabric({ fabric, share, question, children }: MapFabricProps) {
  return (
    <div className="text-small">
      <Link
        className="group inline-flex min-h-6 max-w-full gap-2"
        href={hostsAddress(narrowed(question, 'fabric', fabric))}
      >
        <PlaceName>
          <ForeignText text={fabric} isTitled />
        </PlaceName>
        <Share share={share} />
      </Link>
      <div className="flex flex-wrap gap-x-6 gap-y-3">{children}</div>
    </div>
  );
}

export function PlaceName({ children }: { children: ReactNode }) {
  return <b className="block min-w-0 truncate underline-offset-3 group-hover:underline">{children}</b>;
}

const figure = cva(null, {
  variants: { isLow: { true: 'font-semibold text-ink', false: 'text-ink-3' } },
});

export function Share({ share }: { share: MapShare }) {
  const t = useTranslations('fabric.map');
  return (
    <span className={figure({ isLow: share.able / share.total < LOW_SHARE })}>
      <span aria-hidden="true">
        {share.able}/{share.total}
      </span>
      <span className="sr-only"> {t('share', share)}</span>
    </span>
  );
}
