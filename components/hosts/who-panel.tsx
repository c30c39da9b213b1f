import { useTranslations } from 'next-intl';
import { AcknowledgementLine } from '@/components/hosts/acknowledgement-line';
import { ExceptionsLine } from '@/components/hosts/exceptions-line';
import { OwnerLine } from '@/components/hosts/owner-line';
import { PlansLine } from '@/components/hosts/plans-line';
import { WhoLine } from '@/components/hosts/who-line';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';

type WhoPanelProps = { host: HostView; at: string | null; mayWork: boolean };

/** Who takes care of this host, and what is under way. What can be begun stands at the head of the page. */
export function WhoPanel({ host, at, mayWork }: WhoPanelProps) {
  const t = useTranslations('host');
  const mayChange = mayWork && at === null;
  return (
    <Panel title={t('who')}>
      <WhoLine name={t('fact.owner')}>
        <OwnerLine hostId={host.id} owner={host.owner} mayChange={mayChange} />
      </WhoLine>
      <AcknowledgementLine host={host} mayWork={mayChange} />
      <PlansLine hostId={host.id} at={at} />
      <ExceptionsLine host={host} at={at} />
    </Panel>
  );
}
