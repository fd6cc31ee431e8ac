import { Mail, MapPin, MessageCircle, Phone, Users } from "lucide-react";
import type { FieldSpec, FieldValue } from "@/api";
import { useWords } from "@/ui/words";
import { Cell } from "./cells";

const icons: { [way: string]: typeof Phone } = {
  call: Phone,
  visit: MapPin,
  wechat: MessageCircle,
  email: Mail,
  meeting: Users,
};

/** wayIcon is the sign of a way to talk with a customer, if it has one. */
export function wayIcon(way: string | undefined): typeof Phone | undefined {
  return icons[way ?? ""];
}

/** Way says how one talked with a customer, by its sign and its word. */
export function Way({ spec, value }: { spec: FieldSpec; value: FieldValue }) {
  const { say } = useWords();
  const option = spec.options?.find((each) => each.value === value);
  const Icon = wayIcon(option?.value);
  if (!option || !Icon) return <Cell spec={spec} value={value} />;
  return (
    <span className="withicon second">
      <Icon size={13} aria-hidden />
      {say(option.label)}
    </span>
  );
}
