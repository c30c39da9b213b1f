import { useTranslations } from 'next-intl';
import { useExceptionsOfHost } from '@/components/hosts/use-exceptions-of-host';
import { WhoLine } from '@/components/hosts/who-line';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { exceptionsAddress } from '@/lib/client/exception-address';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ExceptionRow } from '@/lib/contracts/exception';
import { isFailingState } from '@/lib/domain/vocabulary';
import { fullMoment } from '@/lib/i18n/moment';

type LineProps = { host: HostView; at: string | null };

/** Which exceptions name this host, why and until when, and what it counts as. Of a host with none, nothing. */
export function ExceptionsLine({ host, at }: LineProps) {
  const t = useTranslations('exceptions.ofHost');
  const { state, exception } = host;
  const exceptions = useExceptionsOfHost(host, at);
  if (exceptions.length === 0) return null;
  const isFailing = isFailingState(state);
  const isInForce = exceptions.some((one) => one.state === 'inForce');
  return (
    <WhoLine name={t('title')}>
      {isInForce && isFailing && <p>{t(exception === 'excepted' ? 'excepted' : 'notAll')}</p>}
      {exceptions.map((one) => (
        <One key={one.id} exception={one} />
      ))}
    </WhoLine>
  );
}

function One({ exception }: { exception: ExceptionRow }) {
  const t = useTranslations('exceptions.ofHost');
  const zone = useZone();
  const scope = useScope();
  const { id, name, state, reason, endsAt, withdrawnAt } = exception;
  const moment = fullMoment(new Date(withdrawnAt ?? endsAt), zone);
  return (
    <div className="grid">
      <Link className="font-semibold underline" href={inScope(exceptionsAddress({ open: id }), scope)}>
        {t(state, { name, moment })}
      </Link>
      <span className="text-ink-2">
        <ForeignText text={reason} />
      </span>
    </div>
  );
}
