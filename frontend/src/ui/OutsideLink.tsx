import type { ReactNode } from "react";
import { host } from "@/shell";

const allowed = /^(https?:|mailto:|tel:)/i;

/** OutsideLink leads out of the program, and only when pressed. Addresses of other kinds are plain text. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  if (!allowed.test(href)) return <>{children}</>;
  return (
    <a
      className="reflink"
      href={href}
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        host.openOutside(href);
      }}
    >
      {children}
    </a>
  );
}
