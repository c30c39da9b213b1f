import { useTranslations } from 'next-intl';
import { useExistingText } from '@/components/fleet/use-existing-text';
import { visibleText } from '@/lib/util/visible-text';

type UnknownMakerProps = { maker: string; makers: readonly string[] };

/** Nobody of this name has made a report, which says nothing of the other words that are asked for. */
export function UnknownMaker({ maker, makers }: UnknownMakerProps) {
  const t = useTranslations('reports');
  const existingText = useExistingText('madeBy');
  if (makers.includes(maker)) return null;
  return (
    <p className="wrap-anywhere">
      {t('noMaker', { maker: visibleText(maker) })} {existingText(maker, makers)}
    </p>
  );
}
