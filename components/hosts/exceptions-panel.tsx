import { useTranslations } from 'next-intl';
import { useExceptionsOfHost } from '@/components/hosts/use-exceptions-of-host';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { exceptionsAddress, requestAddress } from '@/lib/client/exception-address';
import { BEGUN_FOR_HOST } from '@/lib/client/host-page-places';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ExceptionRow } from '@/lib/contracts/exception';
import { fullMoment } from '@/lib/i18n/moment';

type PanelProps = { host: HostView; at: string | null; mayExcept: boolean };

/** Which exceptions name this host, why and until when, and what it counts as. Of a host with nothing to explain, nothing. */
export function ExceptionsPanel({ host, at, mayExcept }: PanelProps) {
  const t = useTranslations('exceptions');
  const scope = useScope();
  const { id, state, exception } = host;
  const exceptions = useExceptionsOfHost(host, at);
  const isFailing = state !== 'Passed' && state !== 'Silent';
  const mayAsk = mayExcept && at === null && isFailing;
  if (exceptions.length === 0 && !mayAsk) return null;
  const request = mayAsk && (
    <Link
      id={BEGUN_FOR_HOST.newException}
      className={buttonClass({ size: 'small' })}
      href={inScope(requestAddress({ hosts: [id] }), scope)}
    >
      {t('ofHost.request')}
    </Link>
  );
  const isInForce = exceptions.some((one) => one.state === 'inForce');
  return (
    <Panel title={t('ofHost.title')} aside={request}>
      <div className="grid gap-3 px-4 py-3">
        {exceptions.length === 0 && <p className="text-ink-2">{t('lead')}</p>}
        {isInForce && isFailing && <p>{t(exception === 'excepted' ? 'ofHost.excepted' : 'ofHost.notAll')}</p>}
        {exceptions.map((one) => (
          <One key={one.id} exception={one} />
        ))}
      </div>
    </Panel>
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
