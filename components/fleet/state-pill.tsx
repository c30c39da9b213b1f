import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import type { AttestationStatus, State } from '@/lib/domain/vocabulary';

type StatePillProps = {
  state: State;
  /** HGS's last word, told beside Silent and nowhere else. */
  lastStatus?: AttestationStatus | null;
  size?: 'medium' | 'large';
};

/** Silent beats everything: hatched, and the last status is told as past. */
export function StatePill({ state, lastStatus, size = 'medium' }: StatePillProps) {
  const t = useTranslations('fleet');
  const was = state === 'Silent' && lastStatus ? t('was', { status: lastStatus }) : null;
  const meaning = t(`stateMeaning.${state}`);
  return (
    <span
      className={classNames('pill', STATE_CLASS[state], size === 'large' && 'lg')}
      title={was === null ? meaning : `${state}, ${was}. ${meaning}`}
    >
      <StateGlyph state={state} size={14} />
      {state}
      {was !== null && (
        <>
          <span className="sr">, </span>
          <span className="was">{was}</span>
        </>
      )}
    </span>
  );
}
