import { Input } from "antd";
import { useEffect, useState } from "react";
import { composing } from "@/lib/keyboard";

const pause = 200;

/** WordValue takes the text a condition looks for: when typing rests, on Enter, and when it is left. */
export function WordValue(props: { id: string; value: string; label: string; onChange: (text: string) => void }) {
  const { id, value, label, onChange } = props;
  const [typed, setTyped] = useState(value);
  const [busy, setBusy] = useState(false);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    // Half a word in the input method is not a question yet.
    if (busy || typed === value) return;
    const timer = setTimeout(() => onChange(typed), pause);
    return () => clearTimeout(timer);
  }, [typed, value, busy, onChange]);
  const settle = () => {
    if (typed !== value) onChange(typed);
  };
  return (
    <Input
      id={id}
      value={typed}
      autoComplete="off"
      aria-label={label}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setBusy(true)}
      onCompositionEnd={() => setBusy(false)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !composing(event)) settle();
      }}
    />
  );
}
