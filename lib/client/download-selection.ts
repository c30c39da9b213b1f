import type { HostField } from '@/lib/contracts/fleet';
import type { Selection } from '@/lib/contracts/selection';
import type { ExportFormat, HostQuery } from '@/lib/contracts/words/host-query';
import { isRecord } from '@/lib/util/guards';

type Asked = Selection &
  Pick<HostQuery, 'sort' | 'order'> & {
    at: string | null;
    format: ExportFormat;
    lang: 'en' | 'fr';
    /** None of JSON, which has every field. */
    columns?: readonly HostField[] | undefined;
  };

/** The code of a refusal as the API tells it; undefined for what is no answer of it. */
async function codeOf(answer: Response): Promise<string | undefined> {
  const problem: unknown = await answer.json().catch(() => null);
  return isRecord(problem) && typeof problem.code === 'string' ? problem.code : undefined;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Fetches the file of hosts that somebody selected, which no address has room for. Null, or why there is none. */
export async function downloadSelection(asked: Asked): Promise<null | { code: string | undefined }> {
  const answer = await fetch('/api/v1/hosts/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  if (!answer.ok) return { code: await codeOf(answer) };
  const [, name = `hosts.${asked.format}`] =
    /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  save(await answer.blob(), name);
  return null;
}
