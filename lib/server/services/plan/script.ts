import type { PlanDetail, PlanGroup, PlanStep } from '@/lib/contracts/plan';
import { ableNodesOf, COMPUTER_NAME, NO_ABLE_NODES } from '@/lib/domain/remediation/commands/able-nodes';
import { endsOf } from '@/lib/domain/remediation/commands/restart-ends';
import type { Place } from '@/lib/domain/remediation/types';
import type { Locale } from '@/lib/i18n/locales';
import { planText } from '@/lib/i18n/plan-text';
import { remediationText } from '@/lib/i18n/remediation-text';
import { inPowershell } from '@/lib/util/powershell-text';
import { visibleText } from '@/lib/util/visible-text';
import { RUNNER } from './script-runner';

/** A byte order mark: without it Windows PowerShell 5.1 reads the file in the machine's own code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Windows cuts longer names here when they name a computer. */
const COMPUTER_NAME_CHARS = 15;

const PLACE_WORDS = { host: 'Host', hgs: 'Hgs', adminWorkstation: 'AdminWorkstation' } as const;

const PARAMETERS = `#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [switch]$Run,
    [int]$Group = 0,
    [int]$From = 1,
    [ValidateSet('Host', 'Hgs', 'AdminWorkstation')] [string]$Part = 'Host',
    [hashtable]$Value = @{}
)`;

type Texts = { plan: ReturnType<typeof planText>; remediation: ReturnType<typeof remediationText> };

const literal = (text: string) => inPowershell(visibleText(text));
const listOf = (texts: readonly string[]) => `@(${texts.map(literal).join(', ')})`;
const truth = (is: boolean) => (is ? '$true' : '$false');

export type ScriptedPlan = Pick<PlanDetail, 'number' | 'name' | 'groups'>;
type Asked = { lang: Locale; for: 'hgs' | null };

/**
 * A plan as one script for all of its computers: on each it shows what there is to do, and does it when told
 * to, up to the step that is somebody else's. The steps for HGS are separate, and are the only ones in the
 * file for its administrator.
 */
export function planAsScript(plan: ScriptedPlan, { lang, for: part }: Asked): string {
  const texts = { plan: planText(lang), remediation: remediationText(lang) };
  const steps = plan.groups.flatMap((group) => stepsOf(group, texts));
  const at = (isHgs: boolean) => steps.filter(({ where }) => (where === 'hgs') === isHgs);
  return [
    `${BYTE_ORDER_MARK}# ${plan.number}`,
    ...texts
      .plan('script.use')
      .split('\n')
      .map((line) => `# ${line}`),
    PARAMETERS,
    `# ${literal(plan.name)}`,
    sentences(texts),
    '',
    `# ${texts.plan('script.onHosts')}`,
    listing('onHosts', part === 'hgs' ? [] : at(false)),
    '',
    `# ${texts.plan('script.onHgs')}`,
    listing('onHgs', at(true)),
    '',
    RUNNER,
  ].join('\n');
}

type Written = { where: Place; text: string };

const listing = (name: string, steps: readonly Written[]) =>
  [`$${name} = @(`, ...steps.map(({ text }) => text), ')'].join('\n');

/** Sentences with placeholders that the script fills, in the order of these lists. */
const SENTENCES = {
  dry: [],
  nothing: ['computer'],
  noGroup: [],
  notInGroup: ['computer', 'group'],
  step: ['group', 'step', 'title'],
  elsewhere: ['step', 'place', 'hosts', 'group', 'next'],
  byHand: ['text', 'group', 'next'],
  unconfirmed: [],
  asks: ['step', 'names'],
  otherValues: ['step', 'group'],
  nodeOut: ['nodes'],
  failed: ['group', 'step', 'error'],
  restarting: ['group', 'next'],
  shown: ['group', 'computer', 'next'],
  done: ['group', 'computer'],
} as const;

