'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useCauseText } from '@/components/fleet/cause-text';
import { CheckTags } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { Age, Time } from '@/components/fleet/time';
import { PeekButton } from '@/components/hosts/peek/peek-button';
import type { Peek } from '@/components/hosts/peek/use-peek';
import { StateCell } from '@/components/hosts/state-cell';
import type { Column } from '@/components/table/list-table';
import { classNames } from '@/components/ui/class-names';
import { Dash } from '@/components/ui/dash';
import { ForeignText } from '@/components/ui/foreign-text';
import { DEFAULT_COLUMNS, type ListColumn, type ListLook } from '@/lib/client/list-look';
import type { HostList, HostRow } from '@/lib/contracts/fleet';
import type { HostQuery, HostSort } from '@/lib/contracts/words/host-query';
import { HOST_WORDS, SAID_WORDS, type SaidWord } from '@/lib/domain/host-filter';

type HostColumn = Column<HostRow, HostSort>;

type Chosen = Omit<HostColumn, 'className'> & {
  /** The look in the list as it comes: as wide as what it holds, and left out where the window has no room for all. */
  className?: string;
  /** Where somebody chose it: what is not said shares what is left. */
  chosenClass?: string;
  /** The look beside one host, in place of the first. */
  besideClass?: string;
};

/** A phone tells all columns that somebody chose in the lines of a row; a tablet shows the first four. */
const roomClass = cva(null, {
  variants: {
    room: {
      tablet: 'phone:flex',
      window: 'max-columns:hidden phone:flex',
      /** One host stands beside the list. */
      beside: 'max-named:hidden',
      ample: 'max-ample:hidden',
    },
  },
});

/** A row that is not dense has room for two lines: what is longer in one language goes on in the second, and is whole. */
const linesClass = cva('block', { variants: { isDense: { false: 'text-small/4 whitespace-normal' } } });

const roomOf = (index: number) => (index < 4 ? 'tablet' : 'window');
const roomBeside = (index: number) => (index < 2 ? 'tablet' : index < 4 ? 'beside' : 'ample');

type HostsText = ReturnType<typeof useTranslations<'hosts'>>;

/**
 * The columns of the list, told from the moment it was read: as they come, or those that somebody chose. They stay the same
 * until one of these changes, so that rows are not made anew for what does not concern them.
 */
export function useHostColumns(
  { asOf, acknowledgements }: Pick<HostList, 'asOf' | 'acknowledgements'>,
  query: HostQuery,
  { look: chosenLook, peek }: { look: ListLook; peek: Peek },
): readonly HostColumn[] {
  const t = useTranslations('hosts');
  return useMemo(() => {
    const isBeside = peek.id !== null;
    const look = isBeside ? besidePanel(chosenLook) : chosenLook;
    const known = knownColumns(t, { asOf, acknowledgements, query, isDense: look.isDense });
    const classOf = (
      { className = '', chosenClass = '', besideClass = '' }: Omit<Chosen, 'id'>,
      index: number,
    ) => {
      if (chosenLook.columns === null) return isBeside ? besideClass : className;
      return roomClass({ room: isBeside ? roomBeside(index) : roomOf(index), className: chosenClass });
    };
    return [
      { ...hostColumn(query, look, peek), header: t('column.host') },
      ...(look.columns ?? DEFAULT_COLUMNS).map((id, index) => {
        const { className: _, chosenClass: __, besideClass: ___, ...column } = known[id];
        return { id, ...column, className: classOf(known[id], index) };
      }),
    ];
  }, [t, asOf, acknowledgements, query, chosenLook, peek]);
}

/** A host that is shown beside the list says the rest. */
const MOST_BESIDE = 6;

const besidePanel = ({ columns, isDense }: ListLook): ListLook => ({
  columns: columns?.slice(0, MOST_BESIDE) ?? null,
  isDense,
});

function hostColumn(
  query: HostQuery,
  { columns, isDense }: ListLook,
  peek: Peek,
): Omit<HostColumn, 'header'> {
  return {
    id: 'host',
    className: classNames('max-columns:w-auto', peek.id !== null || columns === null ? 'w-auto' : 'w-[14%]'),
    sort: 'hostname',
    onPhone: 'first',
    cell: ({ id, hostname, fqdn }) => (
      // The button stands beside the name alone: the line below it has the whole width for the longer name.
      <span className="relative block">
        <HostLink look="cell" {...{ id, hostname, at: query.at, from: query }} fqdn={isDense ? null : fqdn} />
        <PeekButton hostname={hostname} isShown={peek.id === id} onToggle={() => peek.toggle(id)} />
      </span>
    ),
  };
}

type Told = Pick<HostList, 'asOf' | 'acknowledgements'> & { query: HostQuery; isDense: boolean };

