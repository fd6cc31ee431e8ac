import { createContext, useContext } from "react";
import type { Scope } from "./ask";
import type { PeriodName, Span } from "./period";

/** What every part of the dashboard is about. */
export interface Looking {
  period: PeriodName;
  span: Span;
  /** The same stretch one period, and one year, earlier. */
  before: Span;
  year: Span;
  scope: Scope;
  /** The period and whose figures these are, in words. */
  about: string;
  today: Date;
  /** Shown to a room: larger letters. */
  large: boolean;
}

const Context = createContext<Looking | undefined>(undefined);
export const LookingAt = Context.Provider;

/** useLooking returns the period, the people and the size that hold for the dashboard. */
export function useLooking(): Looking {
  const looking = useContext(Context);
  if (!looking) throw new Error("useLooking outside the dashboard");
  return looking;
}
