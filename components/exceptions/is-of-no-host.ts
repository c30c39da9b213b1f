import type { ExceptionsQuery } from '@/lib/client/exception-address';
import type { ExceptionSummary } from '@/lib/contracts/exception';

/** Whether no host has sent anything yet. Fabrics that somebody chose, and earlier times, may only have none. */
export const isOfNoHost = ({ at, fabric }: ExceptionsQuery, { hosts }: ExceptionSummary): boolean =>
  at === null && fabric === undefined && hosts.total === 0;
