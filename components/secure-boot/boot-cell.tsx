'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { Icon } from '@/components/ui/icon';
import type { SecureBootClass } from '@/lib/contracts/secure-boot';
import type { BootStage } from '@/lib/domain/secure-boot/stage';

type Cell = SecureBootClass['cells'][number];

const toneClass = cva('', {
  variants: {
    tone: {
      plain: '',
      refused: 'bg-state-tint',
      falling: 'bg-state-tint',
      done: 'bg-sunken',
      notKnown: 'bg-raised',
    },
  },
});

/** Red is what HGS refuses now, amber what it would refuse after a restart. Progress is no state, and has no colour. */
function toneOf({ stage, refused, falling }: Cell) {
  if (refused !== null) return 'refused';
  if (falling !== null) return 'falling';
  return stage === 'done' || stage === 'notKnown' ? stage : 'plain';
}

/** The colours of the two that are about HGS's answer. */
const TONE_STATE = {
  plain: undefined,
  refused: STATE_CLASS.InsecureHostConfiguration,
  falling: STATE_CLASS.Expired,
  done: undefined,
  notKnown: undefined,
} as const;

/** How the cell of the table looks that this stands in. */
export function bootCellClass(cell: Cell | null): string {
  const tone = cell === null ? 'plain' : toneOf(cell);
  return toneClass({ tone, className: TONE_STATE[tone] });
}

type BootCellProps = { stage: BootStage; bootClass: string; cell: Cell | null };

/** The hosts of one class at one stage, and what follows from it, where something does. */
export function BootCell({ stage, bootClass: name, cell }: BootCellProps) {
  const t = useTranslations('secureBoot');
  const stageName = useTranslations('fleet.bootStage');
  if (cell === null) return <span className="sr-only">{t('cell.none')}</span>;
  const { hosts, vms, filter } = cell;
  return (
    <div className="py-1.5">
      <FigureLink
        className="flex min-h-6 flex-wrap items-baseline gap-x-1.5 hover:underline"
        filter={filter}
        label={t('cell.label', { hosts, vms, name, stage: stageName(stage) })}
      >
        <b className="font-semibold">{hosts}</b>
        <span className="text-micro whitespace-nowrap text-ink-2">{t('vms', { count: vms })}</span>
      </FigureLink>
      <Following cell={cell} />
    </div>
  );
}

const followingClass =
  'flex min-h-6 items-center gap-1 text-micro font-semibold text-state-ink hover:underline';

function Following({ cell: { stage, refused, falling, isReady } }: { cell: Cell }) {
  const t = useTranslations('secureBoot.cell');
  return (
    <>
      {refused !== null && (
        <FigureLink className={followingClass} filter={refused.filter}>
          <StateGlyph state="InsecureHostConfiguration" size={12} />
          {t('refused', { count: refused.hosts })}
        </FigureLink>
      )}
      {falling !== null && (
        <FigureLink className={followingClass} filter={falling.filter}>
          <Icon name="warn" size={12} />
          {t('falling', { count: falling.hosts })}
        </FigureLink>
      )}
      {isReady && falling === null && <Note isGood>{t('ready')}</Note>}
      {stage === 'waitsForKek' && <Note>{t('waitsForKek')}</Note>}
      {stage === 'firmwareBlocks' && <Note>{t('firmwareBlocks')}</Note>}
    </>
  );
}

function Note({ children, isGood = false }: { children: string; isGood?: boolean }) {
  return (
    <span className="block text-micro text-ink-2">
      {isGood && <span aria-hidden="true">✓ </span>}
      {children}
    </span>
  );
}
