import { useTranslations } from 'next-intl';
import { AnswerToCome } from '@/components/ui/answer-to-come';
import { Panel } from '@/components/ui/panel';

/** Stands in a tab of the host whose code is still to come. */
export function TabToCome({ tab }: { tab: 'timeline' | 'raw' }) {
  const t = useTranslations('host.tab');
  return (
    <Panel title={t(tab)}>
      <AnswerToCome className="min-h-40">{t('loading')}</AnswerToCome>
    </Panel>
  );
}
