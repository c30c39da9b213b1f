import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import type { ExceptionDetail } from '@/lib/contracts/exception';

/** What an approval would make of the hosts, so that it is known before. Says nothing of what is none. */
export function ApprovalEffect({ effect }: { effect: NonNullable<ExceptionDetail['ifApproved']> }) {
  const t = useTranslations('exceptions.effect');
  const { turning, causesAhead, ...others } = effect;
  const rest = (['notAll', 'silent', 'unchanged'] as const).filter((kind) => others[kind].hosts > 0);
  return (
    <ul className="grid gap-1">
      <li>{t('turning', turning)}</li>
      {rest.map((kind) => (
        <li key={kind}>{t(kind, others[kind])}</li>
      ))}
      {causesAhead.length > 0 && (
        <li>
          {t.rich('ahead', {
            count: causesAhead.length,
            causes: () => <ForeignText className="font-mono text-code" text={causesAhead.join(', ')} />,
          })}
        </li>
      )}
    </ul>
  );
}
