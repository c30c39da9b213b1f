import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/ui/code-block';
import { DIAGNOSE, READ_CLIENT } from '@/lib/domain/remediation/commands/host';
import { LINKS } from '@/lib/domain/remediation/links';

const FIRST = [
  ['startTrace', 'copiesTrace', DIAGNOSE],
  ['startClient', 'copiesClient', READ_CLIENT],
] as const;

/** Where Microsoft's article starts: the diagnostics, what HGS says, and which results are known to be false. */
export function DiagnosticsFirst() {
  const t = useTranslations('explain');
  const badge = useTranslations('remediation.where')('host');
  return (
    <section className="grid max-w-275 gap-3" aria-label={t('startFirst')}>
      <h2>{t('startFirst')}</h2>
      <p className="max-w-[92ch] text-small text-ink-2">{t('startBody')}</p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(280px,1fr))] gap-x-3">
        {FIRST.map(([word, copies, code]) => (
          <CodeBlock key={word} badge={badge} look="solid" title={t(word)} copies={t(copies)} code={code} />
        ))}
      </div>
      <p className="max-w-[92ch] text-small text-ink-2">{t('startFalse')}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
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
