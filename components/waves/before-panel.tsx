import { useTranslations } from 'next-intl';
import { HostLink } from '@/components/fleet/host-link';
import { Time } from '@/components/fleet/time';
import { shownValue } from '@/components/fleet/wave-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
import type { WaveDetail } from '@/lib/contracts/waves';
import { REPLACED_KINDS } from '@/lib/domain/change-kinds';

type BeforeProps = { detail: WaveDetail; at: Date | null };

/** What was replaced on its hosts before they turned, and where the wave began. */
export function BeforePanel({ detail, at }: BeforeProps) {
  const t = useTranslations('waves.before');
  const { before, wave, asOf } = detail;
  const [first] = wave.members;
  return (
    <Panel title={t('title')} footer={t('hint')}>
      <ol className="grid gap-3 p-4">
        {first !== undefined && (
          <li className="grid grid-cols-[calc(var(--spacing)*30)_minmax(0,1fr)] gap-2">
            <span className="text-ink-3">
              <Time value={first.at} asOf={asOf} />
            </span>
            <span>
              {t.rich('first', {
                host: () => (
                  <HostLink id={first.hostId} hostname={first.hostname} at={at} look="inSentence" />
                ),
              })}
            </span>
          </li>
        )}
        {before.map((change) => (
          <Replacement key={`${change.kind} ${change.from} ${change.to}`} change={change} asOf={asOf} />
        ))}
      </ol>
      {before.length === 0 && <p className="px-4 pb-4 text-ink-2">{t('none')}</p>}
    </Panel>
  );
}

function Replacement({ change, asOf }: { change: WaveDetail['before'][number]; asOf: string }) {
  const t = useTranslations('waves.before');
  const kind = REPLACED_KINDS.find((known) => known === change.kind);
  if (kind === undefined) return null;
  const shown = (text: string | null) => () =>
    text === null ? '–' : <ForeignText text={shownValue(kind, text)} />;
  return (
    <li className="grid grid-cols-[calc(var(--spacing)*30)_minmax(0,1fr)] gap-2">
      <span className="text-ink-3">
        <Time value={change.startedAt} asOf={asOf} />
      </span>
      <span className="wrap-anywhere">
        {t.rich(kind, { from: shown(change.from), to: shown(change.to) })}{' '}
        <span className="text-ink-3">{t('on', { hosts: change.hosts })}</span>
      </span>
    </li>
  );
}
