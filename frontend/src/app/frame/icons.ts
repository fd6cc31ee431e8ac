import {
  Box,
  Building2,
  CalendarCheck,
  CircleDot,
  ClipboardList,
  Contact,
  type LucideIcon,
  MessageSquareText,
  Network,
  Package,
  Shield,
  ShoppingCart,
  Tag,
  Target,
  UserRound,
  Waypoints,
} from "lucide-react";

// By the name the core gives, else by the entity itself.
const icons: { [name: string]: LucideIcon } = {
  building: Building2,
  customer: Building2,
  contact: Contact,
  followUp: MessageSquareText,
  message: MessageSquareText,
  followUpPlan: CalendarCheck,
  calendar: CalendarCheck,
  tag: Tag,
  product: Package,
  package: Package,
  opportunity: Target,
  target: Target,
  order: ShoppingCart,
  cart: ShoppingCart,
  pipeline: Waypoints,
  stage: CircleDot,
  user: UserRound,
  department: Network,
  role: Shield,
  report: ClipboardList,
};

export function iconOf(entity: { name: string; icon?: string }): LucideIcon {
  return icons[entity.icon ?? ""] ?? icons[entity.name] ?? Box;
}
