import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { PageList } from '@/components/shell/page-list';
import { pastTimeOf } from '@/lib/client/time-address';
import { requestedWord } from '@/lib/server/auth/session';

export default function NotFound() {
  const fabric = requestedWord('fabric');
  const at = pastTimeOf(requestedWord('at'), Date.now());
  return (
    <NotFoundNotice>
      <PageList scope={{ fabrics: fabric === null ? [] : [fabric], at }} />
    </NotFoundNotice>
  );
}
