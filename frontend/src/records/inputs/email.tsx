import { AddressInput } from "./AddressInput";
import type { InputProps } from "./input";

export function EmailInput(props: InputProps) {
  return <AddressInput {...props} mode="email" />;
}
