import type { ReactNode } from "react";

/** Scroll is a long page to be read; the keys scroll it even where nothing in it can be pressed. */
export function Scroll({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={className ? `scroll ${className}` : "scroll"} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
