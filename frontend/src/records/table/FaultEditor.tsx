import { Input } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { faultOf } from "@/api";
import { composing } from "@/lib/keyboard";
import { useFaultWords } from "@/ui/faultWords";
import type { CellFault } from "../grid/grid";

/** FaultEditor mends a cell that refused what was pasted: the text as it came, and why it was refused. Emptied and left, it gives the text up. */
export function FaultEditor(props: {
  label: string;
  fault: CellFault;
  onRetry: (text: string) => Promise<string | undefined>;
  onLeave: () => void;
  done: (move?: 1 | -1) => void;
}) {
  const { label, fault, onRetry, onLeave, done } = props;
  const faultWords = useFaultWords();
  const [text, setText] = useState(fault.text);
  const [reason, setReason] = useState<string | undefined>(fault.reason);
  const closed = useRef(false);

  const commit = async (move?: 1 | -1) => {
    if (closed.current) return;
    closed.current = true;
    if (text.trim() === "") {
      onLeave();
      done(move);
      return;
    }
    try {
      const refused = await onRetry(text);
      if (refused === undefined || move !== undefined) done(move);
      else {
        closed.current = false;
        setReason(refused);
      }
    } catch (thrown) {
      closed.current = false;
      setReason(faultWords(faultOf(thrown)));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (composing(event)) return;
    if (event.key === "Escape") {
      closed.current = true;
      done();
    } else if (event.key === "Enter") void commit();
    else if (event.key === "Tab") {
      event.preventDefault();
      void commit(event.shiftKey ? -1 : 1);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the input inside
    <div className="celledit" onKeyDown={onKeyDown} onClick={(event) => event.stopPropagation()}>
      <Input
        autoFocus
        status={reason ? "error" : undefined}
        aria-label={label}
        aria-invalid={reason ? true : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setReason(undefined);
        }}
        onFocus={(event) => event.target.select()}
        onBlur={() => {
          if (!closed.current) done();
        }}
      />
      {reason && (
        <div className="celledit__problem" role="alert">
          {reason}
        </div>
      )}
    </div>
  );
}
