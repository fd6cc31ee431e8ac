import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent, Ref } from "react";

/**
 * PageLink leads to another page. It is a plain link which the router follows: it does not look at every step where one
 * is, as the router's own do, of which a page has dozens.
 */
export function PageLink(
  props: { to: string; ref?: Ref<HTMLAnchorElement> } & AnchorHTMLAttributes<HTMLAnchorElement>,
) {
  const { to, onClick, onPointerEnter, onFocus, ...rest } = props;
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    // Another tab is the browser's business.
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to });
  };
  const ahead = () => void router.preloadRoute({ to }).catch(() => undefined);
  return (
    <a
      {...rest}
      href={`#${to}`}
      onClick={follow}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        ahead();
      }}
      onFocus={(event) => {
        onFocus?.(event);
        ahead();
      }}
    />
  );
}
