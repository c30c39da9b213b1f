import { generateKeyPairSync } from 'node:crypto';
import type { ReportContent } from '@/lib/contracts/report-content';
import { named } from '@/lib/domain/report/proof/keys';
import { filesOfReport, type Signer } from '@/lib/server/report-formats';

export async function newSigner(): Promise<Signer> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  return { ...(await named({ x, y })), privateKey };
}

/** All files of a report by their format. */
export async function signedReport(content: ReportContent, signer: Signer) {
  const { files, signed } = await filesOfReport(content, signer);
  const bytesOf = (format: string) => {
    const file = files.find((each) => each.format === format);
    if (file === undefined) throw new Error(`The report has no ${format}`);
    return file.bytes;
  };
  return { bytesOf, signed };
}
