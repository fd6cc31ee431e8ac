import { create } from "zustand";

/** Where the record at the side stands in its list, and the way to its neighbours. */
interface Beside {
  id?: string;
  /** Its place, counted from 0; -1 when it is not among the rows that are there. */
  at: number;
  count: number;
  /** The records before and after it, as far as they are there. */
  near: readonly string[];
  /** Goes to the next record of the list (1) or the one before (-1). */
  go?: (by: 1 | -1) => void;
}

export const useBeside = create<Beside>(() => ({ at: -1, count: 0, near: [] }));
