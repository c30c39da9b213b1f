import type { ReactNode } from 'react';
import { NoFabricYet, UnknownFabric } from '@/components/shell/unknown-fabric';
import type { FilterValues } from '@/lib/domain/host-filter';
import { mayDo } from '@/lib/domain/permissions';
import { currentOperator } from '@/lib/server/auth/session';
import { prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

/** What a page shows where its address names a fabric that is none; null where it names none such. */
export async function unknownFabric(fabric: FilterValues | undefined): Promise<ReactNode> {
  const named = [...(fabric?.include ?? []), ...(fabric?.exclude ?? [])];
  if (named.length === 0) return null;
  const fabrics = await prefetch(serverTrpc().fabric.list.queryOptions());
  const unknown = named.filter((text) => !fabrics.some(({ id, name }) => text === name || text === id));
  if (unknown.length === 0) return null;
  const names = [...new Set(unknown)];
  const me = currentOperator();
  if (fabrics.length === 0 && me?.allFabrics)
    return <NoFabricYet unknown={names} mayEnroll={mayDo(me.role, 'enrollment.manage')} />;
  return <UnknownFabric unknown={names} known={fabrics.map(({ name }) => name)} />;
}
