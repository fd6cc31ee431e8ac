import { useEffect, useState } from "react";
import { askDoor, faultOf } from "@/api";
import { useFaultWords } from "@/ui/faultWords";

/** useTry runs something at the door that may be refused: what was said, what is wrong with which field, how long to wait. */
export function useTry(waiting = 0) {
  const words = useFaultWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [fields, setFields] = useState<{ [field: string]: string }>({});
  const [left, setLeft] = useState(waiting);
  useEffect(() => setLeft(waiting), [waiting]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft((was) => was - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setSaid(undefined);
    setFields({});
    try {
      await act();
      return true;
    } catch (thrown) {
      const fault = faultOf(thrown);
      setFields(fault.fields);
      setSaid(Object.keys(fault.fields).length > 0 ? undefined : words(fault));
      void askDoor(); // tells how long to wait
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, said, fields, left, attempt, forget: () => setSaid(undefined) };
}
