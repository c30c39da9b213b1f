'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { formatNames, NAME_FORMS, type NameForm } from '@/components/fleet/host-names';
import { type ChosenHost, countOf, type HostChoice } from '@/components/hosts/host-choice';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { LinkMenu } from '@/components/ui/link-menu';
import { useBriefly } from '@/components/ui/use-briefly';
import { writeClipboard } from '@/components/ui/write-clipboard';
import { listInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { type HostQuery, MAX_LIMIT } from '@/lib/contracts/words/host-query';

/** What comes, where a word alone does not tell. */
const HINTS: Readonly<Record<NameForm, string | undefined>> = {
  lines: undefined,
  csv: 'hostname,fqdn',
  powershell: "@('…')",
};

type Told = 'copied' | 'copyFailed' | 'readFailed';
type CopyProps = { query: HostQuery; choosing: ChoosingHosts };

/** The names of the chosen hosts, as the next tool takes them. */
export function CopyNames({ query, choosing }: CopyProps) {
  const t = useTranslations('selection');
  const namesOf = useChosenNames(query);
  const [told, setTold] = useBriefly<Told>();

  async function handleCopy(form: NameForm) {
    const { choice } = choosing;
    try {
      const hosts = await namesOf(choice);
      // Never names of other hosts than were chosen.
      if (hosts.length !== countOf(choice)) return choosing.markRefused();
      setTold((await writeClipboard(formatNames(hosts, form))) ? 'copied' : 'copyFailed');
    } catch {
      setTold('readFailed');
    }
  }

  return (
    <>
      <span role="status" className="self-center px-1 text-small empty:px-0">
        {told !== null && t(told, { count: choosing.count })}
      </span>
      <LinkMenu
        variant="onInk"
        items={NAME_FORMS.map((form) => ({
          key: form,
          label: t(`names.${form}`),
          hint: HINTS[form],
          onSelect: () => handleCopy(form),
        }))}
      >
        {t('copyNames')}
      </LinkMenu>
    </>
  );
}

/** The chosen hosts by name. Of all that match they are read page by page, each page as of the first one's moment. */
function useChosenNames(query: HostQuery): (choice: HostChoice) => Promise<readonly ChosenHost[]> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async (choice) => {
    if (!('all' in choice)) return [...choice.hosts.values()];
    const hosts: ChosenHost[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const asked = listInput({ ...query, limit: MAX_LIMIT, cursor: cursor ?? null });
      const page = await queries.fetchQuery({ ...trpc.host.list.queryOptions(asked), staleTime: 0 });
      hosts.push(...page.hosts);
      cursor = page.nextCursor;
    }
    return hosts;
  };
}
