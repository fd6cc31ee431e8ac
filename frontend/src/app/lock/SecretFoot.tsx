import { Button } from "antd";
import { useWords } from "@/ui/words";

/** SecretFoot ends a question for a password among the settings: to do it, or to leave it. */
export function SecretFoot(props: {
  act: string;
  busy: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** Nothing where it cannot be left any more. */
  onCancel?: () => void;
}) {
  const { t } = useWords();
  return (
    <div className="secretform__row">
      <Button type="primary" danger={props.danger} htmlType="submit" loading={props.busy} disabled={props.disabled}>
        {props.act}
      </Button>
      {props.onCancel && <Button onClick={props.onCancel}>{t("action.cancel")}</Button>}
    </div>
  );
}

/** DoorFoot ends a question at the door: the one thing to do, and below it other ways in. */
export function DoorFoot(props: {
  act: string;
  busy: boolean;
  disabled: boolean;
  others?: { words: string; onPress: () => void }[];
}) {
  return (
    <>
      <Button type="primary" htmlType="submit" block loading={props.busy} disabled={props.disabled}>
        {props.act}
      </Button>
      {props.others && (
        <div className="door__more">
          {props.others.map((other) => (
            <button key={other.words} type="button" className="linklike" onClick={other.onPress}>
              {other.words}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
