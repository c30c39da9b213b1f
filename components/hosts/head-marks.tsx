import { useTranslations } from 'next-intl';
import { useAcknowledgedText } from '@/components/hosts/acknowledged-text';
import { EXCEPTION_ICON } from '@/components/hosts/exception-icon';
import { isOver, useExceptionsOfHost } from '@/components/hosts/use-exceptions-of-host';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PartLink } from '@/components/ui/part-link';
import { exceptionsAddress } from '@/lib/client/exception-address';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ExceptionRow } from '@/lib/contracts/exception';

/** Where the page says who takes care of the host. */
export const ACKNOWLEDGEMENT = 'acknowledgement';

const MARK =
  'inline-flex h-6 flex-none items-center gap-1 rounded-pill border border-line-2 bg-surface px-2 text-small/5 hover:border-control';

/** What the list marks on a state, here beside it: an exception, which it leads to, and that somebody takes care of the host. */
export function HeadMarks({ host, at }: { host: HostView; at: string | null }) {
  const t = useTranslations('fleet.exception');
  const acknowledgedText = useAcknowledgedText();
  const { acknowledgement, asOf } = host;
  return (
    <>
      <ExceptionMark host={host} at={at} />
      {acknowledgement !== null && (
        <PartLink className={MARK} part={ACKNOWLEDGEMENT} title={acknowledgedText(acknowledgement, asOf)}>
          <Icon name="person" size={12} />
          {t('acknowledged')}
        </PartLink>
      )}
    </>
  );
}

function ExceptionMark({ host, at }: { host: HostView; at: string | null }) {
  const t = useTranslations('fleet.exception');
  const scope = useScope();
  const exceptions = useExceptionsOfHost(host, at);
  if (host.exception !== 'excepted' && host.exception !== 'ended') return null;
  const isMeant = host.exception === 'ended' ? isOver : ({ state }: ExceptionRow) => state === 'inForce';
  const open = exceptions.find(isMeant)?.id ?? null;
  return (
    <Link className={MARK} href={inScope(exceptionsAddress({ open }), scope)}>
      <Icon name={EXCEPTION_ICON[host.exception]} size={12} />
      {t(host.exception)}
    </Link>
  );
}
