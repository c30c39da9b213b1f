'use client';

import { useTranslations } from 'next-intl';
import { AcknowledgeForm } from '@/components/hosts/acknowledge-form';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { hostAddress } from '@/lib/client/host-address';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { mayAcknowledge } from '@/lib/domain/acknowledgement';

type ActionsProps = { host: HostView; query: HostQuery; mayWork: boolean };

/** What is done next with the host. */
export function PeekActions({ host, query, mayWork }: ActionsProps) {
  const t = useTranslations('hosts.peek');
  const tSelection = useTranslations('selection.acknowledge');
  const scope = useScope();
  const { isOpen, open, close, finish, opener, place } = useFormInPlace<HTMLAnchorElement>();
  const maySay = mayWork && mayAcknowledge(host.state) && host.acknowledgement === null;
  if (maySay && isOpen)
    return <AcknowledgeForm selection={{ hosts: [host.id] }} count={1} close={close} onDone={finish} />;
  return (
    <div className="flex flex-wrap gap-2">
      <Link
        ref={place}
        className={buttonClass({ variant: 'primary', size: 'small' })}
        href={inScope(hostAddress(host.id, query.at, query), scope)}
      >
        {t('open')}
      </Link>
      {maySay && (
        <Button ref={opener} size="small" onClick={open}>
          {tSelection('title')}
        </Button>
      )}
    </div>
  );
}
