import os from 'node:os';

const MIB = 2 ** 20;
const LEAST_MIB = 32;
const MOST_MIB = 1024;

/** The memory that this process may use: the machine's, or less in a container. */
const usableBytes = () => Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * PostgreSQL's memory settings. An eighth of the memory is its cache: its manual advises a quarter of a
 * dedicated machine, but here the server and other programs need memory too. The cache takes memory only as
 * it fills. Beyond the limit the system caches the files. `work_mem` keeps its default: parallel hashes lie
 * in /dev/shm, of which a container often has 64 MB.
 */
export function memorySettings(bytes = usableBytes()): Readonly<Record<string, string>> {
  const cacheMib = Math.min(MOST_MIB, Math.max(LEAST_MIB, Math.floor(bytes / MIB / 8)));
  return {
    shared_buffers: `${cacheMib}MB`,
    effective_cache_size: `${Math.max(cacheMib, Math.floor(bytes / MIB / 2))}MB`,
  };
}
