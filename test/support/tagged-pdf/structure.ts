import type { Dictionary, openObjects } from './objects';

type Objects = ReturnType<typeof openObjects>;

/** What may stand in what, of the standard types that we use. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  Document: ['Sect'],
  Sect: ['H1', 'H2', 'H3', 'P', 'L', 'Table', 'Figure'],
  Table: ['THead', 'TBody', 'TFoot'],
  THead: ['TR'],
  TBody: ['TR'],
  TFoot: ['TR'],
  TR: ['TH', 'TD'],
  L: ['LI'],
  LI: ['Lbl', 'LBody'],
};

type Element = { type: string; dictionary: Dictionary; children: Element[]; hasContent: boolean };

function readElement({ get }: Objects, reference: unknown): Element {
  const dictionary = get(reference) as Dictionary;
  const kids = [get(dictionary['/K']) ?? []].flat();
  const isElement = (kid: unknown) => typeof (get(kid) as Dictionary)?.['/S'] === 'string';
  const elements = kids.filter(isElement);
  return {
    type: String(dictionary['/S']).slice(1),
    dictionary,
    children: elements.map((kid) => readElement({ get } as Objects, kid)),
    hasContent: elements.length < kids.length,
  };
}

const attributesOf = ({ dictionary }: Element) => (dictionary['/A'] ?? {}) as Dictionary;

function brokenTable(table: Element): string[] {
  const rows = table.children.flatMap(({ children }) => children);
  const widths = new Set(rows.map(({ children }) => children.length));
  const heads = rows.flatMap(({ children }) => children).filter(({ type }) => type === 'TH');
  return [
    ...(widths.size === 1 ? [] : ['all rows of a table have as many cells']),
    ...(heads.every((head) => '/Scope' in attributesOf(head)) ? [] : ['a head of a table says of what']),
  ];
}

function brokenElement(element: Element): string[] {
  const { type, children, dictionary, hasContent } = element;
  const allowed = CHILDREN[type] ?? [];
  const isEmpty = children.length === 0 && !hasContent;
  const hasWords = String(dictionary['/Alt'] ?? '').length > 'u:'.length;
  return [
    ...(children.every((child) => allowed.includes(child.type)) ? [] : [`${type} holds what it may`]),
    ...(isEmpty ? [`${type} holds something`] : []),
    ...(type === 'Figure' && !(hasWords && '/BBox' in attributesOf(element))
      ? ['a figure has words and a place']
      : []),
    ...(type === 'L' && children.some((item) => item.children.length !== 2) ? ['a list has labels'] : []),
    ...(type === 'Table' ? brokenTable(element) : []),
    ...children.flatMap(brokenElement),
  ];
}

const headingsOf = (element: Element): number[] => [
  ...(/^H\d$/.test(element.type) ? [Number(element.type.slice(1))] : []),
  ...element.children.flatMap(headingsOf),
];

export function brokenStructure(objects: Objects): string[] {
  const { catalog, get } = objects;
  const root = get(catalog['/StructTreeRoot']) as Dictionary;
  const tops = [get(root['/K'])].flat().map((kid) => readElement(objects, kid));
  const levels = tops.flatMap(headingsOf);
  const isStepwise = levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1);
  const broken = [
    ...(tops.length === 1 && tops[0]?.type === 'Document' ? [] : ['the structure is one document']),
    ...(isStepwise ? [] : ['no level of headings is left out']),
    ...tops.flatMap(brokenElement),
  ];
  return [...new Set(broken)];
}
