import type { InputRef } from "antd";
import { forwardRef, useState } from "react";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";

/** useNewSecret holds a password that is chosen, and typed once more. */
export function useNewSecret() {
  const [value, setValue] = useState("");
  const [again, setAgain] = useState("");
  const [asked, setAsked] = useState(false);
  return {
    value,
    setValue,
    again,
    setAgain,
    filled: value !== "" && again !== "",
    /** Both are the same; if not, that is said from now on. */
    agrees: () => {
      setAsked(true);
      return value === again;
    },
    differs: asked && value !== again,
  };
}

type Props = { secret: ReturnType<typeof useNewSecret>; label: string; hint: string; problem?: string };

/** NewSecret asks for a new password twice. */
export const NewSecret = forwardRef<InputRef, Props>(function NewSecret({ secret, label, hint, problem }, ref) {
  const { t } = useWords();
  return (
    <>
      <Secret
        ref={ref}
        label={label}
        value={secret.value}
        onChange={secret.setValue}
        problem={problem}
        hint={hint}
        autoComplete="new-password"
      />
      <Secret
        label={t("lock.again")}
        value={secret.again}
        onChange={secret.setAgain}
        problem={secret.differs ? t("lock.differs") : undefined}
        autoComplete="new-password"
      />
    </>
  );
});
