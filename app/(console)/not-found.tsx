import { requestedScope } from '@/app/(console)/requested-scope';
import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { PageList } from '@/components/shell/page-list';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { currentOperator } from '@/lib/server/auth/session';

export default function NotFound() {
  const scope = requestedScope();
  const operator = currentOperator();
  return (
    <NotFoundNotice
      link={(text) => (
        <Link className={buttonClass()} href={inScope('/', scope)}>
          {text}
        </Link>
      )}
    >
      {operator !== null && <PageList scope={scope} role={operator.role} />}
    </NotFoundNotice>
  );
}
