import type { Dictionary, openObjects } from './objects';

type Objects = ReturnType<typeof openObjects>;

const PAINTS = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'Tj', 'TJ', 'sh', 'Do']);
/** A text, a dictionary or another word of a page's content. */
const TOKEN = /<<[\s\S]*?>>|<([0-9a-fA-F]*)>|\[|\]|[^\s<>[\]]+/g;

type Page = { ids: number[]; broken: Set<string> };

/** Reads a page operator by operator: what is seen is either part of the structure or said to be an artifact. */
function readPage(content: string): Page {
  const page: Page = { ids: [], broken: new Set() };
  const open: string[] = [];
  let last = '';
  for (const [token, hex] of content.matchAll(TOKEN)) {
    if (hex !== undefined && /^(....)*0000/.test(hex)) page.broken.add('no glyph is missing');
    if (token === 'BDC') {
      const id = /\/MCID (\d+)/.exec(last)?.[1];
      if (id !== undefined) page.ids.push(Number(id));
      open.push(id === undefined ? 'artifact' : 'content');
    }
    if (token === 'BMC') open.push('artifact');
    if (token === 'EMC' && open.pop() === undefined) page.broken.add('marks are closed once');
    if (PAINTS.has(token) && open.length !== 1) page.broken.add('what is painted is in one mark');
    last = token;
  }
  if (open.length > 0) page.broken.add('marks are closed');
  if (new Set(page.ids).size !== page.ids.length)
    page.broken.add('marks of a page have numbers of their own');
  return page;
}

/** The structure's elements by the number of the page, then of the mark. */
function parentTree({ catalog, get }: Objects): Map<unknown, unknown[]> {
  const root = get(catalog['/StructTreeRoot']) as Dictionary;
  const numbers = (get(root['/ParentTree']) as Dictionary)['/Nums'] as unknown[];
  const tree = new Map<unknown, unknown[]>();
  for (let index = 0; index < numbers.length; index += 2)
    tree.set(numbers[index], get(numbers[index + 1]) as unknown[]);
  return tree;
}

export function brokenContent(objects: Objects): string[] {
  const { pages, get, text } = objects;
  const tree = parentTree(objects);
  const broken = new Set<string>();
  for (const reference of pages) {
    const page = get(reference) as Dictionary;
    if (page['/Tabs'] !== '/S') broken.add('the tab order follows the structure');
    const { ids, broken: ofPage } = readPage(text(page['/Contents']));
    for (const rule of ofPage) broken.add(rule);
    const elements = tree.get(page['/StructParents']) ?? [];
    if (ids.some((id) => get(elements[id]) === undefined)) broken.add('each mark has its element');
  }
  return [...broken];
}
