import { OutsideLink } from "@/ui/OutsideLink";
import type { CellProps } from "./cell";

export function UrlCell({ value, roomy }: CellProps) {
  const address = String(value);
  const shown = address.replace(/^https?:\/\//, "").replace(/\/$/, "");
  if (!roomy) return <>{shown}</>;
  return <OutsideLink href={/^https?:\/\//i.test(address) ? address : `https://${address}`}>{shown}</OutsideLink>;
}
