'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode, useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Icon } from '@/components/ui/icon';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import { useIsPrinting } from '@/components/ui/use-is-printing';
import { ableNodesIn } from '@/lib/domain/remediation/commands/able-nodes';
import { blanksIn } from '@/lib/domain/remediation/commands/blanks';
import { makesPolicy, restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import type { RenderedEntry } from '@/lib/domain/remediation/render';
import { memberOf } from '@/lib/util/guards';

/** Solid: on the host itself. Outlined: another machine, for HGS another person. */
const LOOK = { host: 'solid', hgs: 'outlined', adminWorkstation: 'outlined' } as const;

/** Steps that are told by their own name, in whichever entry they stand. */
export const isNamed = memberOf([
  'diagnose',
  'suspendBitLocker',
  'guardedRestart',
  'restartAfterBitLocker',
  'resumeNode',
]);

/** What is said below the steps in small print. */
const NOTES = 'flex flex-wrap gap-x-4 gap-y-1.5 text-small text-ink-2';

type StepsProps = {
  entry: RenderedEntry;
  /** What is left of its steps where others are told elsewhere, such as the restart. */
  steps?: RenderedEntry['steps'] | undefined;
};

export function RemediationSteps({ entry, steps = entry.steps }: StepsProps) {
  const t = useTranslations('remediation');
  const copiesOf = useCopiesOf(entry, steps);
  const making = useFold();
  const firstOfMaking = steps.findIndex(makesPolicy);
  const isRestartElsewhere = entry.steps.some(restartsHost) && !steps.some(restartsHost);
  return (
    <>
      {steps.length === 0 && entry.steps.length > 0 && <p className="text-ink-2">{t('once.inRestart')}</p>}
      <NumberedSteps>
        {steps.map((step, index) => (
          <Fragment key={step.text}>
            {index === firstOfMaking && (
              <li>
                <Toggle {...making} first={index + 1} last={index + steps.filter(makesPolicy).length} />
              </li>
            )}
            <NumberedStep isFolded={!making.isOpen && makesPolicy(step)}>
              <RemediationStep step={step} copies={copiesOf(index)} />
            </NumberedStep>
          </Fragment>
        ))}
        <Proof entry={entry} isAfterRestart={isRestartElsewhere} />
      </NumberedSteps>
      <Cautions entry={entry} />
      <Links entry={entry} />
    </>
  );
}

/** Steps that are open where somebody opens them, and on paper. */
function useFold() {
  const [isChosen, setChosen] = useState(false);
  const isPrinting = useIsPrinting();
  return { isOpen: isChosen || isPrinting, onToggle: () => setChosen(!isChosen) };
}

type ToggleProps = ReturnType<typeof useFold> & { first: number; last: number };

function Toggle({ isOpen, onToggle, first, last }: ToggleProps) {
  const t = useTranslations('remediation');
  return (
    <button
      type="button"
      className="flex min-h-6 cursor-pointer flex-wrap items-center gap-x-2 text-left"
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      <span className="flex w-5 justify-center text-ink-3 print:hidden">
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
      </span>
      <b>{t('noPolicy')}</b>
      <span className="text-ink-2">{t('noPolicyHint', { first, last })}</span>
    </button>
  );
}

/** Whether it worked: what is measured at boot shows only once the host has restarted. */
function Proof({ entry, isAfterRestart }: { entry: RenderedEntry; isAfterRestart: boolean }) {
  const t = useTranslations('remediation');
  const { where, expect, command } = entry.verify;
  return (
    <NumberedStep mark="proof">
      <div>
        <p className="max-w-[78ch]">{t(isAfterRestart ? 'verifyAfterRestart' : 'verify')}</p>
        <CodeBlock
          badge={t(`where.${where}`)}
          look={LOOK[where]}
          code={command}
          copies={t('copies.verify', { name: useNameOf(entry) })}
        />
        <p className="mt-1.5 text-small/5 text-ink-2">{expect}</p>
      </div>
    </NumberedStep>
  );
}

/** What people call an entry: by the word of HGS, and a prerequisite, which has none, by its title. */
function useNameOf({ kind, key, title }: RenderedEntry): string {
  const t = useTranslations('remediation.copies');
  return kind === 'check' || kind === 'status' ? key : t('quoted', { title });
}

/** What the script of a step is called: the repair, where the entry has no other step of its own. */
function useCopiesOf(entry: RenderedEntry, steps: RenderedEntry['steps']) {
  const t = useTranslations('remediation.copies');
  const name = useNameOf(entry);
  const own = steps.filter(({ id }) => !isNamed(id));
  return (index: number): string | undefined => {
    if (isNamed(steps[index]?.id)) return undefined;
    return own.length === 1 ? t('repair', { name }) : t('step', { number: index + 1, name });
  };
}

/** Where else a step's script is printed: the number of a step of another entry. */
export type ToldAt = { title: string; step: number };
export type ToldStep = RenderedEntry['steps'][number] & { toldAt?: ToldAt };

type StepProps = {
  step: ToldStep;
  /** What its script is called; absent where the step has a name of its own. */
  copies?: string | undefined;
  /** What is said between its text and its command. */
  children?: ReactNode;
};

export function RemediationStep({ step, copies, children }: StepProps) {
  const t = useTranslations('remediation');
  const { id, where, text, command, toldAt } = step;
  return (
    <div>
      <p className="max-w-[92ch] wrap-anywhere">
        <WholeNames text={text} />
      </p>
      {children}
      {command !== undefined && (
        <div className={toldAt && 'print:hidden'}>
          <CodeBlock
            badge={t(`where.${where}`)}
            look={LOOK[where]}
            code={command}
            copies={copies ?? (isNamed(id) ? t(`copies.${id}`) : text)}
          />
        </div>
      )}
      {toldAt && <p className="hidden text-ink-2 print:block">{t('toldAt', toldAt)}</p>}
      <StepNotes step={step} />
    </div>
  );
}

/** What has to be filled in or known before its script is run. */
function StepNotes({ step: { command = '', restart, caution, unverified } }: { step: ToldStep }) {
  const t = useTranslations('remediation');
  const blanks = blanksIn(command);
  const nodes = ableNodesIn(command);
  if (blanks.length === 0 && nodes === null && !restart && caution === undefined && !unverified) return null;
  return (
    <div className="mt-1.5">
      <Notes>
        {blanks.length > 0 && <Note icon="warn" text={t('fillIn', { names: blanks.join(', ') })} />}
        {nodes !== null && <Note icon="warn" text={t(nodes === 'none' ? 'enterNodes' : 'listedNodes')} />}
        {restart && <Note icon="restart" text={t('restart')} />}
        {caution !== undefined && <Note icon="warn" text={caution} />}
        {unverified && <Note icon="warn" text={t('unverified')} />}
      </Notes>
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
      <span className="min-w-0">
        <WholeNames text={text} />
      </span>
    </li>
  );
}

/** What costs the whole fabric something is said beside the steps, and is never one of them. */
function Cautions({ entry }: { entry: RenderedEntry }) {
  const t = useTranslations('remediation');
  const needsRestart = entry.steps.some(({ restart }) => restart);
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

/** A parameter or a command of PowerShell, such as -Force or Get-HgsTrace. */
const NAME = /(?<![\w-])((?:[A-Z][a-z]+)?-[A-Z]\w+)/;

/** A text in which no line ends within a name that somebody types: a browser breaks them after the hyphen. */
export function WholeNames({ text }: { text: string }) {
  // A name stands between every two other parts, since the pattern captures it.
  return text.split(NAME).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: The parts of a text have no other name than their place.
      <span key={at} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}
