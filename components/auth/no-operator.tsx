import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/ui/code-block';

/** Run in the folder of the server, by any shell. */
const COMMAND = 'npm run -s gf -- operator set-up';

/** Where the way in was printed, and how to have it printed again. The link itself is told to nobody here. */
export function NoOperator() {
  const t = useTranslations('auth.noOperator');
  return (
    <div className="grid gap-2 text-ink-2">
      <p>{t('printed')}</p>
      <p>{t('again')}</p>
      <CodeBlock code={COMMAND} badge="Shell" copies={t('copies')} />
    </div>
  );
}
