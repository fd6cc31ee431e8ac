import type { FieldSpec, LineValue } from "@/api";
import { useWords } from "@/ui/words";
import { type CellProps, isEmpty, isFigure } from "./cell";
import { Cell } from "./index";

export function LinesCell({ spec, value, titles, roomy }: CellProps) {
  const { t, say } = useWords();
  const lines = value as LineValue[];
  if (!roomy) return <>{t("list.total", { count: lines.length })}</>;
  const columns: FieldSpec[] = (spec.fields ?? []).filter((each) => lines.some((line) => !isEmpty(line[each.name])));
  return (
    <div className="lines">
      <table className="lines__table">
        <thead>
          <tr>
            {columns.map((each) => (
              <th key={each.name} className={isFigure(each.kind) ? "right" : undefined} scope="col">
                {say(each.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, n) => (
            <tr key={n}>
              {columns.map((each) => (
                <td key={each.name} className={isFigure(each.kind) ? "right" : undefined}>
                  <Cell spec={each} value={line[each.name]} titles={titles} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
