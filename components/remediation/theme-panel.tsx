import { useTranslations } from 'next-intl';
import { CatalogueItem } from '@/components/fleet/catalogue-item';
import { stateOfCause } from '@/components/fleet/cause-address';
import { ReportLink } from '@/components/fleet/report-link';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import type { CatalogueRow } from '@/components/remediation/catalogue-rows';
import { type ConcernedHosts, STATE_OF_PREREQUISITE } from '@/components/remediation/concerned-hosts';
import { ConcernedLink } from '@/components/remediation/concerned-link';
import { isNamed } from '@/components/remediation/find-entries';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';

export type ConcernedRow = CatalogueRow & { hosts: ConcernedHosts };

type ThemePanelProps = {
  title: string;
  search: string;
  rows: readonly ConcernedRow[];
  /** Whether exceptions may be requested by who reads it. */
  mayExcept: boolean;
};

/** The entries about one theme, each with its hosts. */
export function ThemePanel({ title, search, rows, mayExcept }: ThemePanelProps) {
  return (
    <Panel title={title} hint={rows.length}>
      {rows.map((row) => (
        <CatalogueItem
          // Open or not is the reader's, until another name is searched for.
          key={`${row.kind} ${row.key} ${isNamed(row, search)}`}
          title={row.title}
          name={row.key}
          entries={row.entries}
          glyph={<RowGlyph row={row} />}
          aside={<ConcernedLink concerned={row.hosts} />}
          more={<HostSteps {...row.hosts} mayExcept={mayExcept} />}
          isOpen={isNamed(row, search)}
        />
      ))}
    </Panel>
  );
}

/** What can be done about all of its hosts: report on them, or let them stay as they are for a time. */
function HostSteps({ hosts, asked, request, mayExcept }: ConcernedHosts & { mayExcept: boolean }) {
  const t = useTranslations('catalogue');
  const isExceptable = mayExcept && request !== null;
  if (hosts === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 empty:hidden print:hidden">
      {asked !== null && (
        <ReportLink question={asked} size="small">
          {t('reportOn', { count: hosts })}
        </ReportLink>
      )}
      {isExceptable && (
        <>
          <Link className={buttonClass({ size: 'small' })} href={request}>
            {t('requestException', { count: hosts })}
          </Link>
          <span className="text-small text-ink-3">{t('requestExceptionHint')}</span>
        </>
      )}
    </p>
  );
}

/** Coloured only where it concerns a host. */
function RowGlyph({ row }: { row: ConcernedRow }) {
  const isCalm = row.hosts.hosts === 0;
  if (row.hosts.isAtRisk)
    return (
      <span className={isCalm ? 'text-ink-3' : 'text-expired'}>
        <Icon name="warn" size={16} />
      </span>
    );
  const state = STATE_OF_PREREQUISITE[row.key] ?? stateOfCause(row.key);
  return (
    <span className={classNames(STATE_CLASS[state], isCalm ? 'text-ink-3' : 'text-state')}>
      <StateGlyph state={state} />
    </span>
  );
}
