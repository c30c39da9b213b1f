import type { PlanDetail, PlanGroup, PlanStep } from '@/lib/contracts/plan';
import { isTaskOver } from '@/lib/domain/plan/progress';
import type { Locale } from '@/lib/i18n/locales';
import { planText } from '@/lib/i18n/plan-text';
import { remediationText } from '@/lib/i18n/remediation-text';
import { restartElsewhere } from '@/lib/i18n/restart-elsewhere';
import { visibleText } from '@/lib/util/visible-text';

type Texts = { plan: ReturnType<typeof planText>; remediation: ReturnType<typeof remediationText> };

/** Escapes text from hosts and people, so that no renderer reads it as markup. */
const plain = (text: string) => visibleText(text).replace(/[\\`*_{}[\]<>()#+.!|~&-]/g, '\\$&');

/** A plan as Markdown to read, print or pass on, in the order of work. */
export function planAsMarkdown(plan: PlanDetail, lang: Locale): string {
  const texts = { plan: planText(lang), remediation: remediationText(lang) };
  const { number, name, owner, createdBy, createdAt, state, progress, fabrics } = plan;
  const lines = [
    `# ${number} ${plain(name)}`,
    `${texts.plan('madeBy', { who: plain(createdBy.name), moment: createdAt })} ${texts.plan('nothingRuns')}`,
    `**${texts.plan(`planState.${state}`)}**, ${texts.plan('proven', progress)}. ${fabrics.map(plain).join(', ')}`,
    ...(owner === null ? [] : [texts.plan('ownedBy', { owner: plain(owner) })]),
    ...plan.groups.flatMap((group) => groupLines(group, texts)),
    ...uncoveredLines(plan, texts),
  ];
  return `${lines.join('\n\n')}\n`;
}

function groupLines(group: PlanGroup, texts: Texts): string[] {
  const { order, cause, title, restart, tasks, steps } = group;
  const nameOf = new Map(tasks.map(({ hostId, hostname }) => [hostId, hostname]));
  const head = cause === null ? plain(title) : `${plain(cause)}: ${plain(title)}`;
  const hosts = tasks.map(
    ({ hostname, state, able }) =>
      `- [${isTaskOver(state) ? 'x' : ' '}] ${plain(hostname)}: ${texts.plan(`taskState.${state}`)}${able ? ` (${texts.plan('able', able)})` : ''}`,
  );
  return [
    `## ${order}. ${head}`,
    restart ? texts.plan('restartEach') : texts.plan('restartElsewhere', restartElsewhere(group)),
    hosts.join('\n'),
    ...(restart ? [texts.plan('oneAfterAnother')] : []),
    ...steps.flatMap((step, index) => stepLines({ step, place: index + 1, nameOf }, texts)),
  ];
}

type Placed = { step: PlanStep; place: number; nameOf: ReadonlyMap<string, string> };

function stepLines({ step, place, nameOf }: Placed, { plan, remediation }: Texts): string[] {
  const { where, text, command, hosts, caution, unverified, waitsForConfirmation } = step;
  const names = hosts?.map((id) => plain(nameOf.get(id) ?? id)).join(', ');
  return [
    `### ${place}. ${remediation(`where.${where}`)}`,
    text,
    ...(names === undefined ? [] : [`${plan('onlyFor')} ${names}`]),
    ...(command === undefined ? [] : [`\`\`\`powershell\n${command}\n\`\`\``]),
    ...(waitsForConfirmation ? [plan('waitsForConfirmation')] : []),
    ...(unverified ? [`> ${remediation('unverified')}`] : []),
    ...(caution === undefined ? [] : [`> ${caution}`]),
  ];
}

function uncoveredLines({ uncovered }: PlanDetail, { plan }: Texts): string[] {
  if (uncovered.length === 0) return [];
  const lines = uncovered.map(
    ({ hostname, cause, text }) => `- ${plain(hostname)}, ${plain(cause)}: ${text}`,
  );
  return [`## ${plan('uncovered.title')}`, lines.join('\n')];
}