function sentences({ plan, remediation }: Texts): string {
  const said = Object.entries(SENTENCES).map(([key, words]) => {
    const values = Object.fromEntries(words.map((word, index) => [word, `{${index}}`]));
    // Sound: each sentence has exactly the words in its list.
    return [key, plan(`script.${key}` as never, values as never)];
  });
  const places = Object.entries(PLACE_WORDS).map(([place, word]) => [word, remediation(`where.${place}`)]);
  const lines = [...said, ...places].map(([key = '', text = '']) => `    ${key} = ${literal(text)}`);
  return ['$say = @{', ...lines, '}'].join('\n');
}

/**
 * A task is left to do unless a person marked it as done or skipped, or a snapshot proved it: then nothing is
 * done to its host again.
 */
const isLeft = ({ state }: PlanGroup['tasks'][number]) => state === 'todo' || state === 'regressed';

function stepsOf(group: PlanGroup, texts: Texts): Written[] {
  const left = new Map(group.tasks.filter(isLeft).map(({ hostId, hostname }) => [hostId, hostname]));
  return group.steps.flatMap((step, index) => {
    const ids = step.hosts?.filter((id) => left.has(id)) ?? [...left.keys()];
    const hosts = ids.map((id) => computerName(left.get(id) ?? id));
    const isOver = step.id === 'confirmChange' && group.isConfirmed === true;
    if (hosts.length === 0 || isOver) return [];
    return [{ where: step.where, text: stepText({ group, step, number: index + 1, hosts }, texts) }];
  });
}

/**
 * The name by which the computer knows itself. A name that no computer can have stays as it is and matches
 * none.
 */
const computerName = (hostname: string) =>
  COMPUTER_NAME.test(hostname) ? hostname.slice(0, COMPUTER_NAME_CHARS) : hostname;

type Placed = { group: PlanGroup; step: PlanStep; number: number; hosts: readonly string[] };

function stepText({ group, step, number, hosts }: Placed, { remediation }: Texts): string {
  const { command, asks } = filledIn(step.command ?? '');
  const notes = [
    ...(step.caution === undefined ? [] : [step.caution]),
    ...(step.unverified ? [remediation('unverified')] : []),
  ];
  const title = group.cause === null ? group.title : `${group.cause}: ${group.title}`;
  const words = [
    ...[`Group = ${group.order}`, `Number = ${number}`, `Place = '${PLACE_WORDS[step.where]}'`],
    ...[`Title = ${literal(title)}`, `Hosts = ${listOf(hosts)}`, `Text = ${literal(step.text)}`],
    ...[`Notes = ${listOf(notes)}`, `Asks = ${listOf(asks)}`],
    `Restarts = ${truth(command !== '' && step.restart)}`,
    `Ends = ${step.restart ? endsTable(group) : '@{}'}`,
    `Waits = ${truth(step.waitsForConfirmation === true)}`,
    // Nodes restart one by one; elsewhere all hosts go through the steps together.
    `Skips = ${truth(group.kind === 'restart')}`,
    `Do = ${command === '' ? '$null' : `{\n${indented(command)}\n        }`}`,
  ];
  return ['    @{', ...words.map((word) => `        ${word}`), '    }'].join('\n');
}

/**
 * The causes that the restart of each host removes: when HGS reports none of them any more, the host's part
 * of the group is done.
 */
function endsTable({ tasks }: PlanGroup): string {
  const ends = tasks.map(
    ({ hostname, causes }) => `${literal(computerName(hostname))} = ${listOf(endsOf(causes))}`,
  );
  return `@{ ${ends.join('; ')} }`;
}

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '            ');

const BLANK = /^( *)\$(\w+) = ''(?= {2}#)/gm;

/** Turns what a person fills in by hand in a single command into parameters given by `-Value`. */
function filledIn(command: string): { command: string; asks: string[] } {
  const asks = [...command.matchAll(BLANK)].map(([, , name = '']) => name);
  const filled = command
    .replaceAll(BLANK, (_, indent, name) => `${indent}$${name} = "$($Value['${name}'])"`)
    .replaceAll(NO_ABLE_NODES, () => ableNodesOf("$Value['ableNodes'] | Where-Object { $_ }"));
  return { command: filled, asks };
}
