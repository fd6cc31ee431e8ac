import { OutsideLink } from "@/ui/OutsideLink";
import type { CellProps } from "./cell";

// 138 0013 8000 reads aloud better than eleven digits in a row.
function spaced(phone: string): string {
  return phone.replace(
    /^(\+86\s?)?(1\d{2})(\d{4})(\d{4})$/,
    (_all, prefix: string | undefined, a, b, c) => `${prefix ? "+86 " : ""}${a} ${b} ${c}`,
  );
}

export function PhoneCell({ value, roomy }: CellProps) {
  const phone = String(value);
  if (!roomy) return <span className="digits">{spaced(phone)}</span>;
  return <OutsideLink href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{spaced(phone)}</OutsideLink>;
}
