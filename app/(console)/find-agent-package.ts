import type { AgentPackage } from '@/lib/contracts/procedures';
import { api, errorCode } from '@/lib/server/trpc/rsc';

/** Null where the server has none to give, which the page says. */
export async function findAgentPackage(): Promise<AgentPackage | null> {
  try {
    return await api().enrollment.agentPackage();
  } catch (error) {
    if (errorCode(error) === 'not_found') return null;
    throw error;
  }
}
