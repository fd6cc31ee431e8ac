import { create } from "zustand";

/** Whether a name is being asked for, to keep what a list shows as a view. */
export const useKeeping = create<{ open: boolean }>(() => ({ open: false }));

/** keepView asks for a name, from anywhere on a list. */
export function keepView(): void {
  useKeeping.setState({ open: true });
}
