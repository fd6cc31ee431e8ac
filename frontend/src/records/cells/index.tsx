import { type ComponentType, memo } from "react";
import type { FieldKind, FieldSpec, FieldValue, Titles } from "@/api";
import { type CellProps, isEmpty } from "./cell";
import { ChoiceCell } from "./choice";
import { ChoicesCell } from "./choices";
import { DayCell } from "./day";
import { DecimalCell } from "./decimal";
import { EmailCell } from "./email";
import { FlagCell } from "./flag";
import { InstantCell } from "./instant";
import { LinesCell } from "./lines";
import { LinkCell } from "./link";
import { LongTextCell } from "./longtext";
import { MoneyCell } from "./money";
import { NumberCell } from "./number";
import { PercentCell } from "./percent";
import { PhoneCell } from "./phone";
import { RefCell } from "./ref";
import { RefsCell } from "./refs";
import { RegionCell } from "./region";
import { TagsCell } from "./tags";
import { TextCell } from "./text";
import { UrlCell } from "./url";

export { isEmpty, isFigure } from "./cell";

const cells: { [kind in FieldKind]: ComponentType<CellProps> } = {
  text: TextCell,
  longtext: LongTextCell,
  number: NumberCell,
  decimal: DecimalCell,
  money: MoneyCell,
  percent: PercentCell,
  choice: ChoiceCell,
  choices: ChoicesCell,
  tags: TagsCell,
  ref: RefCell,
  refs: RefsCell,
  link: LinkCell,
  day: DayCell,
  instant: InstantCell,
  flag: FlagCell,
  phone: PhoneCell,
  email: EmailCell,
  url: UrlCell,
  region: RegionCell,
  lines: LinesCell,
};

/** Cell shows a value of any kind, for reading. */
export const Cell = memo(function Cell(props: {
  spec: FieldSpec;
  value: FieldValue;
  titles?: Titles;
  roomy?: boolean;
}) {
  const { spec, value, titles, roomy } = props;
  if (value === undefined || value === null || isEmpty(value)) return <span className="faint">—</span>;
  // A kind that this page does not know yet is still shown as text.
  const Kind = cells[spec.kind] ?? TextCell;
  return <Kind spec={spec} value={value} titles={titles} roomy={roomy} />;
});
