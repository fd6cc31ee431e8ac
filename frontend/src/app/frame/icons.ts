import {
  Box,
  Building2,
  CalendarClock,
  ChartColumn,
  ContactRound,
  GitBranch,
  type LucideIcon,
  MessageSquareText,
  Network,
  Package,
  ReceiptText,
  ShieldCheck,
  Tag,
  Target,
  UserRound,
} from "lucide-react";

// The core names icons as lucide does. Only those in use come along.
const icons: { [name: string]: LucideIcon } = {
  "bar-chart-3": ChartColumn,
  "building-2": Building2,
  "calendar-clock": CalendarClock,
  "contact-round": ContactRound,
  "git-branch": GitBranch,
  "message-square-text": MessageSquareText,
  network: Network,
  package: Package,
  "receipt-text": ReceiptText,
  "shield-check": ShieldCheck,
  tag: Tag,
  target: Target,
  "user-round": UserRound,
};

export function iconOf(entity: { icon?: string }): LucideIcon {
  return icons[entity.icon ?? ""] ?? Box;
}
