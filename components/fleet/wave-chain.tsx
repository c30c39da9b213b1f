import { useTranslations } from 'next-intl';
import { shownValue } from '@/components/fleet/wave-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { useZone } from '@/components/ui/use-zone';
import type { WaveRow } from '@/lib/contracts/changes';
import type { WaveProgress } from '@/lib/contracts/waves';
import { REPLACED_KINDS } from '@/lib/domain/change-kinds';
import { clockTime } from '@/lib/i18n/moment';

/** What was replaced on all hosts of a wave, and what then failed: one entry for a change and what it caused. */
export function WaveChain({ wave, progress }: { wave: WaveRow; progress?: WaveProgress }) {
  const t = useTranslations('changes.chain');
  const zone = useZone();
  const span = (startedAt: string, endedAt: string) => {
    const [from, to] = [startedAt, endedAt].map((time) => clockTime(new Date(time), zone)) as [
      string,
      string,
    ];
    return from === to ? from : t('span', { from, to });
  };
  return (
    <dl className="mt-1.5 grid grid-cols-[fit-content(36%)_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-small/5 text-ink-2 max-tablet:gap-x-3">
      {wave.precededBy.map(({ kind, from, to, startedAt, endedAt }) => (
        <div key={`${kind} ${from} ${to}`} className="contents">
          <dt>{t('first')}</dt>
          <dd className="wrap-anywhere text-ink">
            <Replaced {...{ kind, from, to }} />
            {t('on', { count: wave.hosts, span: span(startedAt, endedAt) })}
          </dd>
        </div>
      ))}
      <dt>{t('then')}</dt>
      <dd className="text-ink">
        {t('failed', { count: wave.hosts, span: span(wave.startedAt, wave.endedAt) })}
      </dd>
      {progress !== undefined && (
        <>
          <dt>{t('now')}</dt>
          <dd className="text-ink">{t('proven', { proven: progress.proven, count: wave.hosts })}</dd>
        </>
      )}
    </dl>
  );
}

function Replaced({ kind, from, to }: Pick<WaveRow['precededBy'][number], 'kind' | 'from' | 'to'>) {
  const t = useTranslations('changes.chain');
  const known = REPLACED_KINDS.find((one) => one === kind);
  if (known === undefined) return null;
  const shown = (text: string | null) => () =>
    text === null ? '–' : <ForeignText text={shownValue(kind, text)} />;
  return t.rich(known, { from: shown(from), to: shown(to) });
}
