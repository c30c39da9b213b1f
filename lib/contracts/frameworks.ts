import { FrameworkFile } from '@/lib/contracts/framework-file';
import iso from '@/lib/domain/report/frameworks/iso-27001-2022.json';
import nist from '@/lib/domain/report/frameworks/nist-800-53-r5.json';

/** Those that come with the product, by our interpretation. */
export const OWN_FRAMEWORKS: readonly FrameworkFile[] = [nist, iso].map((file) => FrameworkFile.parse(file));

export const isOwnFramework = (key: string): boolean =>
  OWN_FRAMEWORKS.some(({ framework }) => framework === key);

/** Why a file may not be imported under its name, even if it is valid; null if it may. */
export const refusedName = (key: string): string | null =>
  isOwnFramework(key)
    ? `framework: "${key}" comes with the product; give yours another name, such as ${key}-own`
    : null;
