import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { Keys } from '@/components/ui/keys';
import { useSingleKeys } from '@/components/ui/single-keys';
import type { SendingInterval } from '@/lib/contracts/settings';

/** What the figures rest on, and the keys that lead on. Which interval held at an earlier time is not known. */
export function OverviewFoot({ sending }: { sending: SendingInterval | null }) {
  const t = useTranslations('fabric.foot');
  const shell = useTranslations('shell');
  const duration = useDurationPhrase();
  const areSingleKeysOn = useSingleKeys();
  return (
    <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-small/5 text-ink-3">
      {sending !== null && (
        <p>
          {t('sending', {
            interval: duration(sending.intervalSeconds),
            silence: duration(sending.silentAfterSeconds),
          })}
        </p>
      )}
      {/* Nobody has a keyboard on a phone. */}
      {areSingleKeysOn && (
        <p className="ml-auto flex flex-wrap gap-x-4 max-tablet:hidden print:hidden">
          <span className="whitespace-nowrap">
            <Keys of="goHosts" /> {shell('hosts')}
          </span>
          <span className="whitespace-nowrap">
            <Keys of="goRemediation" /> {shell('remediation')}
          </span>
          <span className="whitespace-nowrap">
            <Keys of="all" /> {shell('shortcut.all')}
          </span>
        </p>
      )}
    </div>
  );
}
