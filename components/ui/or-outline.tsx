import type { ReactElement, ReactNode } from 'react';
import { Outlined } from '@/components/ui/outlined';

/** So long a page is waited for before its outline is drawn. */
const OUTLINE_AFTER_MS = 250;

/**
 * `page`, with `outline` in its place until it is there. React leaves an outline on screen for at least 300 ms, however soon
 * the page follows; so a page that is there within 250 ms is drawn at once. Throws what `page` throws by then.
 */
export async function orOutline(
  page: Promise<Awaited<ReactNode>>,
  outline: ReactNode,
): Promise<ReactElement> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, OUTLINE_AFTER_MS, false);
  });
  const isThere = await Promise.race([page.then(() => true), late]);
  clearTimeout(timer);
  return <Outlined outline={isThere ? null : outline}>{isThere ? await page : page}</Outlined>;
}
