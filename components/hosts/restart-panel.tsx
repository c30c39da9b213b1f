'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { Time } from '@/components/fleet/time';
import { reasonsToTell, updateToldAbove } from '@/components/hosts/restart-reasons';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { MayRestart } from '@/lib/contracts/may-restart';
import { RESTART_QUESTIONS, type RestartQuestion } from '@/lib/domain/restart/facts';
import type { RestartAnswer, RestartReasonCode } from '@/lib/domain/restart/may-restart';
import { restartParams } from '@/lib/i18n/restart-params';

const GLYPHS: Readonly<Record<RestartAnswer, ReactNode>> = {
  yes: <StateGlyph state="Passed" size={14} />,
  no: <Icon name="warn" size={14} />,
  unknown: <Icon name="notEvaluated" size={14} />,
};

type RestartPanelProps = { hostId: string; at: string | null };

/** Whether the node may be drained or restarted: what Cluster-Aware Updating is answered, for people. */
export function RestartPanel({ hostId, at }: RestartPanelProps) {
  const t = useTranslations('restart');
  if (at !== null)
    return (
      <Panel title={t('title')}>
        <p className="p-4 text-ink-3">{t('ofNow')}</p>
      </Panel>
    );
  return <RestartNow hostId={hostId} />;
}

function useAnswer(id: string, question: RestartQuestion) {
  const trpc = useTRPC();
  return useQuery(trpc.host.mayRestart.queryOptions({ id, for: question }, watching(PAGE_EVERY_MS, null)));
}

function RestartNow({ hostId }: { hostId: string }) {
  const t = useTranslations('restart');
  const answers = { drain: useAnswer(hostId, 'drain'), restart: useAnswer(hostId, 'restart') };
  const { data, isError } = answers.drain;
  const above = isError || data === undefined ? null : updateToldAbove(data.reasons);
  const asOf = data && (
    <span className="text-ink-3">
      {data.evidenceAt === null
        ? t('noEvidence')
        : t.rich('asOf', {
            moment: () => <Time value={data.evidenceAt ?? ''} asOf={data.asOf} place="inSentence" />,
          })}
    </span>
  );
  return (
    <Panel title={t('title')} aside={asOf} footer={<Footer hostId={hostId} answer={data} />}>
      <div>
        {RESTART_QUESTIONS.map((question) => (
          <Question
            key={question}
            question={question}
            above={question === 'drain' ? null : above}
            {...answers[question]}
          />
        ))}
      </div>
    </Panel>
  );
}

type QuestionProps = {
  question: RestartQuestion;
  /** A reason that is told in full above it. */
  above: RestartReasonCode | null;
  data: MayRestart | undefined;
  isError: boolean;
  refetch: () => void;
};

/** An answer that could not be renewed is none: what was allowed before may not be now. */
function Question({ question, above, data, isError, refetch }: QuestionProps) {
  const t = useTranslations('restart');
  return (
    <section
      className="grid grid-cols-[14px_calc(var(--spacing)*20)_minmax(0,1fr)] gap-x-2 border-b border-line px-4 py-3 last:border-b-0"
      aria-label={t(`for.${question}`)}
      aria-live="polite"
    >
      <span className="pt-0.5">{GLYPHS[isError ? 'unknown' : (data?.answer ?? 'unknown')]}</span>
      <h3 className="font-normal text-ink-3">{t(`for.${question}`)}</h3>
      {isError ? (
        <div className="grid gap-2">
          <p>{t('failed')}</p>
          <div>
            <Button size="small" onClick={() => refetch()}>
              {t('retry')}
            </Button>
          </div>
        </div>
      ) : (
        <Answer {...{ question, above, data }} />
      )}
    </section>
  );
}

function Answer({ question, above, data }: Pick<QuestionProps, 'question' | 'above' | 'data'>) {
  const t = useTranslations('restart');
  if (data === undefined) return <p className="text-ink-3">{t('loading')}</p>;
  const { answer, reasons } = data;
  const textOf = ({ code, evidence }: MayRestart['reasons'][number]) =>
    t(`reason.${code}`, restartParams(evidence) as never);
  const { first, isFirstAbove, risks, others } = reasonsToTell(question, reasons, above);
  return (
    <div className="grid gap-1 wrap-anywhere">
      <p>
        <b>{t(`answer.${answer}`)}</b>
        {answer === 'unknown' && ` ${t('doNot')}`}
        {first !== undefined && ` ${isFirstAbove ? t('sameReason') : textOf(first)}`}
      </p>
      {risks.map((reason) => (
        <p key={reason.code}>{textOf(reason)}</p>
      ))}
      {others.length > 0 && (
        <details className="group">
          <summary className="cursor-pointer list-none text-small text-ink-3 underline decoration-line-2 underline-offset-3 group-open:hidden print:hidden [&::-webkit-details-marker]:hidden">
            {t('why', { count: others.length })}
          </summary>
          {others.map((reason) => (
            <p key={reason.code} className="mt-1 text-small text-ink-2">
              {textOf(reason)}
            </p>
          ))}
        </details>
      )}
    </div>
  );
}

/** A script asks the same by the same address. */
function Footer({ hostId, answer }: { hostId: string; answer: MayRestart | undefined }) {
  const t = useTranslations('restart');
  const until = answer?.evidenceUntil ?? null;
  const address = `/api/v1/hosts/${encodeURIComponent(hostId)}/may-restart?for=drain`;
  return (
    <>
      {answer !== undefined && until !== null && (
        <span>
          {t.rich('until', { moment: () => <Time value={until} asOf={answer.asOf} place="upTo" /> })}
        </span>
      )}
      <span className="ml-auto flex items-center gap-1">
        {t('fromScript')}
        <CopyButton text={address} copies={t('copies')} />
      </span>
    </>
  );
}
