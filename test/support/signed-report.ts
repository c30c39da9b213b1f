import { generateKeyPairSync } from 'node:crypto';
import type { ReportContent } from '@/lib/contracts/report-content';
import { named } from '@/lib/domain/report/proof/keys';
import type { Signer } from '@/lib/server/report-formats';
import { jsonOfReport } from '@/lib/server/report-formats/json';
import { makeFiles } from '@/lib/server/report-formats/make-files';

export async function newSigner(): Promise<Signer> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  return { ...(await named({ x, y })), privateKey };
}

/** All files of a report by their format. Made here: a thread for each, as the server has, first loads all of the code. */
export async function signedReport(content: ReportContent, signer: Signer) {
  const { files, signed } = await makeFiles(await jsonOfReport(content), signer);
  const bytesOf = (format: string) => {
    const file = files.find((each) => each.format === format);
    if (file === undefined) throw new Error(`The report has no ${format}`);
    return file.bytes;
  };
  return { bytesOf, signed };
}
