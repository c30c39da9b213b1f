import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/ui/code-block';
import { DIAGNOSE, READ_CLIENT } from '@/lib/domain/remediation/commands/host';
import { LINKS } from '@/lib/domain/remediation/links';

/** Where Microsoft's article starts: the diagnostics, what HGS says, and which results are known to be false. */
export function DiagnosticsFirst() {
  const t = useTranslations('explain');
  const badge = useTranslations('remediation.where')('host');
  return (
    <section className="way" aria-label={t('startFirst')}>
      <h2>{t('startFirst')}</h2>
      <p className="small">{t('startBody')}</p>
      <CodeBlock badge={badge} look="solid" title={t('startTrace')} code={DIAGNOSE} />
      <CodeBlock badge={badge} look="solid" title={t('startClient')} code={READ_CLIENT} />
      <p className="small">{t('startFalse')}</p>
      <ul className="links">
        {[LINKS.diagnostics, LINKS.hosts].map(({ title, url }) => (
          <li key={url}>
            <a className="link" href={url} rel="noreferrer" lang="en">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
