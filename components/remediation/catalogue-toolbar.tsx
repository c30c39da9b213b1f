import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { SearchField } from '@/components/ui/search-field';
import type { CatalogueQuestion } from '@/lib/client/remediation-address';

type CatalogueToolbarProps = {
  asked: CatalogueQuestion;
  /** Entries that match the search, and how many of them concern hosts. */
  counts: { all: number; concerned: number };
  onAsk: (question: CatalogueQuestion) => void;
};

export function CatalogueToolbar({ asked, counts, onAsk }: CatalogueToolbarProps) {
  const t = useTranslations('catalogue');
  return (
    <div className="flex flex-wrap items-center gap-3 print:hidden">
      <SearchField
        className="flex-none basis-80 max-tablet:flex-auto max-tablet:basis-full"
        label={t('search')}
        hint={t('searchHint')}
        asked={asked.search}
        onAsk={(search) => onAsk({ ...asked, search })}
      />
      <ChoiceGroup
        label={t('show')}
        value={asked.isConcernedOnly ? 'concerned' : 'all'}
        choices={[
          { value: 'concerned', label: t('concerned', { count: counts.concerned }) },
          { value: 'all', label: t('count', { count: counts.all }) },
        ]}
        onChange={(choice) => onAsk({ ...asked, isConcernedOnly: choice === 'concerned' })}
      />
      <span className="ml-auto">
        <Button size="small" onClick={() => window.print()}>
          {t('print')}
        </Button>
      </span>
    </div>
  );
}
