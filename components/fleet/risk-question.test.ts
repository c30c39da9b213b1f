import { expect, it } from 'vitest';
import { atRisk, outdatedAgents } from '@/components/fleet/risk-question';
import type { HostQuestion } from '@/lib/client/host-question';

const question: HostQuestion = {
  filter: {
    cluster: { include: ['CL-1'], exclude: [] },
    risk: { include: ['modernTls'], exclude: [] },
    agent: { include: ['0.9.0'], exclude: [] },
  },
  at: null,
};
const cluster = question.filter.cluster;

it('asks for what was counted: by all words but its own two', () => {
  expect(atRisk(question, ['fallbackInUse']).filter).toEqual({
    cluster,
    risk: { include: ['fallbackInUse'], exclude: [] },
  });
});

it('counts the agents that are older than the one given here, and asks for exactly these', () => {
  const agents = ['1.0.0', '0.9.0', '1.1.0', '0.10.1', 'beta'].map((version, hosts) => ({ version, hosts }));
  const risks = { asOf: '', atRisk: { hosts: 0, vms: 0 }, risks: [], agents };
  expect(outdatedAgents(question, risks, '1.0.0')).toEqual({
    hosts: 4,
    question: { filter: { cluster, agent: { include: ['0.9.0', '0.10.1'], exclude: [] } }, at: null },
  });
  expect(outdatedAgents(question, risks, '0.9.0')).toBeNull();
});
