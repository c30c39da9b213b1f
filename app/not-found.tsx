import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { buttonClass } from '@/components/ui/button';

/** Outside of the console, whose links every page would load twice for this one. */
export default function NotFound() {
  return (
    <main>
      <NotFoundNotice
        link={(text) => (
          <a className={buttonClass()} href="/">
            {text}
          </a>
        )}
      />
    </main>
  );
}
