import type { RejectionCode } from '@/lib/contracts/agent';

/** Why one snapshot is not stored, as its host is told. */
export type Rejection = { code: RejectionCode; message: string; pointer?: string };
