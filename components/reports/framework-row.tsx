import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FormRow } from '@/components/reports/form-row';
import { Checkbox } from '@/components/ui/checkbox';
import { ForeignText } from '@/components/ui/foreign-text';
import { useTRPC } from '@/lib/client/trpc';

type FrameworkRowProps = { chosen: readonly string[]; onChange: (chosen: string[]) => void };

/** The frameworks whose controls are rolled up, each with how much of it can be read from hosts. */
export function FrameworkRow({ chosen, onChange }: FrameworkRowProps) {
  const t = useTranslations('reports.form');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.report.frameworks.queryOptions());
  const gone = chosen.filter((key) => data.frameworks.every(({ framework }) => framework !== key));
  const change = (key: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, key] : chosen.filter((each) => each !== key));
  return (
    <FormRow title={t('frameworks')} hint={t('frameworksHint')}>
      {data.frameworks.map(({ framework, name, version, touched, controls, isOwn }) => (
        <label key={framework} className="flex max-w-full flex-wrap items-center gap-x-2">
          <Checkbox
            checked={chosen.includes(framework)}
            onChange={({ target }) => change(framework, target.checked)}
          />
          <ForeignText text={`${name} ${version}`} />
          <span className="text-small text-ink-3">
            {t('touches', { touched, controls })}
            {!isOwn && `, ${t('imported')}`}
          </span>
        </label>
      ))}
      {gone.map((key) => (
        <label key={key} className="flex max-w-full flex-wrap items-center gap-x-2">
          <Checkbox checked onChange={() => change(key, false)} />
          <ForeignText text={key} />
          <span className="text-small text-insecure-ink">{t('frameworkGone')}</span>
        </label>
      ))}
    </FormRow>
  );
}
