import { formatHostQuery } from '@/lib/contracts/words/host-query';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import type { ExportInput } from './export';

/**
 * Audits the export before any data leaves. It is separate from `exportHosts`, whose database may be a
 * replica. Each file has its own entry: making a file costs far more than recording it.
 */
export async function auditExport({ ctx, input }: Verb<ExportInput>): Promise<void> {
  authorize(ctx, 'host.export');
  const { format, lang, filter, at, hosts } = input;
  const asked = formatHostQuery({ filter, at }).toString();
  await audit(ctx.db, ctx, {
    action: 'host.exported',
    detail: { format, lang, filter: asked, ...(hosts && { hosts: hosts.length }) },
  });
}
