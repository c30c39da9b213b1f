import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type AboutReport, type DraftTimes, previewInputOf } from '@/components/reports/preview-input';
import { useTRPC } from '@/lib/client/trpc';
import { ASKED_ONCE } from '@/lib/client/watched-query';
import type { PreviewReportInput, ReportPreview } from '@/lib/contracts/reports';

/** After the last change of a form: a day that is typed digit by digit is asked about once. */
const SETTLED_MS = 250;

export type PreviewState = {
  /** Null while none is known: of no time, before the first answer, or where there was no answer. */
  preview: ReportPreview | null;
  /** It is of what was chosen before, and the next one is on its way. */
  isOld: boolean;
  error: unknown;
  onRetry: () => void;
};

/** The figures of the report that the form would ask for. */
export function usePreview(draft: AboutReport, times: DraftTimes): PreviewState {
  const trpc = useTRPC();
  const asked = 'problem' in times ? null : JSON.stringify(previewInputOf(draft, times));
  const settled = useSettled(asked);
  const { data, error, isPlaceholderData, refetch } = useQuery(
    trpc.report.preview.queryOptions(settled === null ? skipToken : readInput(settled), {
      placeholderData: keepPreviousData,
      meta: ASKED_ONCE,
      // What nobody waits for any more is not answered to its end.
      trpc: { abortOnUnmount: true },
    }),
  );
  const isOfKind = data?.kind === draft.kind;
  return {
    preview: asked !== null && isOfKind ? data : null,
    isOld: isPlaceholderData || settled !== asked,
    error: asked === settled ? error : null,
    onRetry: () => void refetch(),
  };
}

const readInput = (text: string) => JSON.parse(text) as PreviewReportInput;

/** A text once it has stayed the same for a while; the first one at once. */
function useSettled(text: string | null): string | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
