import { useTranslations } from 'next-intl';
import type { WaveProgress } from '@/lib/contracts/waves';

type ProofProps = { progress: WaveProgress; hosts: number };

/** How far a wave is proven to be over: nothing but a later snapshot moves it. */
export function ProofBar({ progress: { proven }, hosts }: ProofProps) {
  return (
    <svg className="w-full" height={8} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="fill-sunken" width={100} height={8} />
      <rect className="fill-ink" width={hosts === 0 ? 0 : (100 * proven) / hosts} height={8} />
    </svg>
  );
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
