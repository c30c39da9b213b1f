'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { BaselinePanel } from '@/components/secure-boot/baseline-panel';
import { ClusterPanel } from '@/components/secure-boot/cluster-panel';
import { FactsPanel } from '@/components/secure-boot/facts-panel';
import { NothingYet } from '@/components/secure-boot/nothing-yet';
import { SecureBootHead } from '@/components/secure-boot/secure-boot-head';
import { StageMatrix } from '@/components/secure-boot/stage-matrix';
import { useRowKeys } from '@/components/table/use-row-keys';
import { useTRPC } from '@/lib/client/trpc';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { WavesInput } from '@/lib/client/waves-question';

type ScreenProps = { input: WavesInput; mayPlan: boolean; mayEnroll: boolean };

/** How far the Secure Boot certificates of 2023 are, and what has to be there before the next hosts move. */
export function SecureBootScreen({ input, mayPlan, mayEnroll }: ScreenProps) {
  const t = useTranslations('secureBoot');
  const trpc = useTRPC();
  const options = trpc.host.secureBoot.queryOptions(input, watching(PAGE_EVERY_MS, input.at));
  const { data: boot } = useSuspenseQuery(options);
  const rowKeys = useRowKeys<HTMLDivElement>();
  if (boot.total.hosts === 0) return <NothingYet at={input.at} mayEnroll={mayEnroll} />;
  return (
    <div {...rowKeys} className="grid gap-4 px-gutter pt-5 pb-8 print:block print:space-y-4">
      <SecureBootHead boot={boot} />
      <SectionTabs of="remediation" current="secureBoot" />
      <StageMatrix boot={boot} />
      <div className="grid min-w-0 items-start gap-4 wide:grid-cols-[minmax(0,1fr)_minmax(0,28.5rem)] print:block print:space-y-4">
        <BaselinePanel boot={boot} mayPlan={mayPlan} />
        <ClusterPanel boot={boot} />
      </div>
      <FactsPanel facts={boot.facts} asOf={boot.asOf} />
      <p className="text-small text-ink-3">{t('foot')}</p>
    </div>
  );
}
