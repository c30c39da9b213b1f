'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportMenu } from '@/components/fleet/export-menu';
import { formatNames, NAME_FORMS, type NameForm } from '@/components/fleet/host-names';
import { LinkMenu } from '@/components/ui/link-menu';
import { writeClipboard } from '@/components/ui/write-clipboard';
import { type Comparison, changelogInput, compareExportAddress } from '@/lib/client/compare-address';
import { useTRPC } from '@/lib/client/trpc';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';

type ActionsProps = {
  /** What is shown, between the two moments of the answer. */
  comparison: Comparison;
  total: number;
};

/** The names of all hosts that are shown, on whatever page, to take elsewhere, and the file of them. */
export function CompareActions({ comparison, total }: ActionsProps) {
  const t = useTranslations('compare');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <CopyCompared {...{ comparison, total }} />
      <ExportMenu addressOf={(file) => compareExportAddress(comparison, file)}>
        {t('export', { count: total })}
      </ExportMenu>
    </div>
  );
}

function useNames(comparison: Comparison) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    const hosts: { hostname: string; fqdn: string | null }[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const asked = { ...changelogInput({ ...comparison, cursor: cursor ?? null }), limit: MAX_LIMIT };
      const page = await queries.fetchQuery({ ...trpc.change.compare.queryOptions(asked), staleTime: 0 });
      hosts.push(...page.hosts.flatMap(({ before, after }) => after ?? before ?? []));
      cursor = page.nextCursor;
    }
    return hosts;
  };
}

type Told = { word: 'copied' | 'copyFailed' | 'readFailed'; count: number };

function CopyCompared({ comparison, total }: ActionsProps) {
  const t = useTranslations('compare');
  const tCopy = useTranslations('selection');
  const namesOf = useNames(comparison);
  const [told, setTold] = useState<Told | null>(null);

  async function handleCopy(form: NameForm) {
    try {
      const hosts = await namesOf();
      const isCopied = await writeClipboard(formatNames(hosts, form));
      setTold({ word: isCopied ? 'copied' : 'copyFailed', count: hosts.length });
    } catch {
      setTold({ word: 'readFailed', count: 0 });
    }
  }

  return (
    <>
      <span role="status" className="text-small empty:absolute">
        {told !== null && tCopy(told.word, { count: told.count })}
      </span>
      <LinkMenu
        items={NAME_FORMS.map((form) => ({
          key: form,
          label: tCopy(`names.${form}`),
          onSelect: () => handleCopy(form),
        }))}
      >
        {t('copy', { count: total })}
      </LinkMenu>
    </>
  );
}
