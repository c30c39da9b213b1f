'use client';

import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/ui/code-block';
import { Icon } from '@/components/ui/icon';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { type RemediationText, type RenderedEntry, renderEntry } from '@/lib/domain/remediation/render';
import type { AttestationMode } from '@/lib/domain/vocabulary';

/** The catalogue's entry in the reader's language; null for a name that it does not know. */
export function useRemediation(key: string, mode: AttestationMode): RenderedEntry | null {
  const t = useTranslations('remediation');
  const entry = remediationFor(key, mode);
  if (entry === null) return null;
  // The catalogue names its messages itself; a test of the domain holds them complete.
  const text: RemediationText = (message, values) =>
    t(message as Parameters<typeof t.has>[0], values as never);
  return renderEntry(entry, text);
}

/** Solid: on the host itself. Outlined: another machine, for HGS another person. */
const LOOK = { host: 'solid', hgs: 'outlined', adminWorkstation: 'outlined' } as const;

export function RemediationSteps({ entry }: { entry: RenderedEntry }) {
  const t = useTranslations('remediation');
  return (
    <>
      <ol className="steps">
        {entry.steps.map((step) => (
          <li key={step.text}>
            <Step step={step} />
          </li>
        ))}
        <li className="verify">
          <div>
            <p>{t('verify')}</p>
            <CodeBlock
              badge={t(`where.${entry.verify.where}`)}
              look={LOOK[entry.verify.where]}
              title={entry.verify.expect}
              code={entry.verify.command}
            />
          </div>
        </li>
      </ol>
      <Cautions entry={entry} />
      <Links entry={entry} />
    </>
  );
}

function Step({ step }: { step: RenderedEntry['steps'][number] }) {
  const t = useTranslations('remediation');
  const { where, text, command, restart, caution, unverified } = step;
  return (
    <div>
      <p>{text}</p>
      {command !== undefined && <CodeBlock badge={t(`where.${where}`)} look={LOOK[where]} code={command} />}
      {(restart || caution !== undefined || unverified) && (
        <ul className="notes">
          {restart && <Note icon="restart" text={t('restart')} />}
          {caution !== undefined && <Note icon="warn" text={caution} />}
          {unverified && <Note icon="warn" text={t('unverified')} />}
        </ul>
      )}
    </div>
  );
}

function Note({ icon, text }: { icon: 'restart' | 'warn'; text: string }) {
  return (
    <li>
      <Icon name={icon} size={14} />
      {text}
    </li>
  );
}

/** What costs the whole fabric something is said beside the steps, and is never one of them. */
function Cautions({ entry }: { entry: RenderedEntry }) {
  const t = useTranslations('remediation');
  const needsRestart = entry.steps.some(({ restart }) => restart);
  return (
    <ul className="notes">
      <Note icon="restart" text={t(needsRestart ? 'restart' : 'noRestart')} />
      {entry.cautions.map((caution) => (
        <Note key={caution} icon="warn" text={caution} />
      ))}
    </ul>
  );
}

function Links({ entry }: { entry: RenderedEntry }) {
  if (entry.links.length === 0) return null;
  return (
    <ul className="links">
      {entry.links.map(({ title, url }) => (
        <li key={url}>
          <a className="link" href={url} rel="noreferrer" lang="en">
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
