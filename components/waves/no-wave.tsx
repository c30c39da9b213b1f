import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useNoHostsThen } from '@/components/fleet/no-hosts-then';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { hasSnapshots } from '@/lib/client/has-snapshots';
import { enrollAddress } from '@/lib/client/host-address';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import { sentInput, type WavesInput } from '@/lib/client/waves-question';

type NoWaveProps = { input: WavesInput; mayEnroll: boolean };

/** Why no wave is open: where nothing was ever sent, that hosts are able again would read as good news. */
export function NoWave({ input, mayEnroll }: NoWaveProps) {
  const t = useTranslations('waves');
  const options = useTRPC().host.summary.queryOptions(sentInput(input), watching(LIST_EVERY_MS, input.at));
  // The last wave may close while the page is open: the page stays until what to say of it has been read.
  const { data: summary } = useQuery(options);
  if (summary === undefined) return <p>{t('none')}</p>;
  if (input.at !== null && summary.total === 0) return <NobodyThen at={input.at} />;
  if (!hasSnapshots(summary)) return <NothingSent {...{ input, mayEnroll }} />;
  return (
    <div className="grid gap-1 text-ink">
      <p>{t('none')}</p>
      <p className="text-ink-2">{t('noneHint')}</p>
    </div>
  );
}

function NobodyThen({ at }: { at: string }) {
  const { title, reason } = useNoHostsThen(new Date(at));
  return (
    <div className="grid gap-1 text-ink">
      <p>{title}</p>
      {reason !== null && <p className="text-ink-2">{reason}</p>}
    </div>
  );
}

function NothingSent({ input: { filter, at }, mayEnroll }: NoWaveProps) {
  const t = useTranslations('waves.nothingSent');
  const isNow = at === null;
  return (
    <div className="grid justify-items-start gap-1">
      <p>{t(isNow ? 'title' : 'titleThen')}</p>
      {isNow && <p className="text-ink-2">{t(mayEnroll ? 'hint' : 'hintAsk')}</p>}
      {isNow && mayEnroll && (
        <Link className={buttonClass({}, 'mt-2')} href={enrollAddress(filter)}>
          {t('enrol')}
        </Link>
      )}
    </div>
  );
}
