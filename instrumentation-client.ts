import { tellPageTransition } from '@/lib/client/page-transitions';

/** The router calls this within the press that leads to another page, by a link, a key or Back, before it asks for the page. */
export function onRouterTransitionStart(): void {
  tellPageTransition();
}
