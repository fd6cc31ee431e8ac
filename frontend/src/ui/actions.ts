import { useEffect } from "react";
import { create } from "zustand";

/** Something that can be done on the page one sees. While the page is there it stands in the command palette. */
export interface PageAction {
  id: string;
  label: string;
  /** Other words it is found by. */
  words?: string;
  /** "mod+enter", "f"; shown beside it in the palette and on the sheet of shortcuts. */
  keys?: string;
  run: () => void;
}

/** The actions of what is on the screen now. */
export const usePageActions = create<{ actions: PageAction[] }>(() => ({ actions: [] }));

/** useActions puts a page's own actions among the commands for as long as the page is there. Keep the list stable (useMemo). */
export function useActions(actions: PageAction[]): void {
  useEffect(() => {
    usePageActions.setState((was) => ({ actions: [...was.actions, ...actions] }));
    return () => usePageActions.setState((was) => ({ actions: was.actions.filter((each) => !actions.includes(each)) }));
  }, [actions]);
}
