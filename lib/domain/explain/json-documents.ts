export type JsonDocument = { value: unknown; start: number; end: number };

/** Prose has brackets too; this many that never close are skipped. */
const MAX_UNCLOSED = 20;

/** Every JSON object and array in a text: one for each host, or one after another. */
export const jsonDocuments = (text: string): JsonDocument[] => readDocuments(text).documents;

/** The beginning of JSON, which no prompt or list of PowerShell has. */
const BEGINNING = /^[[{]\s*(?:["{[]|$)/;
const MAX_SPACE_CHARS = 200;

/** `isCut`: JSON begins in the text but does not end in it. */
export function readDocuments(text: string): { documents: JsonDocument[]; isCut: boolean } {
  const whole = parsed(text, 0, text.length);
  if (whole !== null) return { documents: [whole], isCut: false };
  const documents: JsonDocument[] = [];
  let isCut = false;
  let from = 0;
  for (let unclosed = 0; unclosed <= MAX_UNCLOSED; ) {
    const start = nextBracket(text, from);
    if (start < 0) break;
    const end = closingBracket(text, start);
    if (end === null) {
      unclosed++;
      isCut ||= BEGINNING.test(text.slice(start, start + MAX_SPACE_CHARS));
    }
    const document = end === null ? null : parsed(text, start, end);
    if (document !== null) documents.push(document);
    from = document?.end ?? (end !== null && end - start < MAX_PROSE_CHARS ? end : start + 1);
    if (document === null && end !== null && end - start >= MAX_PROSE_CHARS) unclosed++;
  }
  return { documents, isCut };
}

/** Text in brackets that is not JSON, such as the name of a host in a prompt, is skipped as a whole. */
const MAX_PROSE_CHARS = 200;

function nextBracket(text: string, from: number): number {
  const found = text.slice(from).search(/[[{]/);
  return found < 0 ? -1 : from + found;
}

function parsed(text: string, start: number, end: number): JsonDocument | null {
  try {
    const value: unknown = JSON.parse(text.slice(start, end));
    return typeof value === 'object' && value !== null ? { value, start, end } : null;
  } catch {
    return null;
  }
}

/** The end of the JSON value that opens at `start`, ignoring brackets in strings. */
function closingBracket(text: string, start: number): number | null {
  let depth = 0;
  let isText = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (isText) {
      if (character === '\\') index++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
