import type { ErrorComponentProps } from "@tanstack/react-router";
import { Button } from "antd";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

/** Crash stands in for a page that could not be shown. The data is never affected by it. */
export function Crash(props: Partial<ErrorComponentProps>) {
  const { t } = useWords();
  return (
    <Empty title={t("fault.pageTitle")} text={t("fault.pageText")}>
      <Button type="primary" onClick={() => (props.reset ? props.reset() : location.assign("#/"))}>
        {t("action.retry")}
      </Button>
      {props.error instanceof Error && (
        <details className="crash">
          <summary>{t("fault.details")}</summary>
          <pre>{props.error.message}</pre>
        </details>
      )}
    </Empty>
  );
}
