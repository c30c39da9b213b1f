import { useTranslations } from 'next-intl';

/** The states are HGS's words and told as they are, but for Silent, which is ours. */
export function useStateText(): (state: string) => string {
  const t = useTranslations('fleet');
  return (state) => (state === 'Silent' ? t('silent') : state);
}
