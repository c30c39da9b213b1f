import { useTranslations } from 'next-intl';
import type { ConcernedHosts } from '@/components/remediation/concerned-hosts';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';

/** How many hosts an entry is about, and the way to the list of exactly them. */
export function ConcernedLink({ concerned }: { concerned: ConcernedHosts }) {
  const t = useTranslations('catalogue');
  const { hosts, vms, isAtRisk, asked } = concerned;
  if (hosts === 0) return <span className="text-small text-ink-3">{t('nobody')}</span>;
  const text = (
    <>
      <b>{t(isAtRisk ? 'atRisk' : 'hosts', { count: hosts })}</b>
      <span className="text-small text-ink-2">{t('vms', { count: vms })}</span>
    </>
  );
  const look =
    'flex min-h-6 items-center gap-3 max-desk:flex-col max-desk:items-end max-desk:gap-0 max-desk:leading-4';
  if (asked === null) return <span className={look}>{text}</span>;
  return (
    <Link
      className={`${look} underline decoration-line-2 underline-offset-3 hover:decoration-current`}
      href={hostsAddress(asked)}
    >
      {text}
    </Link>
  );
}
