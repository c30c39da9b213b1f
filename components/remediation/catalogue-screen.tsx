'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { DiagnosticsFirst } from '@/components/fleet/diagnostics-first';
import { SectionTabs } from '@/components/fleet/section-tabs';
import {
  type CatalogueRow,
  catalogueRows,
  rowsByTheme,
  tellScriptsOnce,
} from '@/components/remediation/catalogue-rows';
import { CatalogueToolbar } from '@/components/remediation/catalogue-toolbar';
import { concernedHosts } from '@/components/remediation/concerned-hosts';
import { findEntries, isNamed } from '@/components/remediation/find-entries';
import { type ConcernedRow, ThemePanel } from '@/components/remediation/theme-panel';
import { PageTitle } from '@/components/ui/page-title';
import { useZone } from '@/components/ui/use-zone';
import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { type CatalogueQuestion, remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useRememberedList } from '@/lib/client/use-last-lists';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { fullMoment } from '@/lib/i18n/moment';

type CatalogueScreenProps = { asked: CatalogueQuestion; hosts: HostQuestion; mayExcept: boolean };

/** What every status, check, cause and prerequisite means, how to fix it, and whom it concerns. Nothing here runs anything. */
export function CatalogueScreen({ asked, hosts, mayExcept }: CatalogueScreenProps) {
  const t = useTranslations('catalogue');
  const router = useRouter();
  const scope = useScope();
  const zone = useZone();
  useRememberedList(remediationAddress(asked.search, asked.isConcernedOnly));
  const { version, rows, asOf } = useRows(asked.search, hosts);
  // Hosts that pass need no fix.
  const concerned = rows.filter(({ key, hosts: counted }) => counted.hosts > 0 && key !== 'Passed');
  const shown = asked.isConcernedOnly ? concerned : rows;
  const ask = ({ search, isConcernedOnly }: CatalogueQuestion) =>
    router.replace(inScope(remediationAddress(search, isConcernedOnly), scope), { scroll: false });
  const [first] = shown;
  const isFirstNamed = first !== undefined && isNamed(first, asked.search);
  const themes = byThemeWithScriptsOnce(shown, isFirstNamed);
  return (
    <div className="grid gap-3 p-gutter pt-4 max-tablet:py-3 print:block print:space-y-4">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="max-w-[92ch] text-ink-2">
          {t('intro')} {t('appliesTo')}
        </p>
      </div>
      <SectionTabs of="remediation" current="catalogue" />
      <CatalogueToolbar
        asked={asked}
        counts={{ all: rows.length, concerned: concerned.length }}
        onAsk={ask}
      />
      {asked.search === '' && <DiagnosticsFirst />}
      {shown.length === 0 && (
        <p className="text-ink-2">{t(asked.isConcernedOnly && rows.length > 0 ? 'noneConcerned' : 'none')}</p>
      )}
      {themes.map(([theme, ofTheme]) => (
        <ThemePanel
          key={theme}
          title={t(`theme.${theme}`)}
          search={asked.search}
          rows={ofTheme}
          mayExcept={mayExcept}
        />
      ))}
      <p className="text-small text-ink-3">
        {t('asOf', { moment: fullMoment(new Date(asOf), zone) })} {t('version', { version })}
      </p>
    </div>
  );
}

/** What is printed first has the script. */
function byThemeWithScriptsOnce(rows: readonly ConcernedRow[], isFirstNamed: boolean) {
  const themes = rowsByTheme(rows, isFirstNamed);
  const told = tellScriptsOnce(themes.flatMap(([, ofTheme]) => ofTheme));
  return rowsByTheme(told, isFirstNamed);
}

/** The catalogue's rows of a search, each with the hosts that it is about at the time that the page is of. */
function useRows(search: string, question: HostQuestion) {
  const trpc = useTRPC();
  const watched = watching(PAGE_EVERY_MS, question.at);
  const { data: catalogue } = useSuspenseQuery(trpc.system.catalogue.queryOptions({ lang: useLocale() }));
  const { data: summary } = useSuspenseQuery(
    trpc.host.summary.queryOptions(questionInput(question), watched),
  );
  const { data: risks } = useSuspenseQuery(trpc.host.risks.queryOptions(questionInput(question), watched));
  const withHosts = (row: CatalogueRow): ConcernedRow => ({
    ...row,
    hosts: concernedHosts(row, { question, summary, risks }),
  });
  const rows = catalogueRows(findEntries(catalogue.entries, search)).map(withHosts);
  return { version: catalogue.version, asOf: summary.asOf, rows };
}
