import { useEffect, useState } from "react";
import { askDoor, type DoorState } from "@/api";
import { useWords } from "@/ui/words";
import { LanguageChoice } from "../frame/choices";
import { ChangePassword } from "./ChangePassword";
import { RecoverForm } from "./RecoverForm";
import { SignIn } from "./SignIn";
import { Unlock } from "./Unlock";

const lookEvery = 4_000;

/** DoorPage is all one sees as long as one may not see the book: a lock, a sign-in, a new password. */
export function DoorPage({ state }: { state: DoorState }) {
  const { t } = useWords();
  const [forgotten, setForgotten] = useState(false);
  // Somebody else may have opened the book meanwhile, or ended this session.
  useEffect(() => {
    const timer = setInterval(() => void askDoor(), lookEvery);
    return () => clearInterval(timer);
  }, []);
  const ofBook = state.phase === "locked" && state.asks === "passphrase";
  const recovering = ofBook && (forgotten || state.damaged) && state.user === "";
  return (
    <main className="door">
      <div className="door__box">
        <header className="door__head">
          <span className="seal seal--large" aria-hidden>
            行
          </span>
          <span className="door__name">{t("app.name")}</span>
        </header>
        {recovering ? (
          <RecoverForm state={state} onBack={state.damaged ? undefined : () => setForgotten(false)} />
        ) : state.phase === "locked" ? (
          <Unlock state={state} onForgotten={ofBook && state.user === "" ? () => setForgotten(true) : undefined} />
        ) : state.phase === "change" ? (
          <ChangePassword name={state.user} />
        ) : (
          <SignIn state={state} />
        )}
      </div>
      <footer className="door__foot">
        <span className="faint">{t("lock.foot")}</span>
        <LanguageChoice />
      </footer>
    </main>
  );
}
