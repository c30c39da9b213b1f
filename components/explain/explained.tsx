'use client';

import { useTranslations } from 'next-intl';
import { ExplainedChecks } from '@/components/explain/explained-checks';
import { ExplainedHosts } from '@/components/explain/explained-hosts';
import { explainedState } from '@/components/explain/explained-state';
import { RepairPanel } from '@/components/explain/repair-panel';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { Verdict } from '@/components/fleet/verdict';
import { type Column, DataTable } from '@/components/table/data-table';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { ExplainOutput } from '@/lib/contracts/catalogue';
import { visibleText } from '@/lib/util/visible-text';

/** How many lines of a long unread text are shown. */
const IGNORED_SHOWN = 50;

export function Explained({ answer }: { answer: ExplainOutput }) {
  const t = useTranslations('explain');
  const { remediation, repair, understood } = answer;
  const columns: Column<(typeof understood)[number]>[] = [
    { id: 'field', header: t('field'), cell: ({ field }) => <ForeignText text={field} /> },
    {
      id: 'value',
      header: t('value'),
      cell: ({ value }) => <ForeignText className="mono" text={value} />,
    },
  ];
  return (
    <div className="grid min-w-0 gap-4">
      <VerdictOfText answer={answer} />
      {answer.hosts && <ExplainedHosts hosts={answer.hosts} />}
      {remediation.length > 0 && <RepairPanel {...{ remediation, repair }} />}
      <Panel title={t('understood')} hint={t('understoodHint', { count: understood.length })}>
        <DataTable
          label={t('understood')}
          {...{ columns }}
          rows={understood}
          keyOf={({ field, value }) => `${field}\n${value}`}
          look="tight"
          empty={t('nothing')}
        />
      </Panel>
      <Ignored lines={answer.ignored} />
    </div>
  );
}

function VerdictOfText({ answer }: { answer: ExplainOutput }) {
  const t = useTranslations('explain');
  const mode = useTranslations('fleet.mode');
  const { name, verdict, notes, attestationStatus, attestationMode, failingChecks, hosts } = answer;
  const state = explainedState(answer);
  return (
    <Verdict
      role="status"
      state={state ?? 'Unknown'}
      glyph={state === null ? <Icon name="warn" size={18} /> : <StateGlyph state={state} size={18} />}
      title={visibleText(verdict.text)}
    >
      {name !== null && (
        <p>
          <b>
            <ForeignText text={name} />
          </b>
        </p>
      )}
      {notes.map(({ code, text }) => (
        <p key={code}>{text}</p>
      ))}
      {attestationStatus !== null && !hosts && (
        <p>{t('said', { status: attestationStatus, mode: mode(attestationMode) })}</p>
      )}
      {failingChecks.length > 0 && !hosts && <ExplainedChecks checks={failingChecks} />}
    </Verdict>
  );
}

/** Shown, so that nobody believes that these lines were read. */
function Ignored({ lines }: { lines: readonly string[] }) {
  const t = useTranslations('explain');
  if (lines.length === 0) return null;
  const shown = lines.slice(0, IGNORED_SHOWN);
  return (
    <Panel title={t('ignored')} hint={t('ignoredHint', { count: lines.length })}>
      <pre
        className="max-h-80 overflow-auto p-4 font-mono text-code wrap-anywhere whitespace-pre-wrap"
        dir="ltr"
      >
        {shown.map((line) => visibleText(line.replaceAll('\t', '    '))).join('\n')}
      </pre>
      {shown.length < lines.length && (
        <p className="p-4 text-ink-2">{t('ignoredMore', { count: lines.length - shown.length })}</p>
      )}
    </Panel>
  );
}
