import { FrameworkFile } from '@/lib/contracts/framework-file';
import iso from '@/lib/domain/report/frameworks/iso-27001-2022.json';
import nist from '@/lib/domain/report/frameworks/nist-800-53-r5.json';

/** Those that come with the product, by our reading. */
export const OWN_FRAMEWORKS: readonly FrameworkFile[] = [nist, iso].map((file) => FrameworkFile.parse(file));
