import { AddressInput } from "./AddressInput";
import type { InputProps } from "./input";

export function PhoneInput(props: InputProps) {
  return <AddressInput {...props} mode="tel" />;
}
