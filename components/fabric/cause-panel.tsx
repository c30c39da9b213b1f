'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCauseText } from '@/components/fleet/cause-text';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Panel } from '@/components/ui/panel';
import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import { isAttestationStatus, isSpecialCause, type State } from '@/lib/domain/vocabulary';

type Cause = Summary['causes'][number];

/** Checks that HGS names while it cannot judge at all. */
const PASSING_FAULTS: ReadonlySet<string> = new Set([
  'HostUnreachable',
  'ServiceUnavailable',
  'AuthenticationFailure',
]);

/** Under which state the hosts of a cause are counted, as far as the cause alone says it. */
function stateOfCause(cause: string): State {
  if (isAttestationStatus(cause)) return cause;
  if (cause === 'HostGuardianFeatureMissing') return 'NotConfigured';
  if (PASSING_FAULTS.has(cause)) return 'TransientError';
  return isSpecialCause(cause) ? 'Unknown' : 'InsecureHostConfiguration';
}

/** The list that adds up to a cause's count; null where the address has no words for exactly these hosts. */
function addressOfCause(summary: Summary, question: HostQuestion, { cause, hosts }: Cause): string | null {
  if (isSpecialCause(cause)) return null;
  if (!isAttestationStatus(cause)) return hostsAddress(narrowed(question, 'check', cause));
  // A host of this status can have another cause besides, and then the state alone asks for too many.
  return summary.states[cause] === hosts ? hostsAddress(narrowed(question, 'state', cause)) : null;
}

export function CausePanel({ summary, question }: { summary: Summary; question: HostQuestion }) {
  const t = useTranslations('fabric');
  return (
    <Panel title={t('causes')} hint={t('causesHint')}>
      {summary.causes.length === 0 ? (
        <p className="body soft">{t('noCause')}</p>
      ) : (
        <table className="fix">
          <thead>
            <tr>
              <th>{t('cause')}</th>
              <th className="num">{t('hosts')}</th>
              <th className="num">{t('blocked')}</th>
              <th className="num" title={t('freedAloneHint')}>
                {t('freedAlone')}
              </th>
            </tr>
          </thead>
          <tbody>
            {summary.causes.map((cause) => (
              <CauseRow key={cause.cause} {...{ cause, summary, question }} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

type CauseRowProps = { cause: Cause; summary: Summary; question: HostQuestion };

function CauseRow({ cause, summary, question }: CauseRowProps) {
  const t = useTranslations('fabric');
  const causeText = useCauseText();
  const state = stateOfCause(cause.cause);
  const address = addressOfCause(summary, question, cause);
  const hosts = t('hostCount', { count: cause.hosts });
  const text = causeText(cause.cause);
  return (
    <tr>
      <td className={STATE_CLASS[state]}>
        <div className="cause">
          <StateGlyph state={state} />
          <div>
            <b title={cause.cause}>
              <bdi>{cause.cause}</bdi>
            </b>
            {text !== null && <span>{text}</span>}
          </div>
        </div>
      </td>
      <td className="num">
        {address === null ? (
          hosts
        ) : (
          <Link className="link" href={address}>
            {hosts}
          </Link>
        )}
      </td>
      <td className="num big">{cause.vmsBlocked}</td>
      <td className="num">
        {cause.freedAlone.hosts === 0
          ? t('freedNone')
          : t('freed', { hosts: cause.freedAlone.hosts, vms: cause.freedAlone.vms })}
      </td>
    </tr>
  );
}
