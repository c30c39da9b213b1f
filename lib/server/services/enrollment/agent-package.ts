import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AgentPackage } from '@/lib/contracts/procedures';
import { ServiceError } from '@/lib/server/errors';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { verb } from '@/lib/server/verbs/verb';

export const AGENT_ZIP_PATH = '/agent/GuardedFabricAgent.zip';

type Built = { bytes: Buffer; sha256: string; version: string; modifiedMs: number };

let built: Built | undefined;

const agentFolder = () => path.join(checkoutRoot(), 'apps', 'agent');

/** The version is kept in one place only: the module's own manifest. */
export async function shippedAgentVersion(): Promise<string> {
  const manifest = await readFile(
    path.join(agentFolder(), 'src', 'GuardedFabricAgent', 'GuardedFabricAgent.psd1'),
    'utf8',
  );
  const version = /^\s*ModuleVersion\s*=\s*'([\d.]+)'/m.exec(manifest)?.[1];
  if (!version) throw new Error('GuardedFabricAgent.psd1 names no ModuleVersion');
  return version;
}

/**
 * Reads the package once per build of the module, so that a host downloads exactly the bytes whose hash is
 * shown.
 */
export async function readAgentZip(): Promise<Built> {
  const file = path.join(agentFolder(), 'build', 'GuardedFabricAgent.zip');
  const found = await stat(file).catch(() => undefined);
  if (!found)
    throw new ServiceError('not_found', 'The agent is not built: run npm start once, which builds it');
  if (built?.modifiedMs === found.mtimeMs) return built;
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  built = { bytes, sha256, version: await shippedAgentVersion(), modifiedMs: found.mtimeMs };
  return built;
}

/** What a person needs to install the agent from this server alone. */
export const getAgentPackage = verb({
  procedure: 'enrollment.agentPackage',
  summary: 'Says where the agent is downloaded from this server, and what it is.',
  right: 'agent.read',
  kind: 'query',
  input: z.void(),
  output: AgentPackage,
  needs: ['publicUrl'],
  work: async ({ publicUrl }) => {
    const { sha256, version } = await readAgentZip();
    return { server: publicUrl, zipPath: AGENT_ZIP_PATH, sha256, version };
  },
});
