import type { ReactNode } from "react";

/** Tone is a dot and a word: colour never speaks alone. */
export function Tone({ tone, children }: { tone?: string; children: ReactNode }) {
  return (
    <span className="tone">
      <span className={`tone__dot tone__dot--${tone || "neutral"}`} aria-hidden />
      <span className="tone__words">{children}</span>
    </span>
  );
}
