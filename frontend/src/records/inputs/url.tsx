import { AddressInput } from "./AddressInput";
import type { InputProps } from "./input";

export function UrlInput(props: InputProps) {
  return <AddressInput {...props} mode="url" />;
}
