import type { HostView } from '@/lib/client/outputs';
import type { CatalogueInput } from '@/lib/contracts/catalogue';
import { keyOfPrerequisite, keyOfRisk } from '@/lib/domain/remediation/key-of-risk';
import { isAttestationStatus, isKnownCheck, isSpecialCause } from '@/lib/domain/vocabulary';
import type { Locale } from '@/lib/i18n/locales';

/** What of a host has a fix: hosts name checks freely, and the catalogue knows none of theirs. */
export type Unwell = Pick<HostView, 'cause' | 'checks' | 'prerequisites' | 'risks'>;

const failing = <Row extends { result: string }>(rows: readonly Row[]) =>
  rows.filter(({ result }) => result === 'failing');

/** The entries of the catalogue that the page of a host shows, in an order that does not depend on the host's. */
export function remedyKeys({ cause, checks, prerequisites, risks }: Unwell): string[] {
  const keys = [
    ...cause.filter((name) => isAttestationStatus(name) || isSpecialCause(name)),
    ...failing(checks).flatMap(({ check }) => (isKnownCheck(check) ? [check] : [])),
    ...failing(prerequisites).map(keyOfPrerequisite),
    ...risks.map(({ risk }) => keyOfRisk(risk)),
  ];
  return [...new Set(keys)].sort();
}

/** What the page and its server ask for alike; null where nothing is to be fixed. */
export function remediesQuestion(host: Unwell, lang: Locale): CatalogueInput | null {
  const key = remedyKeys(host);
  return key.length === 0 ? null : { lang, key };
}
