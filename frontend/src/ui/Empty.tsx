import type { ReactNode } from "react";

/** Empty is a place with nothing in it: what it is, why it is empty, the one next step. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2 className="empty__title">{title}</h2>
      {text && <p className="empty__text">{text}</p>}
      {children && <div className="empty__step">{children}</div>}
    </div>
  );
}
