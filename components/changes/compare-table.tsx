'use client';

import { cva } from 'class-variance-authority';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { FactValue } from '@/components/changes/fact-value';
import { HostLink } from '@/components/fleet/host-link';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { TableFrame } from '@/components/table/data-table';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { waveAddress } from '@/lib/client/wave-address';
import type { ChangeGroup, ChangeGroups } from '@/lib/contracts/compare';
import { OUTCOMES, type Outcome } from '@/lib/domain/compared';
import { isState, type State } from '@/lib/domain/vocabulary';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';

type TableProps = {
  data: ChangeGroups;
  /** Null: now, and so what the hosts that are there lead to. */
  to: Date | null;
};

const COLUMNS = 6;
const NAMES_SHOWN = 3;

/** So many hosts that became worse together are told with more weight than a few, as among the changes. */
const WEIGHTY_GROUP = 3;

const bodyClass = cva('border-b border-line', { variants: { isWeighty: { true: 'bg-state-tint' } } });

/** A text on a tint is as dark as it has to be to stay legible. */
const QUIET = 'text-small text-ink-3 in-data-weighty:text-ink-2';

/** The state that the hosts of a group are in, where that says how grave it is. */
function graveState({ outcome, hosts, facts }: ChangeGroup): State | null {
  if (outcome !== 'worse' || hosts < WEIGHTY_GROUP) return null;
  const after = facts.find(({ fact }) => fact === 'state')?.after?.[0] ?? null;
  return isState(after) ? after : null;
}

const cellClass = cva('h-auto py-1.5 align-top wrap-anywhere max-tablet:px-1.5', {
  variants: {
    isNumber: { true: 'text-right' },
    /** Another fact of the same group follows. */
    isInside: { true: 'border-b-0' },
    /** A phone tells it above the facts. */
    isTold: { true: 'max-tablet:hidden' },
  },
});

/** What differs, group by group and fact by fact, in two columns of time. */
export function CompareTable({ data, to }: TableProps) {
  const t = useTranslations('compare');
  const zone = useZone();
  const reference = new Date(data.to);
  const moment = (text: string) =>
    `${dayAndMonth(new Date(text), reference, zone)} ${clockTime(new Date(text), zone)}`;
  const sections = OUTCOMES.map((outcome) => ({
    outcome,
    groups: data.groups.filter((group) => group.outcome === outcome),
  })).filter(({ groups }) => groups.length > 0);
  return (
    <TableFrame label={t('table')}>
      <Head from={moment(data.from)} to={moment(data.to)} />
      {sections.map(({ outcome, groups }) => [
        <SectionHead key={outcome} outcome={outcome} {...data.outcomes[outcome]} />,
        ...groups.map((group) => <GroupRows key={group.id} {...{ group, to }} from={new Date(data.from)} />),
      ])}
    </TableFrame>
  );
}

/** Both times, as they are written in full. */
function Head({ from, to }: { from: string; to: string }) {
  const t = useTranslations('compare.column');
  const valueClass = 'max-tablet:w-[36%] max-tablet:px-1.5';
  return (
    <thead>
      <tr>
        <th scope="col" className="max-tablet:hidden">
          {t('host')}
        </th>
        <th scope="col" className="max-tablet:pl-4">
          {t('fact')}
        </th>
        <th scope="col" className={valueClass}>
          {from}
        </th>
        <th scope="col" className={valueClass}>
          {to}
        </th>
        <th scope="col" className="max-tablet:hidden">
          {t('cluster')}
        </th>
        <th scope="col" className="text-right max-tablet:hidden">
          {t('vms')}
        </th>
      </tr>
    </thead>
  );
}

function SectionHead({ outcome, hosts, vms }: { outcome: Outcome; hosts: number; vms: number }) {
  const t = useTranslations('compare');
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={COLUMNS}
          className="border-b border-line bg-raised px-4 text-small font-normal"
        >
          <b className="font-semibold text-ink">{t(`section.${outcome}`)}</b>{' '}
          {t(`sectionOf.${outcome}`, { hosts, vms })}
        </th>
      </tr>
    </tbody>
  );
}

type RowsProps = { group: ChangeGroup; from: Date; to: Date | null };

function GroupRows({ group, from, to }: RowsProps) {
  const [isOpen, setOpen] = useState(false);
  const who = <Who {...{ group, from, to, isOpen }} onToggle={() => setOpen(!isOpen)} />;
  const grave = graveState(group);
  const isWeighty = grave !== null;
  return (
    <tbody
      className={bodyClass({ isWeighty, className: grave && STATE_CLASS[grave] })}
      data-weighty={isWeighty || undefined}
    >
      <PhoneHead group={group}>{who}</PhoneHead>
      {group.facts.map((fact, index) => (
        <FactRow key={fact.fact} {...{ group, fact, index }}>
          {who}
        </FactRow>
      ))}
      {isOpen && <Members {...{ group, from, to }} />}
    </tbody>
  );
}

type WhoIsIt = { group: ChangeGroup; children: ReactNode };

