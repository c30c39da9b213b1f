'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { CatalogueItem } from '@/components/fleet/catalogue-item';
import { DiagnosticsFirst } from '@/components/fleet/diagnostics-first';
import { findEntries, isNamed } from '@/components/remediation/find-entries';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { SearchField } from '@/components/ui/search-field';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import { ENTRY_KINDS, type EntryKind } from '@/lib/domain/remediation/types';

/** What every status, check, cause and prerequisite means, and how to fix it. Nothing here runs anything. */
export function CatalogueScreen({ search }: { search: string }) {
  const t = useTranslations('catalogue');
  const router = useRouter();
  const scope = useScope();
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.system.catalogue.queryOptions({ lang: useLocale() }));
  const found = findEntries(data.entries, search);
  return (
    <div className="main catalogue">
      <PageTitle>{t('title')}</PageTitle>
      <p className="soft">
        {t('intro')} {t('appliesTo')}
      </p>
      {search === '' && <DiagnosticsFirst />}
      <div className="filters">
        <SearchField
          className="flex-none basis-80 max-tablet:flex-auto max-tablet:basis-full"
          label={t('search')}
          hint={t('searchHint')}
          asked={search}
          onAsk={(text) => router.replace(inScope(remediationAddress(text), scope), { scroll: false })}
        />
        <span className="small mute" role="status">
          {t('count', { found: found.length, all: data.entries.length })}
        </span>
      </div>
      <div className="stack">
        {found.length === 0 && <p className="soft">{t('none')}</p>}
        {kindsFor(found, search).map((kind) => (
          <KindPanel
            key={kind}
            title={t(`kind.${kind}`)}
            search={search}
            entries={found.filter((entry) => entry.kind === kind)}
          />
        ))}
      </div>
      {search !== '' && <DiagnosticsFirst />}
      <p className="small mute">{t('version', { version: data.version })}</p>
    </div>
  );
}

/** What was asked for by name is on top. */
function kindsFor([first]: readonly CatalogueEntry[], search: string): readonly EntryKind[] {
  const kind = first !== undefined && isNamed(first, search) ? first.kind : null;
  return ENTRY_KINDS.toSorted((a, b) => Number(b === kind) - Number(a === kind));
}

type KindPanelProps = { title: string; search: string; entries: readonly CatalogueEntry[] };

function KindPanel({ title, search, entries }: KindPanelProps) {
  if (entries.length === 0) return null;
  return (
    <Panel title={title} hint={entries.length}>
      {entries.map((entry) => (
        <CatalogueItem
          // Open or not is the reader's, until another name is searched for.
          key={`${entry.key} ${entry.modes?.join(' ')} ${isNamed(entry, search)}`}
          entry={entry}
          isOpen={isNamed(entry, search)}
        />
      ))}
    </Panel>
  );
}
