import { useWords } from "@/ui/words";
import { Secret } from "../lock/Secret";

/** EraseSecret asks whoever erases for what proves it is them, and says what went wrong. */
export function EraseSecret(props: {
  kind: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string;
  said?: string;
}) {
  const { t } = useWords();
  return (
    <>
      {props.kind !== "none" && (
        <Secret
          label={t(props.kind === "passphrase" ? "erase.passphrase" : "erase.password")}
          value={props.value}
          onChange={props.onChange}
          problem={props.problem}
        />
      )}
      {props.said && (
        <p className="door__problem" role="alert">
          {props.said}
        </p>
      )}
    </>
  );
}
