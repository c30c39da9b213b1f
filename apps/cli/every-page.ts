export type Page = { nextCursor: string | null };

/** One answer with the rows of all pages: a list that ends at a limit says nothing about what it left out. */
export async function everyPage<Answer extends Page>(
  rows: keyof Answer,
  ask: (cursor: string | null) => Promise<Answer>,
): Promise<Answer> {
  let page = await ask(null);
  const all = [page[rows] as unknown[]];
  while (page.nextCursor !== null) {
    page = await ask(page.nextCursor);
    all.push(page[rows] as unknown[]);
  }
  return { ...page, [rows]: all.flat() };
}
