import { Fragment } from "react";
import { showKeys } from "@/lib/keyboard";
import { useWords } from "@/ui/words";

/** Keys shows a shortcut as keys: one for each step of a sequence. */
export function Keys({ keys }: { keys: string }) {
  const { t } = useWords();
  const steps = keys.split(" ");
  return (
    <span className="keycaps">
      {steps.map((step, n) => (
        <Fragment key={n}>
          {n > 0 && keys.startsWith("g ") && <span className="keycaps__then">{t("keys.andThen")}</span>}
          <kbd>{showKeys(step)}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
