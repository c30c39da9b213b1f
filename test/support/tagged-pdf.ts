import { openObjects, type QpdfAnswer } from './tagged-pdf/objects';
import { brokenContent } from './tagged-pdf/page-content';
import { brokenStructure } from './tagged-pdf/structure';

/**
 * Rules of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) that a generator can break, looked for in what qpdf says of
 * a file. No validator of either is to be had as a package; this is less than one, and reads every object of the file.
 */
export function brokenRules(answer: QpdfAnswer): string[] {
  const objects = openObjects(answer);
  return [
    ...brokenCatalog(objects),
    ...brokenFiles(objects),
    ...brokenFonts(objects),
    ...brokenMetadata(objects),
    ...brokenStructure(objects),
    ...brokenContent(objects),
  ];
}

type Objects = ReturnType<typeof openObjects>;

const unless = (holds: boolean, rule: string) => (holds ? [] : [rule]);

function brokenCatalog({ catalog, get }: Objects): string[] {
  const intents = get(catalog['/OutputIntents']) as unknown[];
  const preferences = get(catalog['/ViewerPreferences']) as Record<string, unknown>;
  const marks = get(catalog['/MarkInfo']) as Record<string, unknown>;
  return [
    ...unless(/^u:[a-z]{2}-[A-Z]{2}$/.test(String(catalog['/Lang'])), 'the document has a language'),
    ...unless(preferences?.['/DisplayDocTitle'] === true, 'the title is shown'),
    ...unless(marks?.['/Marked'] === true, 'the document is marked as tagged'),
    ...unless(Array.isArray(intents) && intents.length === 1, 'there is one output intent'),
    ...unless(Array.isArray(get(catalog['/AF'])), 'attached files are associated with the document'),
    ...unless(!('/OpenAction' in catalog) && !('/AA' in catalog), 'nothing runs when it is opened'),
    ...unless('/Outlines' in catalog, 'there are bookmarks'),
  ];
}

function brokenFiles({ catalog, get }: Objects): string[] {
  const files = get(catalog['/AF']) as unknown[];
  return files.flatMap((reference) => {
    const file = get(reference) as Record<string, unknown>;
    const stream = get((file['/EF'] as Record<string, unknown>)?.['/F']) as Record<string, unknown>;
    const parameters = get(stream?.['/Params']) as Record<string, unknown>;
    return [
      ...unless('/F' in file && '/UF' in file && '/Desc' in file, 'an attached file has its names'),
      ...unless('/AFRelationship' in file, 'an attached file says what it is to the document'),
      ...unless(/^\/\w+\/[\w.+-]+$/.test(String(stream?.['/Subtype'])), 'an attached file has a type'),
      ...unless('/ModDate' in (parameters ?? {}), 'an attached file has a time'),
    ];
  });
}

function brokenFonts({ all, get }: Objects): string[] {
  const fonts = all().filter((object) => object['/Type'] === '/Font');
  return fonts.flatMap((font) => {
    if (font['/Subtype'] === '/CIDFontType2') {
      const descriptor = get(font['/FontDescriptor']) as Record<string, unknown>;
      return unless('/FontFile2' in descriptor, 'a font is embedded');
    }
    return unless(font['/Subtype'] === '/Type0' && '/ToUnicode' in font, 'a font maps to Unicode');
  });
}

const TAG = /<(\/?)([\w:]+)([^<>]*?)(\/?)>/g;

function brokenMetadata({ catalog, text }: Objects): string[] {
  const xml = text(catalog['/Metadata']).replace(/<\?[\s\S]*?\?>/g, '');
  const open: string[] = [];
  let isNested = true;
  for (const [, closing, name = '', , alone] of xml.matchAll(TAG)) {
    if (alone) continue;
    if (closing) isNested &&= open.pop() === name;
    else open.push(name);
  }
  const between = xml.replace(TAG, '');
  return [
    ...unless(isNested && open.length === 0, 'the metadata is XML'),
    ...unless(!/[<>]|&(?!(amp|lt|gt|quot);)/.test(between), 'the metadata escapes what it holds'),
    ...unless(xml.includes('<dc:title>'), 'the metadata has a title'),
  ];
}
