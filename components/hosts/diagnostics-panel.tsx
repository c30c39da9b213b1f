'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { Age, Time } from '@/components/fleet/time';
import { byServerClock } from '@/components/hosts/by-server-clock';
import { CodeBlock } from '@/components/ui/code-block';
import { FoldedPanel } from '@/components/ui/folded-panel';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import type { HostView } from '@/lib/client/outputs';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { DiagnosticsReading } from '@/lib/contracts/fleet';
import { readFacts } from '@/lib/domain/facts';
import { linesOf } from '@/lib/util/lines-of';
import { visibleText } from '@/lib/util/visible-text';

/** What the HGS client's own diagnostics last said on the host: old by nature, and never the verdict. */
export function DiagnosticsPanel({ host }: { host: HostView }) {
  const t = useTranslations('host.diagnostics');
  const { diagnostics } = readFacts(host.facts);
  if (diagnostics.status === 'absent') return null;
  if (diagnostics.status !== 'ok' || diagnostics.value.text === null) {
    const reason = diagnostics.status === 'ok' ? '–' : diagnostics.reason;
    return (
      <FoldedPanel title={t('title')}>
        <p className="p-4 text-ink-2">
          {t('none')} <ForeignText text={reason} />
        </p>
      </FoldedPanel>
    );
  }
  return (
    <FoldedPanel
      title={t('title')}
      hint={<Ran collectedAt={diagnostics.value.collectedAt} host={host} />}
      aside={host.diagnostics && t('overall', { result: host.diagnostics.overall })}
    >
      <div className="grid gap-3 p-4">
        <p className="max-w-[92ch] text-ink-2">{t('onlyHgs')}</p>
        {host.diagnostics && <Reading said={host.diagnostics} />}
        <CodeBlock
          badge={t('badge')}
          look="plain"
          copies={t('copies')}
          code={linesOf(diagnostics.value.text).map(visibleText).join('\n')}
        />
      </div>
    </FoldedPanel>
  );
}

function Ran({ collectedAt, host }: { collectedAt: string | null; host: HostView }) {
  const t = useTranslations('host.diagnostics');
  const value = byServerClock(collectedAt, host);
  if (value === null) return t('undated');
  return t.rich('ran', {
    moment: () => <Time value={value} asOf={host.asOf} place="inSentence" />,
    age: () => <Age value={value} asOf={host.asOf} />,
  });
}

function Reading({ said: { pointAt, knownFalse } }: { said: DiagnosticsReading }) {
  const t = useTranslations('host.diagnostics');
  return (
    <p className="max-w-[92ch] text-ink-2">
      {pointAt.length > 0 && t.rich('pointAt', { checks: () => <CatalogueLinks names={pointAt} /> })}{' '}
      {knownFalse && t(knownFalse === 'alone' ? 'knownFalse' : 'mayBeFalse')}
    </p>
  );
}

/** Also a check that HGS does not name has its steps there. */
function CatalogueLinks({ names }: { names: readonly string[] }) {
  const scope = useScope();
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <Link className="link" href={inScope(remediationAddress(name), scope)}>
        {name}
      </Link>
    </Fragment>
  ));
}
