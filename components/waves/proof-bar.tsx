import { useTranslations } from 'next-intl';
import { ShareBar } from '@/components/fleet/share-bar';
import type { WaveProgress } from '@/lib/contracts/waves';

type ProofProps = { progress: WaveProgress; hosts: number };

/** How far a wave is proven to be over: nothing but a later snapshot moves it. */
export function ProofBar({ progress: { proven }, hosts }: ProofProps) {
  return <ShareBar part={proven} whole={hosts} />;
}

/** The figure of a tally, in words and as a bar. */
export function ProofFigure({ progress, hosts }: ProofProps) {
  const t = useTranslations('waves');
  return (
    <div className="min-w-40">
      <dt className="text-small text-ink-3">{t('column.progress')}</dt>
      <dd className="grid gap-1.5">
        <span>{t('proven', { proven: progress.proven, hosts })}</span>
        <ProofBar progress={progress} hosts={hosts} />
      </dd>
    </div>
  );
}
