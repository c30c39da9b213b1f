'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { type HostQuestion, listInput } from '@/lib/client/host-question';
import { useTRPC } from '@/lib/client/trpc';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';

type FirstSnapshotProps = { question: HostQuestion; mayEnrol: boolean; onClose: () => void };

/** Tells whoever waited on this page which host has sent, what it says, and leads to it. */
export function FirstSnapshot({ question, mayEnrol, onClose }: FirstSnapshotProps) {
  const t = useTranslations('enrol.first');
  const trpc = useTRPC();
  const newest = { sort: 'lastObservedAt', order: 'desc', limit: 1 } as const;
  const input = listInput({ ...defaultHostQuery(), ...question, ...newest });
  // The page itself follows the fleet; this is about the moment at which it changed.
  const { data } = useQuery(trpc.host.list.queryOptions(input, { staleTime: Infinity }));
  const [host] = data?.hosts ?? [];
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-panel border border-line bg-surface px-4 py-3"
    >
      {host && (
        <>
          <p className="font-semibold">
            {t.rich('sent', { host: () => <HostLink {...host} fqdn={null} look="inSentence" /> })}
          </p>
          <StatePill state={host.state} />
          <p className="text-ink-2">{t(host.state === 'Passed' ? 'able' : 'open')}</p>
          <span className="ml-auto flex flex-wrap items-center gap-3">
            {mayEnrol && (
              <Link className="link" href="/enroll">
                {t('more')}
              </Link>
            )}
            <Button size="small" variant="quiet" onClick={onClose}>
              {t('close')}
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
