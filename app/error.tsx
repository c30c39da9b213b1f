'use client';

import { FailureNotice } from '@/components/shell/failure-notice';

type Props = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: Props) {
  return (
    <main>
      <FailureNotice reference={error.digest ?? error.name} onRetry={retry} />
    </main>
  );
}
