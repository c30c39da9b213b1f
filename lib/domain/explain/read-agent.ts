import { cleanLines } from './clean-line';

const STEPS = ['Proxy', 'Name', 'Port', 'TLS', 'Certificate', 'Server', 'Clock', 'Token'] as const;
type Step = (typeof STEPS)[number];
type StepResult = { step: Step; result: 'ok' | 'failed' | 'not tested'; found: string };

export type AgentCode = 'agentConnected' | 'agentStepFailed' | 'agentTlsFailed' | AgentSentence;
type AgentSentence = 'agentConnectionClosed' | 'agentCredentialRefused' | 'agentRotationFailed';

/** What the agent says about its connection to its server, which says nothing about HGS. */
export type AgentReading = {
  /** The first failed step; otherwise a sentence; otherwise that every step succeeded; null if there is nothing. */
  verdict: { code: AgentCode; params?: { step: string } } | null;
  /** The entry of the catalogue. */
  remedy: string | null;
  understood: { field: string; value: string }[];
  used: Set<number>;
};

/** The fixed parts of the agent's messages, without spaces because a console breaks them anywhere. */
const SENTENCES: readonly (readonly [AgentSentence, RegExp])[] = [
  ['agentCredentialRefused', /refusesthishost.scredential|thishostkeepsitscredential,which/gi],
  ['agentRotationFailed', /thecredentialofthishostcouldnotberenewed|thecredentialwasnotrenewed/gi],
  ['agentConnectionClosed', /endedtheconnectionbeforeitanswered/gi],
];

const REMEDIES: Readonly<Record<string, string>> = {
  TLS: 'modernTls',
  agentConnectionClosed: 'modernTls',
  Clock: 'clockInSync',
};

const LISTED = new RegExp(`^\\s*Step\\s*: *(${STEPS.join('|')})\\s*$`, 'i');
const FIELD = /^\s*(Result|Found|ToDo)\s*: *(.*)$/i;
const HEADER = /^\s*Step\s+Result\s+Found\b/i;
const ROW = new RegExp(`^\\s*(${STEPS.join('|')})\\s+(ok|failed|not tested)\\b *(.*)$`, 'i');

/**
 * Test-GuardedFabricHost -Server in the formats of Format-List and Format-Table, and sentences of the agent's
 * log.
 */
export function readAgent(raw: readonly string[]): AgentReading {
  const lines = cleanLines(raw).map((parts) => parts.join(' '));
  const used = new Set<number>();
  const steps = readSteps(lines, used);
  const sentences = readSentences(lines, used);
  const failed = steps.find(({ result }) => result === 'failed');
  return {
    verdict: verdictOf(steps, failed, sentences[0]?.code),
    remedy: remedyOf(failed?.step ?? sentences[0]?.code),
    understood: [
      ...steps.map(({ step, result, found }) => ({
        field: step,
        value: found === '' ? result : `${result}: ${found}`,
      })),
      ...sentences.map(({ value }) => ({ field: 'GuardedFabricAgent', value })),
    ],
    used,
  };
}

const remedyOf = (name: string | undefined): string | null =>
  name === undefined ? null : (REMEDIES[name] ?? 'agentReporting');

function verdictOf(
  steps: readonly StepResult[],
  failed: StepResult | undefined,
  sentence: AgentSentence | undefined,
): AgentReading['verdict'] {
  if (failed?.step === 'TLS') return { code: 'agentTlsFailed' };
  if (failed) return { code: 'agentStepFailed', params: { step: failed.step } };
  if (sentence) return { code: sentence };
  const isThere = steps.some(({ step, result }) => step === 'Server' && result === 'ok');
  return isThere ? { code: 'agentConnected' } : null;
}

function readSteps(lines: readonly string[], used: Set<number>): StepResult[] {
  const steps: StepResult[] = [];
  let isTable = false;
  for (const [index, line] of lines.entries()) {
    if (HEADER.test(line)) isTable = true;
    const row = isTable ? ROW.exec(line) : null;
    const listed = LISTED.exec(line)?.[1];
    if (row) {
      steps.push(stepOf(row[1] ?? '', row[2] ?? '', row[3] ?? ''));
      used.add(index);
    } else if (listed !== undefined) steps.push(...readList(lines, index, listed, used));
  }
  return steps;
}

/** A list continues to the next blank line; values wrap below their names. */
function readList(lines: readonly string[], first: number, step: string, used: Set<number>): StepResult[] {
  const values = new Map<string, string>();
  const own = [first];
  let name = '';
  for (let at = first + 1; at < lines.length && (lines[at] ?? '').trim() !== ''; at++) {
    const line = lines[at] ?? '';
    if (LISTED.test(line)) break;
    const [, field, value = line.trim()] = FIELD.exec(line) ?? [];
    if (field === undefined && (name === '' || !/^\s/.test(line))) break;
    name = field?.toLowerCase() ?? name;
    values.set(name, [values.get(name) ?? '', value].filter((part) => part !== '').join(' '));
    own.push(at);
  }
  const result = values.get('result') ?? '';
  if (!/^(ok|failed|not tested)$/i.test(result.trim())) return [];
  for (const line of own) used.add(line);
  return [stepOf(step, result.trim(), values.get('found') ?? '')];
}

function stepOf(step: string, result: string, found: string): StepResult {
  const name = STEPS.find((word) => word.toLowerCase() === step.toLowerCase()) ?? 'Server';
  const word = (['ok', 'failed'] as const).find((one) => one === result.toLowerCase()) ?? 'not tested';
  return { step: name, result: word, found: found.trim() };
}

type Sentence = { code: AgentSentence; value: string };

function readSentences(lines: readonly string[], used: Set<number>): Sentence[] {
  const flat = lines.map((line) => line.replace(/\s/g, ''));
  const owners = flat.flatMap((line, index) => Array.from({ length: line.length }, () => index));
  const text = flat.join('');
  return SENTENCES.flatMap(([code, pattern]) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: found }) => {
      const [first = 0, last = 0] = [owners[index], owners[index + found.length - 1]];
      // Within a step the text says what to do about it.
      if (used.has(first)) return [];
      for (let line = first; line <= last; line++) used.add(line);
      return [
        {
          code,
          value: lines
            .slice(first, last + 1)
            .join(' ')
            .trim(),
        },
      ];
    }),
  );
}
