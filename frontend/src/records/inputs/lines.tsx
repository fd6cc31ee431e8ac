import { Button } from "antd";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import type { FieldValue, LineValue } from "@/api";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { isFigure } from "../cells/cell";
import { Input } from "./index";
import type { InputProps } from "./input";

/** LinesInput edits the table inside a record, such as the lines of an order. */
export function LinesInput(props: InputProps) {
  const { t, say } = useWords();
  const base = useId();
  const lines = Array.isArray(props.value) ? (props.value as LineValue[]) : [];
  const columns = props.spec.fields ?? [];

  const put = (next: LineValue[]) => props.onChange(next.length > 0 ? next : undefined);
  const set = (at: number, name: string, value: FieldValue) =>
    put(lines.map((line, n) => (n === at ? { ...line, [name]: value } : line)));

  return (
    <div className="lines lines--edit" role="group" aria-label={say(props.spec.label)} id={props.id}>
      {lines.length > 0 && (
        <table className="lines__table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.name}
                  id={`${base}-${column.name}`}
                  className={isFigure(column.kind) ? "right" : undefined}
                >
                  {say(column.label)}
                  {column.required && (
                    <span className="required" aria-hidden>
                      {" "}
                      *
                    </span>
                  )}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.name} className={column.kind === "ref" ? "lines__wide" : undefined}>
                    {column.readOnly ? (
                      <Cell spec={column} value={line[column.name]} titles={props.titles} />
                    ) : (
                      <Input
                        id={`${base}-${at}-${column.name}`}
                        spec={column}
                        value={line[column.name]}
                        titles={props.titles}
                        tight
                        disabled={props.disabled}
                        label={`${t("form.lineNumber", { n: at + 1 })} ${say(column.label)}`}
                        onChange={(value) => set(at, column.name, value)}
                        onProblem={props.onProblem}
                      />
                    )}
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    className="iconbutton"
                    aria-label={t("form.removeLine", { n: at + 1 })}
                    disabled={props.disabled}
                    onClick={() => put(lines.filter((_line, n) => n !== at))}
                  >
                    <X size={15} aria-hidden />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button
        size="small"
        icon={<Plus size={14} aria-hidden />}
        disabled={props.disabled}
        onClick={() => put([...lines, {}])}
      >
        {t("form.addLine")}
      </Button>
    </div>
  );
}
