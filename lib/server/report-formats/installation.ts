import type { ReportContent } from '@/lib/contracts/report-content';
import type { Words } from './words';

type Told = Pick<ReportContent, 'installation'>;

/** A page of the console or of the API. Whole where the installation's address is known: who holds a file has no console open. */
export const addressOf = ({ installation: { address } }: Told, path: string): string =>
  `${address ?? ''}${path}`;

/**
 * Where the console has a cause with the commands and scripts that its steps speak of; in words where nobody told the report what
 * the console's address is.
 */
export const catalogueText = (content: Told, { say }: Pick<Words, 'say'>, cause: string): string =>
  content.installation.address === null
    ? say('repair.inConsole', { cause })
    : addressOf(content, `/remediation?${new URLSearchParams({ q: cause })}`);

/** Where the public key of a report is looked for. */
export const keysAddress = (content: Told): string => addressOf(content, '/.well-known/report-keys.json');

/** Its name and its address; null where its operator has given neither. */
export function installationText({ installation: { name, address } }: Told): string | null {
  const told = [name, address].filter((each) => each !== null);
  return told.length === 0 ? null : told.join(', ');
}
