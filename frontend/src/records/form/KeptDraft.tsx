import { Button } from "antd";
import { useEffect, useState } from "react";
import { useWords } from "@/ui/words";
import { isResumed, keepValues, keptValues } from "./kept";
import type { Values } from "./useDraft";

/** KeptDraft offers what was typed into the same form last time and not saved. */
export function KeptDraft(props: { of: string; dirty: boolean; onRestore: (values: Values) => void }) {
  const { t } = useWords();
  const [kept, setKept] = useState(() => keptValues(props.of));
  const { of, onRestore } = props;
  useEffect(() => {
    if (kept && isResumed(of)) {
      onRestore(kept);
      setKept(undefined);
    }
  }, [kept, of, onRestore]);
  if (!kept || props.dirty) return null;
  return (
    <div className="form__note form__note--said" role="status">
      {t("entry.draftKept")}
      <Button
        size="small"
        onClick={() => {
          props.onRestore(kept);
          setKept(undefined);
        }}
      >
        {t("entry.draftRestore")}
      </Button>
      <Button
        size="small"
        type="text"
        onClick={() => {
          keepValues(props.of, undefined);
          setKept(undefined);
        }}
      >
        {t("entry.draftDrop")}
      </Button>
    </div>
  );
}
