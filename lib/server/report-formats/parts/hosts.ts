import type { ReportHost } from '@/lib/contracts/report-content';
import { evidenceText, isBorneOut } from '../words';
import {
  addGap,
  addSection,
  addTable,
  addText,
  type Cell,
  type Column,
  type Piece,
  type Sheet,
} from './sheet';

const NOTHING = '–';

const placeOf = ({ words }: Sheet, { fabric, cluster }: ReportHost): Cell => [
  { text: fabric },
  { text: cluster ?? words.say('noCluster'), look: 'small' },
];

const vmsOf = ({ words }: Sheet, { shieldedVms }: ReportHost) =>
  shieldedVms === null ? words.say('notKnown') : words.count(shieldedVms);

type FailingCheck = ReportHost['failing'][number];

function checkPieces({ words }: Sheet, failing: FailingCheck): Piece[] {
  const { check, inferred, restartPending, evidence: seen } = failing;
  const inferredName = inferred ? words.say('failing.inferred', { check }) : check;
  const name = restartPending ? words.say('failing.pending', { check: inferredName }) : inferredName;
  const told = seen.map((one): Piece => ({ text: evidenceText(words, one), look: 'evidence' }));
  // A check that waits for a restart says so already.
  const isUnexplained = isBorneOut(failing) && !restartPending;
  const note: Piece[] = isUnexplained ? [{ text: words.say('failing.namedStill'), look: 'small' }] : [];
  return [{ text: name }, ...told, ...note];
}

/** Causes that are no checks come first, because they explain the state. */
function causePieces(sheet: Sheet, { causes, failing }: ReportHost): Piece[] {
  const checks = new Set(failing.map(({ check }) => check));
  const others = causes.filter((cause) => !checks.has(cause)).map((text) => ({ text }));
  return [...others, ...failing.flatMap((check) => checkPieces(sheet, check))];
}

function failingRow(sheet: Sheet, host: ReportHost, exceptionNumbers: ReadonlyMap<string, string>): Cell[] {
  const { words } = sheet;
  const numbers = host.exceptionIds.map((id) => exceptionNumbers.get(id) ?? id);
  const pieces = causePieces(sheet, host);
  return [
    { text: host.hostname },
    placeOf(sheet, host),
    { text: host.state, glyph: host.state },
    pieces.length === 0 ? NOTHING : pieces,
    words.short(host.since),
    vmsOf(sheet, host),
    numbers.length === 0 ? NOTHING : numbers.map((text) => ({ text })),
  ];
}

/** Not compliant and excepted hosts, each with what fails, since when, and what the host says about it. */
export function addFailing(sheet: Sheet): void {
  const { words, content } = sheet;
  const numbers = new Map(content.exceptions.map(({ id, number }) => [id, number]));
  const failing = content.hosts.filter(
    ({ compliance }) => compliance === 'nonCompliant' || compliance === 'excepted',
  );
  const columns: Column[] = [
    { head: words.say('failing.host'), width: 14 },
    { head: words.say('failing.place'), width: 12 },
    { head: words.say('failing.state'), width: 19 },
    { head: words.say('failing.causes'), width: 29 },
    { head: words.say('failing.since'), width: 12 },
    { head: words.say('failing.vms'), width: 7, align: 'right' },
    { head: words.say('failing.exception'), width: 9 },
  ];
  addSection(sheet, words.say('failing.title'), (section) => {
    if (content.totals.hosts === 0) return addText(sheet, section, words.say('noData'));
    if (failing.length === 0)
      return addText(
        sheet,
        section,
        words.say(content.period === null ? 'failing.none' : 'failing.noneAtEnd'),
      );
    const rows = {
      *[Symbol.iterator]() {
        for (const host of failing) yield failingRow(sheet, host, numbers);
      },
    };
    addTable(sheet, section, { columns, rows, size: 7.8 });
    if (!failing.some((host) => host.failing.some(isBorneOut))) return;
    addGap(sheet, 4);
    addText(sheet, section, words.say('failing.agreesHint'));
  });
}

