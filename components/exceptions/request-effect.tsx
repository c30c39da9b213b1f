import { useTranslations } from 'next-intl';
import { IconLine, IconLines } from '@/components/ui/icon-lines';
import { Panel } from '@/components/ui/panel';
import type { Summary } from '@/lib/contracts/fleet';

/** What an exception for these hosts would make of them, as far as it is known before its causes are chosen, and how it goes on. */
export function RequestEffect({ summary }: { summary: Summary }) {
  const t = useTranslations('exceptions.form.effect');
  const told = useTranslations('exceptions.effect');
  const { compliance, vms } = summary;
  const { nonCompliant, unverified } = compliance;
  const unchanged = compliance.compliant + compliance.excepted;
  return (
    <aside aria-label={t('title')} className="grid min-w-0 content-start gap-4">
      <Panel title={t('title')}>
        <IconLines>
          <IconLine icon="reports">{t('turning', { count: nonCompliant })}</IconLine>
          {vms.blocked > 0 && <IconLine icon="warn">{t('vms', { count: vms.blocked })}</IconLine>}
          {unverified > 0 && (
            <IconLine icon="warn">{told('silent', { hosts: unverified, vms: vms.unverified })}</IconLine>
          )}
          {unchanged > 0 && <IconLine icon="flat">{told('unchanged', { hosts: unchanged })}</IconLine>}
        </IconLines>
      </Panel>
      <Panel title={t('course')}>
        <IconLines>
          <IconLine icon="person">{t('approval')}</IconLine>
          <IconLine icon="clock">{t('end')}</IconLine>
          <IconLine icon="file">{t('reports')}</IconLine>
        </IconLines>
      </Panel>
    </aside>
  );
}
