import { Button } from "antd";
import { Plus, X } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { call, type FieldSpec, type FieldValue, type LineValue } from "@/api";
import { addAmounts } from "@/lib/amounts";
import { showMoney } from "@/lib/money";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { isFigure } from "../cells/cell";
import { assistOf, type LinesAssist } from "../form/assist";
import { Input } from "./index";
import type { InputProps } from "./input";

/** LinesInput edits the table inside a record, such as the lines of an order. */
export function LinesInput(props: InputProps) {
  const { t, say } = useWords();
  const base = useId();
  const lines = Array.isArray(props.value) ? (props.value as LineValue[]) : [];
  const columns = props.spec.fields ?? [];
  const help: LinesAssist = props.around ? (assistOf(props.around.entity.name).lines?.[props.spec.name] ?? {}) : {};
  // What a record fills in arrives later: by then the lines may be others.
  const now = useRef(lines);
  now.current = lines;

  const put = (next: LineValue[]) => {
    now.current = next;
    props.onChange(next.length > 0 ? next : undefined);
  };
  const change = (at: number, part: LineValue) =>
    put(
      now.current.map((line, n) => {
        if (n !== at) return line;
        const changed = { ...line, ...part };
        return { ...changed, ...help.follows?.(changed) };
      }),
    );
  const set = (at: number, column: FieldSpec, value: FieldValue) => {
    change(at, { [column.name]: value });
    const fills = help.fills?.[column.name];
    if (!fills || !column.target || typeof value !== "string") return;
    call("records.get", { entity: column.target, id: value }).then(
      (record) => {
        if (now.current[at]?.[column.name] !== value) return;
        const part = Object.entries(fills).flatMap(([into, from]) =>
          record[from] === undefined ? [] : [[into, record[from] as FieldValue]],
        );
        change(at, Object.fromEntries(part));
      },
      () => undefined,
    );
  };
  const fault = (at: number, name: string) => {
    const faults = props.around?.faults ?? {};
    return faults[`${props.spec.name}.${at}.${name}`] ?? faults[`${props.spec.name}[${at}].${name}`];
  };
  const sum = help.sum;
  // Whoever adds a line goes on typing in it.
  const added = useRef(false);
  const first = columns.find((column) => !column.readOnly)?.name;
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    document.getElementById(`${base}-${lines.length - 1}-${first}`)?.focus();
  }, [base, lines.length, first]);

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
                        invalid={fault(at, column.name) !== undefined}
                        onChange={(value) => set(at, column, value)}
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
      <div className="lines__foot">
        <Button
          size="small"
          icon={<Plus size={14} aria-hidden />}
          disabled={props.disabled}
          onClick={() => {
            added.current = true;
            put([...lines, { ...help.start }]);
          }}
        >
          {t("form.addLine")}
        </Button>
        {sum && lines.length > 0 && (
          <span className="lines__sum">
            {t("entry.sum")}{" "}
            <strong className="figure">{showMoney(addAmounts(lines.map((line) => line[sum.column])))}</strong>
          </span>
        )}
      </div>
    </div>
  );
}
