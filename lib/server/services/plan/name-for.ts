import type { remediationText } from '@/lib/i18n/remediation-text';
import type { PlanContent } from './content';

const NAMED_CAUSES = 3;

/** The default name of a plan: where its hosts are, and which causes it fixes. */
export function nameFor({ hosts, groups }: PlanContent, text: ReturnType<typeof remediationText>): string {
  const causes = [...new Set(groups.flatMap(({ cause }) => cause ?? []))];
  const named = causes.slice(0, NAMED_CAUSES).join(', ');
  const about = causes.length > NAMED_CAUSES ? `${named} …` : named;
  const clusters = new Set(hosts.map(({ cluster }) => cluster));
  const [first] = hosts;
  if (hosts.length === 1 && first) return clip(text('plan.name', { place: first.hostname, about }));
  const place =
    clusters.size === 1 && first?.cluster ? first.cluster : text('plan.hosts', { count: hosts.length });
  return clip(text('plan.name', { place, about }));
}

const NAME_AT_MOST = 100;

/** Names of hosts and checks come from hosts and may have any length. */
const clip = (name: string) =>
  [...name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')].slice(0, NAME_AT_MOST).join('').trim();
