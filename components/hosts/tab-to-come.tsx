import { useTranslations } from 'next-intl';
import { AnswerToCome } from '@/components/ui/answer-to-come';
import { Panel } from '@/components/ui/panel';

/** Stands in a tab of the host whose code is still to come; in a panel once it is known which tab. */
export function TabToCome({ tab }: { tab?: 'timeline' | 'raw' }) {
  const t = useTranslations('host.tab');
  const toCome = <AnswerToCome className="min-h-40">{t('loading')}</AnswerToCome>;
  return tab === undefined ? toCome : <Panel title={t(tab)}>{toCome}</Panel>;
}