/** A phone has no room for who it is beside what differs. */
function PhoneHead({ group, children }: WhoIsIt) {
  const t = useTranslations('compare');
  return (
    <tr className="tablet:hidden">
      <td colSpan={COLUMNS} className={cellClass({ isInside: true, className: 'max-tablet:px-4' })}>
        {children}
        <span className={classNames('block', QUIET)}>{t('groupVms', { count: group.shieldedVms })}</span>
      </td>
    </tr>
  );
}

type FactRowProps = WhoIsIt & { fact: ChangeGroup['facts'][number]; index: number };

/** One fact before and after. The first row of a group has what all of them share, over the height of all. */
function FactRow({ group, fact: { fact, before, after }, index, children }: FactRowProps) {
  const t = useTranslations('compare');
  const { facts, lastStatus } = group;
  const isInside = index < facts.length - 1;
  const isFirst = index === 0;
  const factClass = 'pl-2 whitespace-nowrap text-ink-2 max-tablet:pl-4';
  return (
    <tr>
      {isFirst && (
        <td rowSpan={facts.length} className={cellClass({ isTold: true })}>
          {children}
        </td>
      )}
      <td className={cellClass({ isInside, className: factClass })}>{t(`word.${fact}`)}</td>
      <td className={cellClass({ isInside })}>
        <FactValue fact={fact} values={before} lastStatus={lastStatus.before} />
      </td>
      <td className={cellClass({ isInside })}>
        <FactValue fact={fact} values={after} lastStatus={lastStatus.after} isNewer />
      </td>
      {isFirst && <ClusterAndVms group={group} />}
    </tr>
  );
}

function ClusterAndVms({ group: { facts, clusters, shieldedVms } }: { group: ChangeGroup }) {
  const t = useTranslations('compare');
  const format = useFormatter();
  return (
    <>
      <td rowSpan={facts.length} className={cellClass({ isTold: true })}>
        {clusters.count > 1 ? (
          t('inClusters', { count: clusters.count })
        ) : (
          <ForeignText text={clusters.first ?? '–'} />
        )}
      </td>
      <td rowSpan={facts.length} className={cellClass({ isNumber: true, isTold: true })}>
        {format.number(shieldedVms)}
      </td>
    </>
  );
}

type WhoProps = RowsProps & { isOpen: boolean; onToggle: () => void };

/** The host, or which hosts they are. */
function Who({ group, from, to, isOpen, onToggle }: WhoProps) {
  const t = useTranslations('compare');
  const scope = useScope();
  const { hosts: count, clusters, members, waveId } = group;
  const [only] = members;
  if (count === 1 && only !== undefined) return <Member member={only} from={from} to={to} />;
  const named = members.slice(0, NAMES_SHOWN);
  return (
    <>
      <b className="font-semibold">
        {clusters.count > 1
          ? t('hostsIn', { count, clusters: clusters.count })
          : clusters.first === null
            ? t('someHosts', { count })
            : t('hostsOf', { count, cluster: clusters.first })}
      </b>
      <span className={classNames('block', QUIET)}>
        {named.map(({ id, hostname }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <ForeignText text={hostname} />
          </span>
        ))}{' '}
        {count > named.length && t('namesMore', { count: count - named.length })}
      </span>
      {waveId !== null && (
        <Link
          className={classNames('block w-fit link leading-6', QUIET)}
          href={inScope(waveAddress(waveId), { ...scope, at: to })}
        >
          {t('openWave')}
        </Link>
      )}
      <button
        type="button"
        className={classNames('min-h-6 link cursor-pointer', QUIET)}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? t('hideRows') : t('showRows', { count })}
      </button>
    </>
  );
}

type OfMember = { member: ChangeGroup['members'][number]; from: Date; to: Date | null };

function Member({ member, from, to }: OfMember) {
  return (
    <b className="font-semibold">
      {/* One that is gone is only there at the earlier time. */}
      <HostLink
        id={member.id}
        hostname={member.hostname}
        fabric={member.fabric}
        at={member.isGone ? from : to}
      />
    </b>
  );
}

function Members({ group, from, to }: RowsProps) {
  const t = useTranslations('compare');
  const format = useFormatter();
  const rest = group.hosts - group.members.length;
  return (
    <>
      {group.members.map((member) => (
        <tr key={member.id}>
          <td colSpan={COLUMNS - 2} className={cellClass({ isInside: true, className: 'pl-8' })}>
            <Member {...{ member, from, to }} />
          </td>
          <td className={cellClass({ isInside: true, isTold: true })}>
            <ForeignText text={member.cluster ?? '–'} />
          </td>
          <td className={cellClass({ isInside: true, isNumber: true, isTold: true })}>
            {format.number(member.shieldedVms)}
          </td>
        </tr>
      ))}
      {rest > 0 && (
        <tr>
          <td colSpan={COLUMNS} className={cellClass({ isInside: true, className: ['pl-8', QUIET] })}>
            {t('rowsMore', { count: rest })}
          </td>
        </tr>
      )}
    </>
  );
}
