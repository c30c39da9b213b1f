import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { ExceptionSummary } from '@/lib/contracts/exception';

/** What each fabric's figure would be without exceptions: what they explain is still there. */
export function IfEndedPanel({ figures }: { figures: ExceptionSummary }) {
  const t = useTranslations('exceptions.ifEnded');
  if (figures.byFabric.length === 0) return null;
  return (
    <Panel title={t('title')} hint={t('hint')}>
      {/* The line above the first row lies outside of what is shown. */}
      <ul className="grid overflow-hidden tablet:grid-cols-2 wide:grid-cols-4">
        {figures.byFabric.map(({ fabric, total, nonCompliant, nonCompliantIfEnded }) => (
          <li
            key={fabric}
            className="-mt-px grid gap-1 border-t border-line px-4 py-3 tablet:odd:border-r wide:border-r"
          >
            <span className="flex justify-between gap-2">
              <b>
                <ForeignText text={fabric} />
              </b>
              <span className="text-small text-ink-3">{t('of', { total })}</span>
            </span>
            <span>
              {nonCompliant === nonCompliantIfEnded
                ? t('same', { now: nonCompliant })
                : t.rich('then', {
                    now: nonCompliant,
                    after: nonCompliantIfEnded,
                    b: (words) => <b>{words}</b>,
                  })}
            </span>
          </li>
        ))}
        <li className="-mt-px grid gap-1 border-t border-line px-4 py-3">
          <span className="flex justify-between gap-2">
            <b>{t('compliant')}</b>
            <span className="text-small text-ink-3">{t('of', { total: figures.hosts.total })}</span>
          </span>
          <span>{t('same', { now: figures.hosts.compliant })}</span>
        </li>
      </ul>
    </Panel>
  );
}
