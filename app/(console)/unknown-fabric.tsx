import type { ReactNode } from 'react';
import { UnknownFabric } from '@/components/shell/unknown-fabric';
import type { FilterValues } from '@/lib/domain/host-filter';
import { prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

/** What a page shows where its address names a fabric that is none; null where it names none such. */
export async function unknownFabric(fabric: FilterValues | undefined): Promise<ReactNode> {
  const named = [...(fabric?.include ?? []), ...(fabric?.exclude ?? [])];
  if (named.length === 0) return null;
  const fabrics = await prefetch(serverTrpc().fabric.list.queryOptions());
  const unknown = named.filter((text) => !fabrics.some(({ id, name }) => text === name || text === id));
  if (unknown.length === 0) return null;
  return <UnknownFabric unknown={[...new Set(unknown)]} known={fabrics.map(({ name }) => name)} />;
}
