import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate } from './location';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** A link inside the page: a plain click stays in it, all other clicks do what the browser does. */
export function ScreenLink({ href, onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { pathname, search } = new URL(href, window.location.href);
    navigate(pathname, search, 'push');
    window.scrollTo(0, 0);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
