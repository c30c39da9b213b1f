import type { ReportContent } from '@/lib/contracts/report-content';
import type { Words } from './words';

type Told = Pick<ReportContent, 'installation'>;

/**
 * A page of the console or the API. The address is absolute if the installation's address is known, because a
 * reader of a file has no console open.
 */
export const addressOf = ({ installation: { address } }: Told, path: string): string =>
  `${address ?? ''}${path}`;

/**
 * Where the console shows a cause with the commands and scripts of its steps; in words if the report does not
 * know the console's address.
 */
export const catalogueText = (content: Told, { say }: Pick<Words, 'say'>, cause: string): string =>
  content.installation.address === null
    ? say('repair.inConsole', { cause })
    : addressOf(content, `/remediation?${new URLSearchParams({ q: cause })}`);

/** The address of the report's public key. */
export const keysAddress = (content: Told): string => addressOf(content, '/.well-known/report-keys.json');

/** The installation's name and address; null if its operator has given neither. */
export function installationText({ installation: { name, address } }: Told): string | null {
  const told = [name, address].filter((each) => each !== null);
  return told.length === 0 ? null : told.join(', ');
}