/** Each as wide as its longest value: in French those are "Dernier envoi" and "28 sept. 22:05", in English "28 Sept 22:05". */
function knownColumns(
  t: HostsText,
  { asOf, acknowledgements, query: { at, sort }, isDense }: Told,
): Readonly<Record<ListColumn, Omit<Chosen, 'id'>>> {
  const lines = linesClass({ isDense });
  const acknowledged = new Map(acknowledgements.map((one) => [one.host, one]));
  return {
    ...wordColumns(t, lines),
    state: {
      header: t('column.state'),
      // 4 px more than the longest name takes where it was measured: browsers do not draw it equally wide.
      className: 'w-49.75',
      chosenClass: 'w-49.75',
      besideClass: 'w-49.75',
      onPhone: 'first',
      // Within a state the hosts with most virtual machines come first, unless the address asks for the state alone.
      sort: sort === 'state' ? 'state' : 'severity',
      cell: (host) => <StateCell host={host} acknowledged={acknowledged.get(host.id)} asOf={asOf} />,
    },
    checks: {
      header: t('column.checks'),
      className: 'w-[19%] columns:w-auto',
      chosenClass: 'w-[13%]',
      onPhone: 'bare',
      besideClass: 'w-37 max-tablet:hidden ample:w-58',
      cell: (host) => <Failing host={host} lines={lines} />,
    },
    since: {
      header: t('column.since'),
      className: 'w-24.5 fr:w-25.5 phone:flex',
      chosenClass: 'w-24.5 fr:w-25.5',
      besideClass: 'w-23 max-named:hidden fr:w-24.5 ample:w-26',
      sort: 'since',
      cell: ({ since }) => <Time className={lines} value={since} asOf={asOf} place="inColumn" />,
    },
    lastReport: {
      header: t('column.lastReport'),
      className: 'w-21 max-desk:hidden fr:w-22',
      chosenClass: 'w-21 fr:w-23.5',
      besideClass: 'w-23.5 max-ample:hidden',
      sort: 'lastObservedAt',
      cell: (host) => (
        <span className={lines}>
          <LastSeen host={host} asOf={asOf} isPast={at !== null} />
        </span>
      ),
    },
    cluster: {
      header: t('column.cluster'),
      // Where a window has hardly room for filters and list, hosts' names are shown whole instead; the filters have clusters.
      className: 'w-20.25 max-named:hidden',
      besideClass: 'w-21 max-ample:hidden',
      sort: 'cluster',
      cell: ({ cluster }) => <Text text={cluster} />,
    },
    virtualMachines: {
      header: t('column.virtualMachines'),
      // The last one, and not at the very edge of the list.
      className: 'w-13 pr-3 max-columns:hidden phone:flex',
      chosenClass: 'w-13 pr-3',
      besideClass: 'w-13 pr-3 max-tablet:hidden',
      isNumeric: true,
      sort: 'shieldedVms',
      isDescendingFirst: true,
      cell: ({ shieldedVms }) => <Text text={shieldedVms?.toString() ?? null} />,
    },
  };
}

type WordColumn = Exclude<
  ListColumn,
  'state' | 'checks' | 'since' | 'lastReport' | 'cluster' | 'virtualMachines'
>;

/** What is one word or name of a host. Where there is no room for it, the filters and the host's own page have it. */
function wordColumns(t: HostsText, lines: string): Readonly<Record<WordColumn, Omit<Chosen, 'id'>>> {
  return {
    os: {
      header: t('column.os'),
      chosenClass: 'w-11',
      cell: ({ os }) => <Text text={os} />,
    },
    mode: {
      header: t('column.mode'),
      chosenClass: 'w-17 fr:w-13.5',
      cell: (host) => <Mode host={host} lines={lines} />,
    },
    owner: {
      header: t('column.owner'),
      cell: ({ owner }) => <Text text={owner} />,
    },
    fabric: { header: t('word.fabric'), cell: ({ fabric }) => <Text text={fabric} /> },
    ...saidColumns(t),
    agent: { header: t('word.agent'), cell: ({ agentVersion }) => <Text text={agentVersion} /> },
    osBuild: { header: t('column.osBuild'), cell: ({ osVersion }) => <Text text={osVersion} /> },
    boot: { header: t('word.boot'), cell: ({ bootStage }) => <BootStage stage={bootStage} /> },
  };
}

const saidColumns = (t: HostsText) =>
  Object.fromEntries(
    SAID_WORDS.map((word) => [
      word,
      {
        header: t(`word.${word}`),
        cell: (host: HostRow) => <Text text={host[HOST_WORDS[word].field]} />,
      },
    ]),
  ) as Readonly<Record<SaidWord, Omit<Chosen, 'id'>>>;

/** A host's own text: isolated and cut with its title; a dash where the host does not know. */
function Text({ text }: { text: string | null }) {
  const t = useTranslations('hosts');
  if (text === null) return <Dash says={t('unknownCount')} />;
  return <ForeignText className="block truncate" text={text} isTitled />;
}

function BootStage({ stage }: { stage: HostRow['bootStage'] }) {
  const t = useTranslations('fleet.bootStage');
  return <Text text={stage === 'notKnown' ? null : t(stage)} />;
}

function Mode({ host, lines }: { host: HostRow; lines: string }) {
  const t = useTranslations('fleet.mode');
  if (host.attestationMode === 'Unknown') return <Text text={null} />;
  return <span className={lines}>{t(host.attestationMode)}</span>;
}

/** What HGS named; else why the host is not able; nothing of a silent host is evaluated. */
function Failing({ host, lines }: { host: HostRow; lines: string }) {
  const t = useTranslations('hosts');
  const causeText = useCauseText();
  if (host.state === 'Silent') return <span className="text-ink-3">{t('notEvaluated')}</span>;
  if (host.failingChecks.length > 0) return <CheckTags checks={host.failingChecks} />;
  const text = host.cause[0] === undefined ? null : causeText(host.cause[0]);
  return text === null ? null : (
    <span className={classNames('text-ink-3', lines)} title={text}>
      {text}
    </span>
  );
}

/** Bold where it is not on time, with the word for it. At an earlier time single snapshots are not known any more. */
function LastSeen({ host, asOf, isPast }: { host: HostRow; asOf: string; isPast: boolean }) {
  const t = useTranslations();
  if (host.lastObservedAt === null) return <b>{t('hosts.never')}</b>;
  const age = <Age value={host.lastObservedAt} asOf={asOf} />;
  if (host.reporting === 'onTime') return isPast ? t('fleet.reporting.onTime') : age;
  // That it is silent is its state already.
  if (host.reporting === 'silent') return <b>{age}</b>;
  return (
    <b>
      {age}, {t(`hosts.remark.${host.reporting}`)}
    </b>
  );
}