export function addSilent(sheet: Sheet): void {
  const { words, content } = sheet;
  const silent = content.hosts.filter(({ compliance }) => compliance === 'unverified');
  addSection(sheet, words.say('silent.title'), (section) => {
    if (content.totals.hosts === 0) return addText(sheet, section, words.say('noData'));
    if (silent.length === 0) return addText(sheet, section, words.say('silent.none'));
    addText(sheet, section, words.say('silent.hint'));
    addTable(sheet, section, {
      columns: [
        { head: words.say('silent.host'), width: 24 },
        { head: words.say('silent.place'), width: 18 },
        { head: words.say('silent.last'), width: 16 },
        { head: words.say('silent.was'), width: 28 },
        { head: words.say('silent.vms'), width: 8, align: 'right' },
      ],
      rows: silent.map((host) => [
        host.hostname,
        placeOf(sheet, host),
        host.lastObservedAt === null ? words.say('hosts.never') : words.short(host.lastObservedAt),
        host.attestationStatus ?? words.say('notKnown'),
        vmsOf(sheet, host),
      ]),
    });
  });
}

/** A share of verified time means nothing without the unverified time. */
const timeColumns = ({ words }: Sheet): Column[] => [
  { head: words.say('hosts.unverified'), width: 11, align: 'right' },
  { head: words.say('hosts.share'), width: 8, align: 'right' },
];

const timeCells = ({ words }: Sheet, verified: ReportHost['verified']): string[] => [
  verified === undefined ? NOTHING : words.hours(verified.unverified),
  words.share(verified?.compliantShare ?? null),
];

/** Up to when snapshots vouch for the state, and whether some of them came late. */
function verifiedCell({ words }: Sheet, { verifiedUntil, lateEvidence }: ReportHost): Cell {
  const time = verifiedUntil === null ? words.say('hosts.never') : words.short(verifiedUntil);
  if (!lateEvidence) return time;
  return [{ text: time }, { text: words.say('hosts.lateEvidence'), look: 'small' }];
}

function* hostRows(sheet: Sheet, isPeriod: boolean): Generator<Cell[]> {
  const { words, content } = sheet;
  for (const host of content.hosts) {
    const { verified } = host;
    yield [
      host.hostname,
      host.fabric,
      host.cluster ?? words.say('noCluster'),
      words.say(`compliance.${host.compliance}`),
      host.state,
      words.short(host.since),
      verifiedCell(sheet, host),
      vmsOf(sheet, host),
      ...(isPeriod ? timeCells(sheet, verified) : []),
    ];
  }
}

export function addEveryHost(sheet: Sheet): void {
  const { words, content } = sheet;
  const isPeriod = content.period !== null;
  const columns: Column[] = [
    { head: words.say('hosts.host'), width: 16 },
    { head: words.say('hosts.fabric'), width: 11 },
    { head: words.say('hosts.cluster'), width: 12 },
    { head: words.say('hosts.class'), width: 13 },
    { head: words.say('hosts.state'), width: 18 },
    { head: words.say('hosts.since'), width: 14 },
    { head: words.say('hosts.verified'), width: 14 },
    { head: words.say('hosts.vms'), width: 8, align: 'right' },
    ...(isPeriod ? timeColumns(sheet) : []),
  ];
  addSection(sheet, words.say('hosts.title'), (section) => {
    if (content.hosts.length === 0) return addText(sheet, section, words.say('hosts.empty'));
    addText(sheet, section, words.say('hosts.hint'));
    const { lateHosts } = content.evidence;
    if (lateHosts > 0) addText(sheet, section, words.say('hosts.lateHint', { count: lateHosts }));
    addTable(sheet, section, { columns, rows: hostRows(sheet, isPeriod), size: 7.4 });
  });
}
