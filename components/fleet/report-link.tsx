'use client';

import { createContext, type ReactNode, use } from 'react';
import { type ButtonLook, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { HostQuestion } from '@/lib/client/host-question';
import { newReportAddress } from '@/lib/client/new-report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

/** Whether whoever looks may make reports. */
const MayReport = createContext(false);
export const MayReportProvider = MayReport;

type ReportLinkProps = {
  question: HostQuestion;
  size: ButtonLook['size'];
  children: ReactNode;
};

/**
 * A link to the form for a report on these hosts at the time that is looked at. People who may not make reports do not see
 * it.
 */
export function ReportLink({ question, size, children }: ReportLinkProps) {
  const scope = useScope();
  if (!use(MayReport)) return null;
  const { filter, at } = question;
  return (
    <Link className={buttonClass({ size })} href={inScope(newReportAddress({ filter, at }), scope)}>
      {children}
    </Link>
  );
}
