import { create } from "zustand";

/** The record that is looked at as it was; none while the time machine is closed. */
export const useTimeMachine = create<{ entity?: string; id?: string }>(() => ({}));

/** openTimeMachine shows a record as it was on a day of the person's choice. */
export function openTimeMachine(entity: string, id: string): void {
  useTimeMachine.setState({ entity, id });
}

export function closeTimeMachine(): void {
  useTimeMachine.setState({}, true);
}

/** endOf is the last moment of a day, which is when the day's record is looked at. */
export function endOf(day: Date): string {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), 23, 59, 59, 999).toISOString();
}
