'use client';

import { useKindText } from '@/components/settings/audit/audit-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { exceptionsAddress } from '@/lib/client/exception-address';
import { hostAddress } from '@/lib/client/host-address';
import { reportAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { AuditEntry } from '@/lib/contracts/audit';

type Subject = NonNullable<AuditEntry['subject']>;

/** The page of a thing, where it has one. */
function addressOf({ kind, id, name }: Subject): string | null {
  if (kind === 'host') return hostAddress(id, null);
  if (kind === 'exception') return exceptionsAddress({ open: id });
  return kind === 'report' && name !== null ? reportAddress(name) : null;
}

/** What an entry is about: its name, or else what it is. */
export function AuditSubject({ subject }: { subject: Subject }) {
  const kindText = useKindText();
  const scope = useScope();
  const address = addressOf(subject);
  const name = subject.name === null ? kindText(subject.kind) : subject.name;
  const shown = (
    <ForeignText className="wrap-anywhere" text={name} title={`${kindText(subject.kind)} ${subject.id}`} />
  );
  if (address === null) return shown;
  return (
    <Link className="underline decoration-line-2 underline-offset-3" href={inScope(address, scope)}>
      {shown}
    </Link>
  );
}
