import type { InputRef } from "antd";
import { useEffect, useRef } from "react";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { Secret } from "../lock/Secret";

/** What a new book is guarded by. */
export interface Guard {
  on: boolean;
  passphrase: string;
  again: string;
}

/** Protect asks whether a new book gets a passphrase; going without one is a choice that is named. */
export function Protect(props: {
  guard: Guard;
  onGuard: (guard: Guard) => void;
  problems: { next?: string; again?: string };
}) {
  const { guard, onGuard, problems } = props;
  const { t } = useWords();
  const next = useRef<InputRef>(null);
  const again = useRef<InputRef>(null);
  // What is wrong is where one goes on typing.
  useEffect(() => {
    if (problems.next) next.current?.focus();
    else if (problems.again) again.current?.focus();
  }, [problems]);
  return (
    <div className="first__guard">
      <div className="first__guardline">
        <span>
          <span className="first__title">{t("lock.protect")}</span>
          <span className="first__text">{t(guard.on ? "lock.protectText" : "lock.protectPlain")}</span>
        </span>
        <Segmented<boolean>
          aria-label={t("lock.protect")}
          value={guard.on}
          options={[
            { value: false, label: t("lock.protectOff") },
            { value: true, label: t("lock.protectOn") },
          ]}
          onChange={(on) => onGuard({ ...guard, on })}
        />
      </div>
      {guard.on && (
        <div className="first__secrets">
          <Secret
            ref={next}
            label={t("lock.newPassphrase")}
            value={guard.passphrase}
            onChange={(passphrase) => onGuard({ ...guard, passphrase })}
            problem={problems.next}
            hint={t("lock.passphraseHint")}
            autoComplete="new-password"
          />
          <Secret
            ref={again}
            problem={problems.again}
            label={t("lock.again")}
            value={guard.again}
            onChange={(again) => onGuard({ ...guard, again })}
            autoComplete="new-password"
          />
        </div>
      )}
    </div>
  );
}
