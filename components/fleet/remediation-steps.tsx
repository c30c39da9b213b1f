'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Icon } from '@/components/ui/icon';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import { blanksIn } from '@/lib/domain/remediation/commands/blanks';
import type { RenderedEntry } from '@/lib/domain/remediation/render';

/** What of an entry is shown, and whether the whole of it needs a restart, where that is not all of its steps. */
type ShownEntry = RenderedEntry & { needsRestart?: boolean };

/** Solid: on the host itself. Outlined: another machine, for HGS another person. */
const LOOK = { host: 'solid', hgs: 'outlined', adminWorkstation: 'outlined' } as const;

/** What is said below the steps in small print. */
const NOTES = 'flex flex-wrap gap-x-4 gap-y-1.5 text-small text-ink-2';

export function RemediationSteps({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('remediation');
  return (
    <>
      <NumberedSteps>
        {entry.steps.map((step) => (
          <NumberedStep key={step.text}>
            <RemediationStep step={step} />
          </NumberedStep>
        ))}
        <NumberedStep mark="proof">
          <div>
            <p className="max-w-[78ch]">{t('verify')}</p>
            <CodeBlock
              badge={t(`where.${entry.verify.where}`)}
              look={LOOK[entry.verify.where]}
              title={entry.verify.expect}
              code={entry.verify.command}
              copies={`${t('verify')}, ${entry.title}`}
            />
          </div>
        </NumberedStep>
      </NumberedSteps>
      <Cautions entry={entry} />
      <Links entry={entry} />
    </>
  );
}

/** Where else a step's script is printed: the number of a step of another entry. */
export type ToldAt = { title: string; step: number };
export type ToldStep = RenderedEntry['steps'][number] & { toldAt?: ToldAt };

type StepProps = {
  step: ToldStep;
  /** What is said between its text and its command. */
  children?: ReactNode;
};

export function RemediationStep({ step, children }: StepProps) {
  const t = useTranslations('remediation');
  const { where, text, command, restart, caution, unverified, toldAt } = step;
  const blanks = command === undefined ? [] : blanksIn(command);
  return (
    <div>
      <p className="max-w-[78ch]">{text}</p>
      {children}
      {command !== undefined && (
        <div className={toldAt && 'print:hidden'}>
          <CodeBlock badge={t(`where.${where}`)} look={LOOK[where]} code={command} copies={text} />
        </div>
      )}
      {toldAt && <p className="hidden text-ink-2 print:block">{t('toldAt', toldAt)}</p>}
      {(blanks.length > 0 || restart || caution !== undefined || unverified) && (
        <div className="mt-1.5">
          <Notes>
            {blanks.length > 0 && <Note icon="warn" text={t('fillIn', { names: blanks.join(', ') })} />}
            {restart && <Note icon="restart" text={t('restart')} />}
            {caution !== undefined && <Note icon="warn" text={caution} />}
            {unverified && <Note icon="warn" text={t('unverified')} />}
          </Notes>
        </div>
      )}
    </div>
  );
}

/** What has to be known beside the steps. */
export function Notes({ children }: { children: ReactNode }) {
  return <ul className={NOTES}>{children}</ul>;
}

export function Note({ icon, text }: { icon: 'restart' | 'warn'; text: string }) {
  return (
    <li className="inline-flex items-start gap-1.5">
      <span className="mt-px">
        <Icon name={icon} size={14} />
      </span>
      {text}
    </li>
  );
}

/** What costs the whole fabric something is said beside the steps, and is never one of them. */
function Cautions({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('remediation');
  const needsRestart = entry.needsRestart ?? entry.steps.some(({ restart }) => restart);
  return (
    <Notes>
      <Note icon="restart" text={t(needsRestart ? 'restart' : 'noRestart')} />
      {entry.cautions.map((caution) => (
        <Note key={caution} icon="warn" text={caution} />
      ))}
    </Notes>
  );
}

function Links({ entry }: { entry: RenderedEntry }) {
  if (entry.links.length === 0) return null;
  return (
    <ul className={NOTES}>
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
