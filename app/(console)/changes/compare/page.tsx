import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireOperator } from '@/app/(console)/require-operator';
import { pageTitle } from '@/app/page-title';
import { CompareScreen } from '@/components/changes/compare-screen';
import { BadAddress } from '@/components/hosts/bad-address';
import { type Comparison, compareInput, readComparison } from '@/lib/client/compare-address';
import type { PageParameters } from '@/lib/client/host-question';
import { errorCode, Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('changes.compare');
  return pageTitle(t('title'));
}

/** False where the server refuses these two times, or a cursor that is of others. */
async function isComparable(comparison: Comparison): Promise<boolean> {
  try {
    await prefetch(serverTrpc().change.compare.queryOptions(compareInput(comparison)));
    return true;
  } catch (error) {
    if (errorCode(error) !== 'invalid_value') throw error;
    return false;
  }
}

export default async function ComparePage({ searchParams }: Props) {
  const parameters = await searchParams;
  requireOperator('/changes/compare', parameters);
  const reading = readComparison(parameters);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const { comparison, fabric } = reading;
  const isRefused = comparison !== null && !(await isComparable(comparison));
  if (isRefused && comparison.cursor !== null)
    return <BadAddress problem={{ code: 'invalid_value', parameter: 'cursor' }} />;
  return (
    <Hydrated>
      <CompareScreen {...{ comparison, fabric, isRefused }} />
    </Hydrated>
  );
}
