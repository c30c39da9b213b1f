import { visibleText } from '@/lib/util/visible-text';

/** More names than this are counted. */
const NAMED_AT_MOST = 5;

type Evidence = {
  running?: number;
  total?: number;
  others?: number;
  nodes?: readonly { name: string | null; state: string | null }[];
  status?: string | null;
  model?: string | null;
  firmwareVersion?: string | null;
  osVersion?: string | null;
  provenBy?: string;
};

const seen = (text: string | null | undefined) => visibleText(text ?? '?');

/** What the text of a reason is made with: names that hosts gave themselves are seen whole. */
export function restartParams({ running, total, others, nodes = [], ...update }: Evidence) {
  const named = nodes
    .slice(0, NAMED_AT_MOST)
    .map(({ name, state }) => (state === 'Up' ? seen(name) : `${seen(name)} (${seen(state)})`));
  return {
    running: running ?? 0,
    total: total ?? 0,
    off: Math.max(0, (total ?? 0) - (running ?? 0)),
    others: others ?? 0,
    count: nodes.length,
    nodes: named.join(', '),
    more: nodes.length - named.length,
    status: seen(update.status),
    model: seen(update.model),
    firmwareVersion: seen(update.firmwareVersion),
    osVersion: seen(update.osVersion),
    provenBy: seen(update.provenBy),
  };
}
