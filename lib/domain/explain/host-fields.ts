import { ATTESTATION_STATUSES, KNOWN_CHECKS, NO_INFORMATION, STATES } from '@/lib/domain/vocabulary';
import { type ClientField, isPlausible } from './client-fields';

/** What one output says about one host. */
export type HostFields = {
  /** Null if the text does not name the host. */
  name: string | null;
  fields: Map<ClientField, string>;
  /** The lines of the text in which it stands. */
  lines: number[];
};

/** A part of a line as a reader sees it; one line of a page can hold several. */
export type Part = { text: string; line: number; raw: string };

const ELLIPSIS = /(?:…|\.\.\.)$/;
const REFUSING = ATTESTATION_STATUSES.filter((status) => status !== 'Passed');

/**
 * Completes a value that the console cut to the width of its column. Only refusing words are completed: a cut
 * `Passed` stays as it is, and so does not count as one.
 */
export function completed(field: ClientField, value: string): string {
  const text = value.trim();
  if (!ELLIPSIS.test(text)) return text;
  if (field === 'AttestationStatus') return completedWord(text, REFUSING);
  if (field !== 'AttestationSubstatus') return text;
  const names = text.split(/(?<=[,;\s])/);
  const last = names.pop() ?? '';
  return `${names.join('')}${completedWord(last, [NO_INFORMATION, ...KNOWN_CHECKS])}`;
}

function completedWord(cut: string, words: readonly string[]): string {
  const start = cut.replace(ELLIPSIS, '').toLowerCase();
  const found = words.filter((word) => word.toLowerCase().startsWith(start));
  return start !== '' && found.length === 1 && found[0] !== undefined ? found[0] : cut;
}

/**
 * Whether a cell can be this field's value. A single unknown word is accepted too, because HGS may have new
 * ones.
 */
export function isCell(field: ClientField, value: string): boolean {
  if (value === '' || isPlausible(field, value)) return true;
  return /^Attestation(Status|Substatus)$/.test(field) && /^[^\s:=]+(?:[,;] *[^\s:=]+)*$/.test(value);
}

/**
 * This product's own exports have the state beside the last word of HGS. If that word is Passed and the state
 * is another, such as Silent, the state counts.
 */
export function applyState({ fields }: HostFields, header: string, cell: string): void {
  const state = STATES.find((word) => word.toLowerCase() === cell.trim().toLowerCase());
  if (header.trim().toLowerCase() !== 'state' || state === undefined || state === 'Passed') return;
  if (fields.get('AttestationStatus')?.toLowerCase() === 'passed') fields.set('AttestationStatus', state);
}

const DECISIVE: readonly ClientField[] = [
  'AttestationStatus',
  'AttestationStatusCode',
  'AttestationSubstatus',
  'AttestationSubstatusCode',
  'IsHostGuarded',
  'HgsClientFound',
];

export const saysSomething = ({ fields }: HostFields): boolean =>
  [...fields.values()].some((value) => value !== '');

/** Whether rows hold values of these fields; no host of a table needs to have a status. */
export function isTableOf(hosts: readonly HostFields[]): boolean {
  const values = hosts.flatMap(({ fields }) => [...fields]);
  const isEmpty = hosts.some(({ fields }) => fields.get('AttestationStatus') === '');
  return isEmpty || values.some(([field, value]) => isPlausible(field, value));
}

/** Whether it has a field by which a host is judged; other fields alone are only part of an output. */
export const isDecisive = ({ fields }: HostFields): boolean => DECISIVE.some((field) => fields.has(field));
