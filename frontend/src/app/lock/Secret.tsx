import { Input, type InputRef } from "antd";
import { forwardRef, type KeyboardEvent, useId, useState } from "react";
import { useWords } from "@/ui/words";

/** Secret is a field for a password: what is wrong stands below it, and that capitals are locked. */
export const Secret = forwardRef<
  InputRef,
  {
    label: string;
    value: string;
    onChange: (value: string) => void;
    problem?: string;
    hint?: string;
    autoComplete?: string;
    disabled?: boolean;
  }
>(function Secret(props, ref) {
  const { t } = useWords();
  const id = useId();
  const [capitals, setCapitals] = useState(false);
  const look = (event: KeyboardEvent) => setCapitals(event.getModifierState("CapsLock"));
  const said = props.problem ?? (capitals ? t("lock.capitals") : props.hint);
  return (
    <div className={props.problem ? "field has-problem" : "field"}>
      <label className="field__label" htmlFor={id}>
        {props.label}
      </label>
      <Input.Password
        ref={ref}
        id={id}
        value={props.value}
        disabled={props.disabled}
        autoComplete={props.autoComplete ?? "off"}
        status={props.problem ? "error" : undefined}
        aria-invalid={props.problem !== undefined}
        aria-describedby={said ? `${id}-said` : undefined}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={look}
        onKeyUp={look}
      />
      <p
        id={`${id}-said`}
        className={props.problem ? "door__problem" : "door__hint"}
        role={props.problem ? "alert" : undefined}
      >
        {said ?? ""}
      </p>
    </div>
  );
});
