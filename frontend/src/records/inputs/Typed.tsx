import { Input } from "antd";
import { type ReactNode, useEffect, useId, useState } from "react";
import type { FieldValue } from "@/api";
import { composing } from "@/lib/keyboard";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

/** Typed is an input whose text is understood when the person leaves it: amounts, numbers, days. What is not understood stays as typed. */
export function Typed(
  props: InputProps & {
    read: (typed: string) => FieldValue;
    show: (value: string) => string;
    /** Says what was understood, while it is being typed. */
    echo?: (value: string) => string;
    problem: string;
    suffix?: ReactNode;
    placeholder?: string;
    figure?: boolean;
  },
) {
  const { value, read, show, problem, onChange, onProblem } = props;
  const { t } = useWords();
  const [typed, setTyped] = useState<string>();
  const [focused, setFocused] = useState(false);
  const echoId = useId();
  const current = textOf(value);

  // A value set from elsewhere replaces what was typed before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value matters
  useEffect(() => setTyped(undefined), [current]);

  const settle = () => {
    if (typed === undefined) return;
    if (typed.trim() === "") {
      onProblem?.(undefined);
      onChange(undefined);
      setTyped(undefined);
      return;
    }
    const understood = read(typed);
    if (understood === undefined) {
      onProblem?.(problem);
      return;
    }
    onProblem?.(undefined);
    onChange(understood);
    setTyped(undefined);
  };

  const understood = typed === undefined || typed.trim() === "" ? undefined : read(typed);
  const echoes = props.echo && !props.tight && focused && typed !== undefined && typed.trim() !== "";
  const input = (
    <Input
      id={props.id}
      className={props.figure ? "figure" : undefined}
      value={typed ?? (current === "" ? "" : show(current))}
      placeholder={props.placeholder}
      suffix={props.suffix}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      autoComplete="off"
      inputMode={props.figure ? "decimal" : undefined}
      onChange={(event) => {
        setTyped(event.target.value);
        // Say it at once where it is already clear, so that saving by keyboard takes it along.
        const understood = event.target.value.trim() === "" ? undefined : read(event.target.value);
        if (understood !== undefined || event.target.value.trim() === "") onProblem?.(undefined);
      }}
      onFocus={(event) => {
        setFocused(true);
        event.target.select();
      }}
      onBlur={() => {
        setFocused(false);
        settle();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !composing(event)) settle();
      }}
      aria-describedby={echoes ? echoId : undefined}
      {...ariaOf(props)}
    />
  );
  if (!props.echo || props.tight) return input;
  return (
    <div className="typed">
      {input}
      <div id={echoId} className="typed__echo" aria-live="polite" hidden={!echoes}>
        {echoes && (understood === undefined ? t("entry.notYet") : props.echo(textOf(understood)))}
      </div>
    </div>
  );
}
