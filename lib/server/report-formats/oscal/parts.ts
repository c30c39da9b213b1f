import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import type { ReportContent } from '@/lib/contracts/report-content';
import { visibleText } from '@/lib/util/visible-text';

/** The namespace of our properties: OSCAL reserves names without one. */
const NAMESPACE = 'urn:guarded-fabric';

export type Prop = { name: string; ns: string; value: string };

/**
 * Made from the report's id and the item: the same report gives the same ids. OSCAL accepts only versions 4
 * and 5.
 */
export const idsOf = ({ id }: Pick<ReportContent, 'id'>) => ({
  one: (kind: string, key = '') => v5(`${kind}\n${key}`, id),
  /** The same in every report, so that two reports refer to one host. */
  host: (hostId: string) => v5('host', hostId),
});
export type Ids = ReturnType<typeof idsOf>;

/** Most texts match this and need no further search. */
const ORDINARY = /^[ -~]*$/;

/** A host's or person's text on one line; null if nothing is left of it. */
export function plain(text: string): string | null {
  const seen = (ORDINARY.test(text) ? text : visibleText(text)).trim();
  return seen === '' ? null : seen;
}

/** Titles and descriptions are Markdown, so text of hosts and people is escaped. */
export const markdown = (text: string): string =>
  (plain(text) ?? '–')
    .replace(/[\\`*_[\]{}<>#~^"'|&]/g, (sign) => `\\${sign}`)
    .replace(/^(\d{0,9})([-+.)=:])/, '$1\\$2');

/** Leaves out empty properties. Undefined if none is left, because OSCAL has no empty lists. */
export function propsOf(values: Readonly<Record<string, string | number | null>>): Prop[] | undefined {
  const props = Object.entries(values).flatMap(([name, value]) => {
    const text = value === null ? null : plain(String(value));
    return text === null ? [] : [{ name, ns: NAMESPACE, value: text }];
  });
  return orNone(props);
}

export const orNone = <T>(list: readonly T[]): T[] | undefined => (list.length === 0 ? undefined : [...list]);

const OF_NIST = /^nist-800-53(?![a-z0-9])/;
const NIST_CONTROL = /^([A-Za-z]{2})-0*(\d+)(?:\s*\(0*(\d+)\))?$/;

/**
 * A control as its framework's catalogue names it. NIST publishes SP 800-53 in OSCAL, where CM-7(5) has the
 * identifier cm-7.5 and its statement cm-7.5_smt, so that other tools find it there.
 */
export function controlId(framework: string, control: string): string {
  const [, family, number, enhancement] = (OF_NIST.test(framework) && NIST_CONTROL.exec(control)) || [];
  if (family === undefined) return token(control);
  return `${family.toLowerCase()}-${number}${enhancement === undefined ? '' : `.${enhancement}`}`;
}

/** A name that OSCAL accepts as an identifier; a changed name gets a hash to stay unique. */
export function token(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}.\-_]*$/u.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `_${name.replace(/[^\p{L}\p{N}.\-_]/gu, '_')}-${hash}`;
}
