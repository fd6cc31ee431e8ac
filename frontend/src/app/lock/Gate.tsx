import { type ReactNode, useEffect, useRef, useState } from "react";
import { answers, askDoor, call, type Fault, useDoor } from "@/api";
import { giveDrafts } from "@/lib/drafts";
import { useCurrent } from "@/records/current";
import "@/records/form/kept"; // opens the forms again that were open
import { useForms } from "@/records/form/store";
import { useNotice } from "@/records/notice";
import { Delayed } from "@/ui/Delayed";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { DoorPage } from "./DoorPage";
import { keptHere, useKeeping } from "./keeping";
import { leaveSealed, mayForget } from "./leave";
import { useIdle } from "./useIdle";
import { useReturn } from "./useReturn";

/** Gate shows the pages to whoever may see them. Behind it nothing of the book is left on the screen or in memory. */
export function Gate({ children }: { children: ReactNode }) {
  const { state, fault, hidden } = useDoor();
  const [inside, setInside] = useState(false);
  const was = useRef(false);
  const phase = state?.phase;
  useEffect(() => void askDoor(), []);
  useEffect(() => {
    if (phase === undefined) return;
    if (phase === "open") {
      if (!was.current) void enter().then(() => setInside(true));
      was.current = true;
      return;
    }
    if (was.current && leaveBehind()) return;
    was.current = false;
    setInside(false);
  }, [phase]);
  if (hidden) return <Hidden why={hidden} />;
  if (state && phase !== "open") {
    // Nobody types into a page that is about to be a fresh one.
    if (inside && mayForget()) return <Splash />;
    return <DoorPage state={state} />;
  }
  if (state && inside)
    return (
      <Inside idle={state.idle} sealed={state.sealed}>
        {children}
      </Inside>
    );
  return (
    <Splash>
      {fault && !state && <FaultPanel fault={fault} onRetry={() => void askDoor()} />}
      {!fault && <Waiting />}
    </Splash>
  );
}

let restored = false;

// What was typed before the lock is put back before anything is drawn, so that each place finds its own.
async function enter(): Promise<void> {
  try {
    const { text } = await call("draft.get", {});
    const here = await keptHere();
    if (text === "") {
      // What was put away on purpose waits in its place and is not spoken of.
      restored = giveDrafts(here) && useForms.getState().forms.length > 0;
      return;
    }
    restored = giveDrafts(text);
    await call("draft.keep", { text: "" });
  } catch {
    // the pages say what is wrong with the book, if anything is
  }
}

function forget(): void {
  answers.clear();
  useCurrent.setState({ record: undefined, list: undefined });
  document.title = "行客 Xingke";
}

const again = 2000;

// The lock is asked for until it is heard of; what was typed stays in memory so long.
function Hidden({ why }: { why: Fault }) {
  useEffect(() => {
    forget();
    const timer = setInterval(() => void leaveSealed().catch(() => undefined), again);
    return () => clearInterval(timer);
  }, []);
  return (
    <Splash>
      <FaultPanel fault={why} onRetry={() => void leaveSealed().catch(() => undefined)} />
    </Splash>
  );
}

// A fresh page holds nothing of what was read; words that could not be handed in stay here until then.
// It says whether a fresh page comes.
function leaveBehind(): boolean {
  forget();
  useForms.setState({ forms: [] });
  if (!mayForget()) return false;
  location.reload();
  return true;
}

function Inside({ idle, sealed, children }: { idle: number; sealed: boolean; children: ReactNode }) {
  const { t } = useWords();
  const notice = useNotice();
  useIdle(idle, () => void leaveSealed().catch(() => undefined));
  useKeeping();
  useReturn();
  useEffect(() => {
    if (restored) notice.done(t("lock.restored"));
    restored = false;
  }, [notice, t]);
  useEffect(() => {
    document.documentElement.dataset.sealed = sealed ? "yes" : "no";
  }, [sealed]);
  return children;
}

/** Splash is what one sees before anything is known. */
export function Splash({ children }: { children?: ReactNode }) {
  const { t } = useWords();
  return (
    <main className="start">
      <span className="seal seal--large" aria-hidden>
        行
      </span>
      <h1 className="start__name">{t("app.name")}</h1>
      {children}
    </main>
  );
}

export function Waiting() {
  const { t } = useWords();
  return (
    <Delayed>
      <p className="second">{t("state.loading")}</p>
    </Delayed>
  );
}
