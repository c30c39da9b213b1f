'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { LAST_DAY } from '@/lib/client/change-address';
import { compareAddress } from '@/lib/client/compare-address';
import { plansAddress } from '@/lib/client/plan-address';
import { remediationAddress } from '@/lib/client/remediation-address';
import { VERIFY_ADDRESS } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { SECURE_BOOT_PATH } from '@/lib/client/secure-boot-address';
import { useScope } from '@/lib/client/use-scope';
import { waveAddress } from '@/lib/client/wave-address';

const COMPARE = compareAddress({ from: null, to: null, cursor: null });

/** An earlier time that is looked at is what is compared with now. */
const pathAt = (path: string, at: Date | null) =>
  path === COMPARE ? compareAddress({ from: at, to: null, cursor: null }) : path;

/** Each is one entry of the rail. */
const SECTIONS = {
  remediation: [
    { path: plansAddress(), name: 'plans' },
    { path: SECURE_BOOT_PATH, name: 'secureBoot' },
    { path: remediationAddress('', true), name: 'catalogue' },
  ],
  changes: [
    { path: LAST_DAY, name: 'changes' },
    { path: waveAddress(null), name: 'waves' },
    { path: COMPARE, name: 'compare' },
  ],
  reports: [
    { path: '/reports', name: 'reports' },
    { path: '/exceptions', name: 'exceptions' },
    { path: VERIFY_ADDRESS, name: 'verifyFile' },
  ],
} as const;

type SectionName = keyof typeof SECTIONS;

type SectionTabsProps = {
  of: SectionName;
  current: (typeof SECTIONS)[SectionName][number]['name'];
};

/** The pages of a section. */
export function SectionTabs({ of, current }: SectionTabsProps) {
  const t = useTranslations('shell');
  const scope = useScope();
  return (
    <nav aria-label={t(`pagesOf.${of}`)} className="flex flex-wrap gap-x-5 border-b border-line print:hidden">
      {SECTIONS[of].map(({ path, name }) => (
        <Link
          key={name}
          href={inScope(pathAt(path, scope.at), scope)}
          aria-current={name === current ? 'page' : undefined}
          // Tab passes over it, since it leads to the page that is shown.
          tabIndex={name === current ? -1 : undefined}
          className="-mb-px flex h-9 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
