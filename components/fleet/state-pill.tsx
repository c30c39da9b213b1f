import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import type { AttestationStatus, State } from '@/lib/domain/vocabulary';

type StatePillProps = {
  state: State;
  /** HGS's last word, told beside Silent and nowhere else. */
  lastStatus?: AttestationStatus | null;
  size?: 'medium' | 'large';
  /** Has two lines rather than be cut: on a phone, or wherever a column has no room for one. */
  mayWrap?: boolean | 'anywhere';
  /** Where it stands. */
  className?: string;
};

const pill = cva(
  'inline-flex max-w-full items-center gap-1.5 overflow-hidden rounded-pill bg-state-tint tracking-snug whitespace-nowrap text-state-ink unvouched:bg-silent-tint unvouched:text-silent-ink',
  {
    variants: {
      size: {
        medium: 'h-5.5 pr-1.75 pl-1.5 text-small/5 font-medium',
        large: 'h-6.5 pr-2.5 pl-2 text-body font-semibold',
      },
      isSilent: { true: 'bg-hatch-light' },
      mayWrap: {
        true: 'max-tablet:h-auto max-tablet:flex-wrap max-tablet:gap-y-0 max-tablet:py-0.5',
        anywhere: 'my-1 h-auto min-h-5.5 flex-wrap gap-y-0',
      },
    },
  },
);

/** Silent beats everything: hatched, and the last status is told as past. */
export function StatePill({ state, lastStatus, size = 'medium', mayWrap, className }: StatePillProps) {
  const t = useTranslations('fleet');
  const was = state === 'Silent' && lastStatus ? t('was', { status: lastStatus }) : null;
  const meaning = t(`stateMeaning.${state}`);
  const told = useStateText()(state);
  return (
    <span
      className={pill({
        size,
        mayWrap,
        isSilent: state === 'Silent',
        className: [STATE_CLASS[state], className],
      })}
      title={was === null ? meaning : `${told}, ${was}. ${meaning}`}
    >
      <StateGlyph className="text-state" state={state} size={14} />
      <span className={was === null ? 'truncate' : 'flex-none'}>{told}</span>
      {was !== null && (
        <>
          <span className="sr-only">, </span>
          <span className="-mr-1 overflow-hidden rounded-[2px] bg-state-tint px-1 font-normal text-ellipsis text-silent-ink">
            {was}
          </span>
        </>
      )}
    </span>
  );
}
