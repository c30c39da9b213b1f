import { useTranslations } from 'next-intl';
import { ExplainedChecks } from '@/components/explain/explained-checks';
import { explainedState } from '@/components/explain/explained-state';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { ExplainedHost } from '@/lib/contracts/catalogue';
import { visibleText } from '@/lib/util/visible-text';

/** A text can hold thousands of rows; the verdict above counts all of them. */
const HOSTS_SHOWN = 200;

/** A verdict for each host of the text, in the order of the text. */
export function ExplainedHosts({ hosts }: { hosts: readonly ExplainedHost[] }) {
  const t = useTranslations('explain');
  const shown = hosts.slice(0, HOSTS_SHOWN);
  return (
    <Panel title={t('hosts')} hint={t('hostsHint', { count: hosts.length })}>
      <ul>
        {shown.map((host, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two outputs of one host are alike, and none ever moves
          <HostOfText key={index} host={host} number={index + 1} />
        ))}
      </ul>
      {shown.length < hosts.length && (
        <p className="p-4 text-ink-2">{t('hostsMore', { count: hosts.length - shown.length })}</p>
      )}
    </Panel>
  );
}

function HostOfText({ host, number }: { host: ExplainedHost; number: number }) {
  const t = useTranslations('explain');
  const { name, attestationStatus, failingChecks, verdict } = host;
  const state = explainedState(host);
  return (
    <li
      className={classNames(
        'grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 border-b border-line px-4 py-2 wrap-anywhere last:border-b-0',
        state === null ? 's-unknown' : STATE_CLASS[state],
      )}
    >
      <span className="mt-0.5 text-state">
        {state === null ? <Icon name="warn" size={16} /> : <StateGlyph state={state} size={16} />}
      </span>
      <div>
        <p>
          <b>{name === null ? t('unnamed', { number }) : <ForeignText text={name} />}</b>{' '}
          {/* The verdict names a status that nobody knows. */}
          {verdict.code !== 'unknownStatus' && (
            <span className="text-ink-2">{attestationStatus ?? t('noStatus')}</span>
          )}
        </p>
        <p className="mt-0.5 text-ink-2">{visibleText(verdict.text)}</p>
        {failingChecks.length > 0 && (
          <div className="mt-0.5">
            <ExplainedChecks checks={failingChecks} />
          </div>
        )}
      </div>
    </li>
  );
}
