'use client';

import { useTranslations } from 'next-intl';
import { ExplainedHosts } from '@/components/explain/explained-hosts';
import { explainedState } from '@/components/explain/explained-state';
import { CatalogueItem } from '@/components/fleet/catalogue-item';
import { CheckTag } from '@/components/fleet/check-tags';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { ExplainOutput } from '@/lib/contracts/catalogue';
import { visibleText } from '@/lib/util/visible-text';

/** Of a long text that was not read, so many lines are shown. */
const IGNORED_SHOWN = 50;

export function Explained({ answer }: { answer: ExplainOutput }) {
  const t = useTranslations('explain');
  const { remediation, understood } = answer;
  return (
    <div className="stack">
      <VerdictOfText answer={answer} />
      {answer.hosts && <ExplainedHosts hosts={answer.hosts} />}
      {remediation.length > 0 && (
        <Panel title={t('howToFix')} hint={t('howToFixHint', { count: remediation.length })}>
          {remediation.map((entry, index) => (
            <CatalogueItem
              key={`${entry.key} ${entry.modes?.join(' ')}`}
              entry={entry}
              isOpen={index === 0}
            />
          ))}
        </Panel>
      )}
      <Panel title={t('understood')} hint={t('understoodHint', { count: understood.length })}>
        {understood.length === 0 ? (
          <p className="soft p-4">{t('nothing')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{t('field')}</th>
                <th scope="col">{t('value')}</th>
              </tr>
            </thead>
            <tbody>
              {understood.map(({ field, value }) => (
                <tr key={`${field}\n${value}`}>
                  <td>
                    <ForeignText text={field} />
                  </td>
                  <td className="mono">
                    <ForeignText text={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Ignored lines={answer.ignored} />
    </div>
  );
}

function VerdictOfText({ answer }: { answer: ExplainOutput }) {
  const t = useTranslations('explain');
  const mode = useTranslations('fleet.mode');
  const { verdict, notes, attestationStatus, attestationMode, failingChecks, hosts } = answer;
  const state = explainedState(answer);
  return (
    <div className={classNames('say', state === null ? 's-unknown' : STATE_CLASS[state])} role="status">
      {state === null ? <Icon name="warn" size={18} /> : <StateGlyph state={state} size={18} />}
      <div>
        <p>
          <b>{visibleText(verdict.text)}</b>
        </p>
        {notes.map(({ code, text }) => (
          <p key={code}>{text}</p>
        ))}
        {attestationStatus !== null && !hosts && (
          <p>{t('said', { status: attestationStatus, mode: mode(attestationMode) })}</p>
        )}
        {failingChecks.length > 0 && !hosts && (
          <p className="named">
            {failingChecks.map((check) => (
              <CheckTag key={check} check={check} />
            ))}
          </p>
        )}
      </div>
    </div>
  );
}

/** Shown, so that nobody believes that these lines were read. */
function Ignored({ lines }: { lines: readonly string[] }) {
  const t = useTranslations('explain');
  if (lines.length === 0) return null;
  const shown = lines.slice(0, IGNORED_SHOWN);
  return (
    <Panel title={t('ignored')} hint={t('ignoredHint', { count: lines.length })}>
      <pre className="ignored p-4" dir="ltr">
        {shown.map((line) => visibleText(line.replaceAll('\t', '    '))).join('\n')}
      </pre>
      {shown.length < lines.length && (
        <p className="soft p-4">{t('ignoredMore', { count: lines.length - shown.length })}</p>
      )}
    </Panel>
  );
}
