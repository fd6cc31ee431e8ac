import type { ComponentType } from "react";
import type { FieldKind } from "@/api";
import { ChoiceInput } from "./choice";
import { ChoicesInput } from "./choices";
import { DayInput } from "./day";
import { DecimalInput } from "./decimal";
import { EmailInput } from "./email";
import { FlagInput } from "./flag";
import type { InputProps } from "./input";
import { InstantInput } from "./instant";
import { LinesInput } from "./lines";
import { LinkInput } from "./link";
import { LongTextInput } from "./longtext";
import { MoneyInput } from "./money";
import { NumberInput } from "./number";
import { PercentInput } from "./percent";
import { PhoneInput } from "./phone";
import { RefInput } from "./ref";
import { RefsInput } from "./refs";
import { RegionInput } from "./region";
import { TagsInput } from "./tags";
import { TextInput } from "./text";
import { UrlInput } from "./url";

export type { InputProps } from "./input";

const inputs: { [kind in FieldKind]: ComponentType<InputProps> } = {
  text: TextInput,
  longtext: LongTextInput,
  number: NumberInput,
  decimal: DecimalInput,
  money: MoneyInput,
  percent: PercentInput,
  choice: ChoiceInput,
  choices: ChoicesInput,
  tags: TagsInput,
  ref: RefInput,
  refs: RefsInput,
  link: LinkInput,
  day: DayInput,
  instant: InstantInput,
  flag: FlagInput,
  phone: PhoneInput,
  email: EmailInput,
  url: UrlInput,
  region: RegionInput,
  lines: LinesInput,
};

/** Input edits a value of any kind. */
export function Input(props: InputProps) {
  const Kind = inputs[props.spec.kind] ?? TextInput;
  return <Kind {...props} />;
}
