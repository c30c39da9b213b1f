import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { PageList } from '@/components/shell/page-list';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { pastTimeOf } from '@/lib/client/time-address';
import { requestedWord, requestedWords } from '@/lib/server/auth/session';

export default function NotFound() {
  const at = pastTimeOf(requestedWord('at'), Date.now());
  const scope = { fabrics: requestedWords('fabric'), at };
  return (
    <NotFoundNotice
      link={(text) => (
        <Link className={buttonClass()} href={inScope('/', scope)}>
          {text}
        </Link>
      )}
    >
      <PageList scope={scope} />
    </NotFoundNotice>
  );
}
